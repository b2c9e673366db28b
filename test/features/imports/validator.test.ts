import { expect, it } from "vitest";
import { createImportValidator } from "../../../src/features/imports/validator.ts";
import { questions } from "../../support/questions.ts";

const guild = { guildId: "410000000000000000", today: "2026-11-22" };

it("validates 500 questions without blocking the event loop", async () => {
  const words = (seed: number) => `${seed} ${Math.sin(seed).toString(36).slice(3, 12)} ${Math.cos(seed).toString(36)}`;
  const items = Array.from({ length: 500 }, (_, index) =>
    questions.single({ id: `http.i${index}`, stem: `What is so about ${words(index)}?` }),
  );
  const bank = Array.from({ length: 3_000 }, (_, index) =>
    questions.single({ id: `http.n${index}`, stem: `Which one of them is ${words(index + 1000)}?` }),
  );
  const bytes = Buffer.from(JSON.stringify({ items }));

  let [blocked, last] = [0, performance.now()];
  const timer = setInterval(() => {
    const now = performance.now();
    blocked = Math.max(blocked, now - last);
    last = now;
  }, 1);
  const start = performance.now();
  const { added, problems } = await createImportValidator().validate({ format: "json", bytes, bank, ...guild });
  const elapsed = performance.now() - start;
  clearInterval(timer);
  console.log(`Import of 500 questions: ${elapsed.toFixed(0)} ms, event loop blocked ${blocked.toFixed(0)} ms`);
  expect(added).toBe(500);
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  // The goals are 2 s and 50 ms on an idle machine; tests run on a busy one.
  expect(elapsed).toBeLessThan(10_000);
  expect(blocked).toBeLessThan(500);
});

it("rejects a file that takes too long", async () => {
  const bytes = Buffer.from(`items: ${"[a,".repeat(200_000)}`);
  const report = await createImportValidator(100).validate({ format: "yaml", bytes, bank: [], ...guild });
  expect(report.problems).toMatchObject([{ severity: "error", message: expect.stringContaining("couldn't read") }]);
});
