/** Runs `work`. Returns the longest event loop stall and the duration of the work, in milliseconds. */
export async function measureBlocking(work: () => Promise<unknown>): Promise<{ blocked: number; elapsed: number }> {
  const start = performance.now();
  let [blocked, last] = [0, start];
  const timer = setInterval(() => {
    const now = performance.now();
    blocked = Math.max(blocked, now - last);
    last = now;
  }, 1);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  const end = performance.now();
  return { blocked: Math.max(blocked, end - last), elapsed: end - start };
}
