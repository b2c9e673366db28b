import { expect, it } from "vitest";
import { createBank } from "../../../src/features/questions/bank-rules.ts";
import { createOpenQuestionService } from "../../../src/features/questions/open-questions-service.ts";
import { ownPrefix } from "../../../src/features/questions/own-rules.ts";
import { questions } from "../../support/questions.ts";

const [here, other, unknown] = ["410000000000000000", "410000000000000001", "410000000000000002"];
const own = `${ownPrefix(here)}lost-put`;
const member = { guildId: here, userId: "420000000000000001" };
const openIn = new Map([
  [here, [own, "http.here"]],
  [other, ["http.there"]],
  [unknown, ["http.elsewhere"]],
]);

const liveIn = new Map([
  [here, ["sql.here"]],
  [other, ["sql.there"]],
]);

const builtIn = createBank([questions.single({ id: "http.twin", enemies: ["http.there"] })]);
const ownBank = createBank([questions.single({ id: own, enemies: ["sql.twin"] })]);

const openQuestions = createOpenQuestionService({
  posts: { open: async (guildId) => (openIn.get(guildId) ?? []).map((questionId) => ({ questionId })) },
  liveQuizzes: { openQuestions: async (guildId) => liveIn.get(guildId) ?? [] },
  learnerGuilds: { list: async () => [other] },
  banks: { cached: (guildId) => (guildId === here ? ownBank : builtIn) },
  clock: () => 0,
});

it("the service returns the questions open here and in the member's other guilds", async () => {
  const found = ["http.here", "http.there", own, "sql.here", "sql.there"];
  expect([...(await openQuestions.of(member))].sort()).toEqual(found.sort());
});

it("in direct messages, the service returns the questions open in the learner's guilds", async () => {
  expect([...(await openQuestions.of({ userId: member.userId }))]).toEqual(["http.there", "sql.there"]);
});

it("a guild's own questions aren't withheld from its moderators", async () => {
  const found = ["http.here", "http.there", "sql.here", "sql.there"];
  expect([...(await openQuestions.withheldFromModerator(member))].sort()).toEqual(found);
});

it("neither open questions nor their enemies may be asked, here or in other guilds", async () => {
  const { inGuild, inOtherGuilds } = await openQuestions.load(member);
  expect(inGuild).toEqual(new Set(["http.here", own, "sql.here", "sql.twin"]));
  expect(await inOtherGuilds).toEqual(new Set(["http.there", "http.twin", "sql.there"]));
});
