import { expect, it } from "vitest";
import { createNonces } from "../../../src/playground/model/nonces.ts";
import { createSnowflakes } from "../../../src/playground/model/snowflake.ts";

const MINUTE = 60_000;

function open() {
  let machine = Date.UTC(2026, 0, 1);
  let ahead = 0;
  const clock = { now: () => machine + ahead, ahead: () => ahead };
  const nonces = createNonces(clock);
  const { next } = createSnowflakes(clock.now);
  return {
    ...nonces,
    send: (nonce: string | number) => {
      const id = next();
      nonces.remember("channel", "bot", nonce, id);
      return id;
    },
    wait: (milliseconds: number) => {
      machine += milliseconds;
    },
    moveClock: (milliseconds: number) => {
      ahead += milliseconds;
    },
  };
}

it("finds a nonce for three minutes, in its channel and from its author", () => {
  const { send, find, wait } = open();
  const id = send("a");
  expect(find("channel", "bot", "a")).toBe(id);
  expect([find("other", "bot", "a"), find("channel", "user", "a"), find("channel", "bot", "b")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  wait(3 * MINUTE - 1);
  expect(find("channel", "bot", "a")).toBe(id);
  wait(1);
  expect(find("channel", "bot", "a")).toBeUndefined();
});

it("counts the minutes on the machine's clock", () => {
  const { send, find, moveClock, wait } = open();
  const before = send("before");
  moveClock(24 * 60 * MINUTE);
  const after = send(7);
  expect([find("channel", "bot", "before"), find("channel", "bot", "7")]).toEqual([before, after]);
  wait(3 * MINUTE);
  expect([find("channel", "bot", "before"), find("channel", "bot", 7)]).toEqual([undefined, undefined]);
});

it("remembers the newest message of a nonce that was sent again", () => {
  const { send, find, wait } = open();
  send("again");
  wait(2 * MINUTE);
  const second = send("again");
  wait(2 * MINUTE);
  expect(find("channel", "bot", "again")).toBe(second);
});
