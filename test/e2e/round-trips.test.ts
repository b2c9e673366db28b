import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { APIMessage } from "discord-api-types/v10";
import { expect, it } from "vitest";
import { examsSchema } from "../../src/features/exams/rules.ts";
import { TOPICS } from "../../src/features/questions/topic-rules.ts";
import type { Redis } from "../../src/platform/redis/client.ts";
import { readScripts } from "../../src/platform/redis/define-script.ts";
import { DAY } from "../../src/platform/time.ts";
import type { InteractionResult } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { anyQuotas } from "../support/exams.ts";
import { customIdOf, customIdsOf, shownBy, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { type Cost, countRoundTrips } from "../support/round-trips.ts";
import { openStage } from "../support/stage.ts";

const exams = examsSchema.parse({
  pass_share: 0.7,
  quotas: anyQuotas,
  module: { items: 3, minutes: 30 },
  modules: [
    { id: "a", topics: ["http"] },
    { id: "b", topics: TOPICS.filter((topic) => topic !== "http") },
  ],
  mock: { minutes: 90, items: Object.fromEntries(TOPICS.map((topic) => [topic, 1])) },
});
const singles = ["one", "two", "three", "four", "five"].map((name) => questions.single({ id: `http.${name}` }));

/** Records the cost of each of a learner's steps, on a bot that has already loaded the guild's bank. */
async function openLearner(bank = singles) {
  const cost = countRoundTrips();
  const stage = await openStage(bank, { exams });
  await loadScripts(stage.redis);
  const { playground } = stage;
  const { daily } = stage.channels;
  const [person, other] = stage.members;
  const costs: Record<string, Cost> = {};
  await other.command("quiz solo", {}, daily);

  const noted = (name: string, result: InteractionResult): APIMessage => {
    costs[name] = cost.latest();
    return shownBy(result);
  };
  return {
    stage,
    costs,
    /** Opens a question in the server, which every step has to exclude. */
    postDaily: async () => {
      await stage.addSchedule();
      await stage.postNow();
    },
    ask: async (name: string, command: string, options = {}) =>
      noted(name, await person.command(command, options, daily)),
    tap: async (name: string, message: APIMessage, part: string) =>
      noted(name, await person.click(message, customIdOf(message, part))),
    /** Clicks a control that shows no reply. */
    act: async (name: string, message: APIMessage, control: string) => {
      const id = customIdOf(message, "live-quiz.control", control);
      await playground.person(person.id, { settleAfterMs: 10 }).click(message, id);
      costs[name] = cost.latest();
    },
    newest: (words: string) =>
      eventually(() => person.visibleMessages(daily).findLast((message) => textOf(message).includes(words))),
    type: async (name: string, message: APIMessage, answer: string) => {
      const { modal } = await person.click(message, customIdsOf(message)[0] ?? "");
      if (!modal) throw new Error("no modal");
      costs[`${name}: modal`] = cost.latest();
      return noted(name, await person.submitModal(modal, { answer }));
    },
  };
}

/** Loads all scripts: a script's text is sent to Redis once and is not the cost of a step. */
async function loadScripts(redis: Redis): Promise<void> {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".lua"));
  const scripts = files.flatMap((name) => [...readScripts(pathToFileURL(join("src", name))).values()]);
  for (const script of scripts) await redis.script("LOAD", script);
}

const CHEAP = { roundTrips: expect.toSatisfy((count: number) => count === 1 || count === 2), restCalls: 1 };

function expectCheap(costs: Record<string, Cost>, steps: number): void {
  expect(costs).toEqual(Object.fromEntries(Object.keys(costs).map((name) => [name, CHEAP])));
  expect(Object.keys(costs)).toHaveLength(steps);
}

it("each step of a quiz and a review costs one REST call and at most two round trips", async () => {
  const one = await openLearner();
  await one.postDaily();
  let shown = await one.ask("quiz: start", "quiz solo", { count: 3 });
  shown = await one.ask("quiz: resume", "quiz solo");
  shown = await one.tap("quiz: answer", shown, "post");
  shown = await one.tap("quiz: next", shown, "quiz.next");
  shown = await one.tap("quiz: wrong again", shown, "post");
  shown = await one.tap("quiz: next", shown, "quiz.next");
  shown = await one.tap("quiz: right", shown, "again");
  shown = await one.tap("quiz: summary", shown, "quiz.next");
  shown = await one.tap("quiz: retry", shown, "quiz.retry");
  await one.tap("quiz: stop", shown, "quiz.end");
  await one.ask("review: nothing due", "review");

  one.stage.advance(3 * DAY);
  shown = await one.ask("review: start", "review");
  expect(textOf(shown)).toContain("Review ·");
  shown = await one.tap("review: answer", shown, "again");
  shown = await one.tap("review: next", shown, "quiz.next");
  shown = await one.tap("review: last", shown, "again");
  await one.tap("review: summary", shown, "quiz.next");
  expectCheap(one.costs, 15);
});

it("each step of a live quiz costs one REST call and at most two round trips", async () => {
  const one = await openLearner();
  one.stage.playground.setModerator(one.stage.playground.people.members[0].id, true);
  // Defers first, since it checks the channel's permissions.
  const lobby = await one.ask("begin", "quiz live", { count: 5 });
  delete one.costs.begin;
  await one.tap("join", lobby, "live-quiz.join");
  await one.tap("join again", lobby, "live-quiz.join");
  await one.act("start", lobby, "start");
  const question = await one.newest("question 1 of 5");
  await one.act("pause", question, "pause");
  await one.tap("answer", question, "post");
  const result = await one.newest("question 1 of 5 · closed");
  await one.tap("my score", result, "live-quiz.my-score");
  await one.act("stop", result, "stop");
  expectCheap(one.costs, 7);
});

it("a typed answer costs one REST call and at most two round trips", async () => {
  const one = await openLearner([questions.short()]);
  await one.type("quiz: typed", await one.ask("quiz: start", "quiz solo"), "etag");
  await one.type("exam: typed", await one.ask("exam: start", "exam start", { module: "a" }), "etag");
  expectCheap(one.costs, 6);
});

it("each step of an exam costs one REST call and at most two round trips", async () => {
  const one = await openLearner();
  await one.postDaily();
  let shown = await one.ask("start", "exam start", { module: "a" });
  await one.ask("start again", "exam start", { module: "a" });
  shown = await one.ask("resume", "exam resume");
  shown = await one.tap("answer", shown, "stop");
  shown = await one.tap("flag", shown, "exams.flag");
  shown = await one.tap("next", shown, "next");
  shown = await one.tap("back", shown, "back");
  shown = await one.tap("overview", shown, "exams.overview");
  shown = await one.tap("ask", shown, "exams.submit");
  shown = await one.tap("submit", shown, "confirm");
  const missed = await one.tap("missed", shown, "exams.missed");
  await one.tap("report", missed, "exams.report");
  await one.ask("results", "exam results");
  await one.stage.settled();
  await one.tap("add to my review", shown, "exams.add-to-review");
  await one.tap("share", shown, "exams.share");
  shown = await one.ask("start", "exam start", { module: "a" });
  shown = await one.tap("leave: ask", await one.ask("busy", "exam start", { module: "a" }), "ask");
  await one.tap("leave: confirm", shown, "confirm");
  expectCheap(one.costs, 18);
});
