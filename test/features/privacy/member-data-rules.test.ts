import { describe, expect, it } from "vitest";
import {
  containsId,
  GUILD_KINDS,
  LEARNER_KINDS,
  ownPart,
  userIdsIn,
} from "../../../src/features/privacy/member-data-rules.ts";
import { DELETED_USER_ID } from "../../../src/features/privacy/rules.ts";
import { keys, parseKey } from "../../../src/platform/redis/keys.ts";

const id = "510000000000000001";
const longerId = `${id}9`;
const other = "510000000000000002";

/** Every kind of key in keys.ts. */
const owned = Object.values(keys).map((make) => {
  const key: string = Reflect.apply(make, undefined, ["410000000000000000", "x"]);
  return parseKey(key);
});

it("GUILD_KINDS contains every kind of guild key", () => {
  const kinds = owned.flatMap((key) => (key.owner === "guild" && key.kind !== "" ? key.kind : []));
  expect(Object.values(GUILD_KINDS).flat().sort()).toEqual([...new Set(kinds)].sort());
});

it("LEARNER_KINDS contains every kind of learner key", () => {
  const kinds = owned.flatMap((key) => (key.owner === "learner" ? key.kind : []));
  expect([...LEARNER_KINDS, "shared-exam"].sort()).toEqual([...new Set(kinds)].sort());
});

describe("ownPart", () => {
  const json = (value: object) => JSON.stringify(value);

  it.each([
    ["audit-log", { field: "", value: json({ by: id, at: 1 }) }],
    ["review-queue", { field: "a", value: json({ by: id, reason: "x" }) }],
    ["live-quiz-players", { field: id, value: "" }],
    ["live-quiz-ranks", { field: id, value: "1" }],
    ["live-quiz-answers", { field: `1:${id}`, value: "{}" }],
    ["pending-recomputes", { field: `${id} 1`, value: "" }],
  ])("returns the member's entry in %s", (kind, match) => {
    expect(ownPart(kind, match, id)).toEqual(match);
  });

  it.each([
    ["audit-log", { field: "", value: json({ by: other, change: { reason: `<@${id}>` } }) }],
    ["review-queue", { field: id, value: json({ by: other, reason: id }) }],
    ["review-queue", { field: id, value: "not JSON" }],
    ["live-quiz", { field: "quiz", value: json({ hostId: other, seed: id }) }],
    ["live-quiz-answers", { field: `1:${other}`, value: id }],
    ["own-questions", { field: id, value: id }],
    ["notification", { field: "", value: json({ by: id }) }],
  ])("returns nothing that others wrote in %s", (kind, match) => {
    expect(ownPart(kind, match, id)).toBeUndefined();
  });

  it("covers the entries and live quizzes of a guild, and no other kind of key", () => {
    const match = { field: id, value: json({ by: id, hostId: id }) };
    const kinds = Object.values(GUILD_KINDS).flat();
    const { entries, liveQuiz } = GUILD_KINDS;
    expect(kinds.filter((kind) => ownPart(kind, match, id))).toEqual([...entries, ...liveQuiz]);
  });

  it.each(["null", "1", '"by"', "[]", "{"])("returns nothing for the value %s, which has no author", (value) => {
    expect(ownPart("audit-log", { field: "", value }, id)).toBeUndefined();
  });

  it("covers only the host of a live quiz", () => {
    const quiz = { field: "quiz", value: json({ hostId: id, seed: "secret" }) };
    expect(ownPart("live-quiz", quiz, id)).toEqual({ field: "quiz", value: json({ hostId: id }) });
  });
});

describe("userIdsIn", () => {
  it("returns the ids of members, but no deleted ones and no other numbers", () => {
    expect(userIdsIn(`a:${id} <@${other}> ${DELETED_USER_ID} 1234 ${"1".repeat(21)}`)).toEqual([id, other]);
    expect(userIdsIn("")).toEqual([]);
  });
});

describe("containsId", () => {
  it.each([
    [`rootine:{u:${id}}:quiz`, true],
    [id, true],
    [`reminder:${id}`, true],
    [`rootine:{u:${longerId}}:quiz`, false],
    [`rootine:{u:1${id}}:quiz`, false],
    ["", false],
  ])("for %j is %j", (name, expected) => {
    expect(containsId(name, id)).toBe(expected);
  });
});
