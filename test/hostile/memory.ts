import { expect } from "vitest";

const MOST_MORE = 100_000_000;

/** Runs `work` and expects memory never to grow by more than 100 MB. */
export async function withinMemory(act: () => unknown): Promise<void> {
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 20);
  try {
    await act();
  } finally {
    clearInterval(watch);
  }
  expect(Math.max(most, process.memoryUsage.rss()) - before).toBeLessThan(MOST_MORE);
}
