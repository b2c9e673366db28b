import { expect, it } from "vitest";
import { QUEUES } from "../../../src/platform/jobs/queue.ts";
import { KEY_PREFIX, keys, PERSISTENT_PREFIXES, parseKey } from "../../../src/platform/redis/keys.ts";

const everyKey = Object.entries<(...args: never[]) => string>(keys).map(([name, key]) => {
  const args = ["410000000000000001", "one"] as unknown as never[];
  return [name, key(...args)] as const;
});

it.each(everyKey)("keys.%s has our prefix and one hash tag", (_, key) => {
  expect(key).toMatch(/^rootine:\{[^{}]+\}[^{}]*$/);
});

it("queues and persistent keys have our prefix too", () => {
  const prefixes = [...QUEUES.map(({ prefix }) => prefix), ...PERSISTENT_PREFIXES];
  for (const prefix of prefixes) expect(prefix.startsWith(KEY_PREFIX)).toBe(true);
});

it("parseKey finds the owner of a key", () => {
  const [guildId, userId] = ["410000000000000001", "510000000000000001"];
  const post = keys.post(guildId, "daily-2026-11-30");
  expect(parseKey(post)).toEqual({ key: post, owner: "guild", guildId, kind: "post", rest: "daily-2026-11-30" });
  const quiz = keys.quiz(userId);
  expect(parseKey(quiz)).toEqual({ key: quiz, owner: "learner", userId, kind: "quiz" });
  expect(parseKey(keys.agenda(3, "immediate"))).toMatchObject({ owner: "agenda" });
  expect(parseKey(keys.ratings())).toMatchObject({ owner: "other" });
  expect(parseKey(`{g:${guildId}}:post:1`)).toMatchObject({ owner: "other" });
});
