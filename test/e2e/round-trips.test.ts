import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { APIMessage } from "discord-api-types/v10";
import { expect, it } from "vitest";
import { examsSchema } from "../../src/features/exams/rules.ts";
import { TOPICS } from "../../src/features/questions/topic-rules.ts";
import { connectRedis } from "../../src/platform/redis/connection.ts";
import { readScript } from "../../src/platform/redis/define-script.ts";
import { keys } from "../../src/platform/redis/keys.ts";
import { DAY } from "../../src/platform/time.ts";
import type { InteractionResult } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { silentLog } from "../support/log.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { type Cost, countRoundTrips } from "../support/round-trips.ts";
import { openStage } from "../support/stage.ts";

const exams = examsSchema.parse({
  pass_share: 0.7,
  module: { items: 3, minutes: 30 },
  modules: [
    { id: "a", topics: ["http"] },
    { id: "b", topics: TOPICS.filter((topic) => topic !== "http") },
  ],
  mock: { minutes: 90, items: Object.fromEntries(TOPICS.map((topic) => [topic, 1])) },
});
const singles = ["one", "two", "three", "four", "five"].map((name) => questions.single({ id: `http.${name}` }));

/** A learner whose every step is noted with what it cost, on a bot that knows the bank of the guild already. */
async function openLearner(bank = singles) {
  const cost = countRoundTrips();
  const stage = await openStage(bank, { exams });
  await loadScripts(stage.redisUrl);
  const { playground } = stage;
  const { daily } = stage.channels;
  const person = playground.person(playground.people.members[0].id);
  const costs: Record<string, Cost> = {};
  await playground.person(playground.people.members[1].id).command("quiz solo", {}, daily);

  const noted = (name: string, { message, updated, failed }: InteractionResult): APIMessage => {
    const shown = updated ?? message;
    if (!shown) throw new Error(`${name}: ${failed ?? "nothing was shown"}`);
    costs[name] = cost.latest();
    return shown;
  };
  return {
    stage,
    costs,
    /** So that something is open in the server, which every step has to look for. */
    postDaily: async () => {
      await stage.addSchedule();
      await stage.postNow();
    },
    ask: async (name: string, command: string, options = {}) =>
      noted(name, await person.command(command, options, daily)),
    /** Until what follows from an exam is seen to, as it is before anybody has read the report. */
    untilSettled: async () => {
      const { redis } = stage;
      while (await redis.exists(keys.submittedExams(person.id)))
        await new Promise((resolve) => setTimeout(resolve, 20));
    },
    tap: async (name: string, message: APIMessage, part: string) => {
      const id = customIdsOf(message).find((one) => `${one}:`.includes(part));
      if (!id) throw new Error(`No ${part} in ${textOf(message)}`);
      return noted(name, await person.click(message, id));
    },
    /** A tap that shows nothing by itself. */
    act: async (name: string, message: APIMessage, part: string) => {
      const id =
        customIdsOf(message).find((one) => one.startsWith("live-quiz.control:") && `${one}:`.includes(part)) ?? "";
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

/** Redis is sent the text of a script once in its life: no step's own cost. */
async function loadScripts(redisUrl: string): Promise<void> {
  const redis = connectRedis(redisUrl, { log: silentLog });
  const scripts = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".lua"));
  for (const name of scripts) await redis.script("LOAD", readScript(pathToFileURL(join("src", name))));
}

const CHEAP = { roundTrips: expect.toSatisfy((count: number) => count === 1 || count === 2), restCalls: 1 };

function expectCheap(costs: Record<string, Cost>, steps: number): void {
  expect(costs).toEqual(Object.fromEntries(Object.keys(costs).map((name) => [name, CHEAP])));
  expect(Object.keys(costs)).toHaveLength(steps);
}

it("takes one REST call and at most two round trips for each step of a quiz and a review", async () => {
  const one = await openLearner();
  await one.postDaily();
  let shown = await one.ask("quiz: start", "quiz solo", { count: 3 });
  shown = await one.ask("quiz: resume", "quiz solo");
  shown = await one.tap("quiz: answer", shown, ":post:");
  shown = await one.tap("quiz: next", shown, "quiz.next");
  shown = await one.tap("quiz: wrong again", shown, ":post:");
  shown = await one.tap("quiz: next", shown, "quiz.next");
  shown = await one.tap("quiz: right", shown, ":again:");
  shown = await one.tap("quiz: summary", shown, "quiz.next");
  shown = await one.tap("quiz: retry", shown, "quiz.retry");
  await one.tap("quiz: stop", shown, "quiz.stop");
  await one.ask("review: nothing due", "review");

  one.stage.advance(3 * DAY);
  shown = await one.ask("review: start", "review");
  expect(textOf(shown)).toContain("Review ·");
  shown = await one.tap("review: answer", shown, ":again:");
  shown = await one.tap("review: next", shown, "quiz.next");
  shown = await one.tap("review: last", shown, ":again:");
  await one.tap("review: summary", shown, "quiz.next");
  expectCheap(one.costs, 15);
});

it("takes no more for each step of a live quiz", async () => {
  const one = await openLearner();
  one.stage.playground.setModerator(one.stage.playground.people.members[0].id, true);
  const lobby = await one.ask("begin", "quiz live", { count: 5 });
  await one.tap("join", lobby, "live-quiz.join");
  await one.tap("join again", lobby, "live-quiz.join");
  await one.act("start", lobby, ":start:");
  const question = await one.newest("question 1 of 5");
  await one.act("pause", question, ":pause:");
  await one.tap("answer", question, ":post:");
  const result = await one.newest("question 1 of 5 · closed");
  await one.tap("my score", result, "live-quiz.my-score");
  await one.act("stop", result, ":stop:");
  expectCheap(one.costs, 8);
});

it("takes no more for what is typed", async () => {
  const one = await openLearner([questions.short()]);
  await one.type("quiz: typed", await one.ask("quiz: start", "quiz solo"), "etag");
  await one.type("exam: typed", await one.ask("exam: start", "exam start", { module: "a" }), "etag");
  expectCheap(one.costs, 6);
});

it("takes one REST call and at most two round trips for each step of an exam", async () => {
  const one = await openLearner();
  await one.postDaily();
  let shown = await one.ask("start", "exam start", { module: "a" });
  await one.ask("start again", "exam start", { module: "a" });
  shown = await one.ask("resume", "exam resume");
  shown = await one.tap("answer", shown, ":stop:");
  shown = await one.tap("flag", shown, "exams.flag");
  shown = await one.tap("next", shown, ":next:");
  shown = await one.tap("back", shown, ":back:");
  shown = await one.tap("overview", shown, "exams.overview");
  shown = await one.tap("ask", shown, "exams.submit");
  shown = await one.tap("submit", shown, ":confirm:");
  const missed = await one.tap("missed", shown, "exams.missed");
  await one.tap("report", missed, "exams.report");
  await one.ask("results", "exam results");
  await one.untilSettled();
  await one.tap("add to my review", shown, "exams.add-to-review");
  await one.tap("share", shown, "exams.share");
  shown = await one.ask("start", "exam start", { module: "a" });
  shown = await one.tap("leave: ask", await one.ask("busy", "exam start", { module: "a" }), ":ask:");
  await one.tap("leave: sure", shown, ":confirm:");
  expectCheap(one.costs, 18);
});
