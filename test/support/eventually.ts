import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 20;

/** Polls `look` until it returns something other than `undefined` or `false`; fails after `withinMs`. */
export async function eventually<Value>(
  look: () => Value | undefined | false | Promise<Value | undefined | false>,
  withinMs = 8_000,
): Promise<Value> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${look}`);
    await sleep(POLL_MS);
  }
}
