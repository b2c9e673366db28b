import { describe, expect, it } from "vitest";
import { createSeed } from "../../../src/playground/demo/seed.ts";
import { emptyMessage } from "../../../src/playground/model/json.ts";
import {
  createLog,
  createNonces,
  listMessages,
  putMessage,
  type Range,
  removeMessage,
} from "../../../src/playground/model/message-log.ts";
import { createSnowflakes } from "../../../src/playground/model/snowflake.ts";

const view = { bot: createSeed().bot, clock: { now: () => 0, ahead: () => 0 } };
const message = (id: number | string, content = "") => ({ ...emptyMessage(view, String(id), "1"), content });
function logOf(...ids: number[]) {
  const log = createLog();
  for (const id of ids) putMessage(log, message(id));
  return log;
}

describe("the messages of a channel", () => {
  it("are in id order, even if they arrived in another order", () => {
    expect(logOf(9, 10, 8, 100).ids).toEqual(["8", "9", "10", "100"]);
  });

  it("can be replaced by id and removed only once", () => {
    const log = logOf(1, 2, 3);
    expect(putMessage(log, message(2, "edited"))).toEqual([]);
    expect(log.ids).toEqual(["1", "2", "3"]);
    expect(log.byId.get("2")?.content).toBe("edited");
    expect([removeMessage(log, "2"), removeMessage(log, "2")]).toEqual([true, false]);
    expect([log.ids, [...log.byId.keys()]]).toEqual([
      ["1", "3"],
      ["1", "3"],
    ]);
  });

  it("are dropped in batches of a hundred, oldest first", () => {
    const log = logOf(...Array.from({ length: 1_099 }, (_, index) => index + 1));
    expect(log.ids).toHaveLength(1_099);
    const dropped = putMessage(log, message(1_100));
    expect([dropped.length, dropped[0], dropped.at(-1)]).toEqual([100, "1", "100"]);
    expect([log.ids.length, log.byId.size, log.ids[0], log.ids.at(-1)]).toEqual([1_000, 1_000, "101", "1100"]);
  });
});

describe("a list of messages", () => {
  const log = logOf(10, 20, 30, 40, 50);
  const list = (range: Range) => listMessages(log, range).map(({ id }) => Number(id));

  it.each<[string, Range, number[]]>([
    ["the newest", { limit: 2 }, [50, 40]],
    ["all if there are fewer", { limit: 9 }, [50, 40, 30, 20, 10]],
    ["those before an id", { before: "30", limit: 1 }, [20]],
    ["those before an id that doesn't exist", { before: "35", limit: 9 }, [30, 20, 10]],
    ["none before the oldest", { before: "10", limit: 9 }, []],
    ["those next to an id, not the newest", { after: "20", limit: 2 }, [40, 30]],
    ["those after an id that doesn't exist", { after: "15", limit: 1 }, [20]],
    ["none after the newest", { after: "50", limit: 9 }, []],
    ["those around an id", { around: "30", limit: 3 }, [40, 30, 20]],
    ["those around the oldest", { around: "10", limit: 3 }, [30, 20, 10]],
    ["those around an id past the newest", { around: "60", limit: 2 }, [50]],
  ])("contains %s", (_, range, ids) => {
    expect(list(range)).toEqual(ids);
  });
});

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

it("a nonce is found for three minutes, in its channel and from its author", () => {
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

it("the minutes of a nonce are measured on the machine's clock", () => {
  const { send, find, moveClock, wait } = open();
  const before = send("before");
  moveClock(24 * 60 * MINUTE);
  const after = send(7);
  expect([find("channel", "bot", "before"), find("channel", "bot", "7")]).toEqual([before, after]);
  wait(3 * MINUTE);
  expect([find("channel", "bot", "before"), find("channel", "bot", 7)]).toEqual([undefined, undefined]);
});

it("the newest message is found for a nonce that was sent again", () => {
  const { send, find, wait } = open();
  send("again");
  wait(2 * MINUTE);
  const second = send("again");
  wait(2 * MINUTE);
  expect(find("channel", "bot", "again")).toBe(second);
});
