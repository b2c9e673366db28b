import { expect, it } from "vitest";
import { createOpenQuestionService } from "../../../src/features/questions/open-questions-service.ts";
import { ownPrefix } from "../../../src/features/questions/own-rules.ts";

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

const openQuestions = createOpenQuestionService({
  posts: { open: async (guildId) => (openIn.get(guildId) ?? []).map((questionId) => ({ questionId })) },
  liveQuizzes: { openQuestions: async (guildId) => liveIn.get(guildId) ?? [] },
  learnerGuilds: { list: async () => [other] },
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
