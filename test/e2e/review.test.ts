import type { APIMessage } from "discord-api-types/v10";
import { describe, expect, it } from "vitest";
import { createLearningService } from "../../src/features/learning/service.ts";
import { createLearnerStore, createRatingStore } from "../../src/features/learning/store.ts";
import { DAY, HOUR } from "../../src/platform/time.ts";
import { eventually } from "../support/eventually.ts";
import { checkLedger } from "../support/ledger.ts";
import { customIdOf, customIdsOf, shownBy, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";

const bank = [
  questions.single(),
  questions.single({ id: "http.other", stem: "Another one?" }),
  questions.single({ id: "sql.join", topic: "sql", stem: "What joins?" }),
];

function learner(stage: Stage) {
  const [person] = stage.members;
  const { daily } = stage.channels;
  const ask = async (command: string, options = {}) => shownBy(await person.command(command, options, daily));
  return {
    ...person,
    ask,
    tap: async (message: APIMessage, button: string) =>
      shownBy(await person.click(message, customIdOf(message, button))),
  };
}

async function playThrough(one: ReturnType<typeof learner>, first: APIMessage, option: string): Promise<APIMessage> {
  let shown = first;
  while (customIdsOf(shown).some((id) => id.startsWith("quiz.answer"))) {
    shown = await one.tap(await one.tap(shown, option), "quiz.next");
  }
  return shown;
}

describe("/review", () => {
  it("brings back missed questions when they are due and shows when the next card comes", async () => {
    const stage = await openStage(bank);
    const one = learner(stage);
    expect(textOf(await one.ask("review"))).toContain("You don't have any cards yet.");

    await playThrough(one, await one.ask("quiz solo", { count: 3 }), "post");
    expect(textOf(await one.ask("review"))).toMatch(
      /You're all caught up\. Your next card is due <t:\d+:R>\. Due today: \d/,
    );

    stage.advance(2 * DAY);
    expect(textOf(await one.ask("review", { topic: "git" }))).toContain(
      "No cards about Git, GitHub, GitLab are due. 3 cards",
    );
    const first = await one.ask("review", { topic: "sql" });
    expect(textOf(first)).toMatch(/Review · SQL · 1 of 1/);
    expect(textOf(first)).toMatch(/Due today: 3 · tomorrow: 0/);

    const halfway = await playThrough(one, first, "again");
    expect(textOf(halfway)).toContain("Review · 1 of 1 correct");
    expect(textOf(halfway)).toContain("+4 points");
    expect(textOf(halfway)).toContain("2 cards still due. Continue with `/review`.");

    await stage.restart();
    const rest = await one.ask("review");
    expect(textOf(rest)).toContain("· 1 of 2");
    const done = await playThrough(one, rest, "again");
    expect(textOf(done)).toContain("Review · 2 of 2 correct");
    expect(textOf(done)).toMatch(/You're all caught up\. Your next card is due <t:\d+:R>\./);

    const { redis } = stage;
    expect(await checkLedger(redis, stage.playground.guild.id)).toEqual([]);
    expect(stage.log.warnings).toEqual([]);
  });

  it("leaves out retired questions and the question that is open in this server", async () => {
    const stage = await openStage([questions.single(), questions.single({ id: "http.old", retired: "2026-11-01" })]);
    const one = learner(stage);
    const { redis } = stage;
    const learning = createLearningService({ learners: createLearnerStore(redis), ratings: createRatingStore(redis) });
    const missed = ["http.single", "http.old"].map((id) => {
      return { question: questions.single({ id }), correct: false, at: stage.clock(), mode: "quiz" } as const;
    });
    await learning.record(one.id, missed);

    stage.advance(3 * DAY);
    await stage.addSchedule();
    await stage.postNow();
    const asked = textOf(await one.ask("review"));
    expect(asked).not.toContain("still due");
    stage.advance(7 * HOUR);
    await stage.settled();
    expect(textOf(await one.ask("review"))).toContain("Due today: 1 ·");
  });

  it("resumes the open quiz instead of starting another", async () => {
    const stage = await openStage(bank);
    const one = learner(stage);
    const quiz = await one.ask("quiz solo", { count: 3 });
    await one.tap(quiz, "again");
    const shown = await one.ask("review");
    expect(textOf(shown)).toContain("You're picking up your quiz where you left off.");
    expect(textOf(shown)).toContain("· 2 of 3");
  });
});

describe("a daily question", () => {
  it("becomes due again when a member who answered correctly adds it to review", async () => {
    const stage = await openStage([questions.single()]);
    await stage.addSchedule();
    const post = await stage.postNow();
    const one = learner(stage);
    const right = customIdOf(post, "again");
    const feedback = shownBy(await one.click(post, right));
    expect(textOf(await one.tap(feedback, "daily.add-to-review"))).toMatch(
      /Added to your review\. It comes back <t:\d+:R>/,
    );
    await one.tap(feedback, "daily.add-to-review");
    expect(textOf(await one.ask("review"))).toMatch(/You're all caught up\. Your next card is due <t:\d+:R>\./);

    stage.advance(10 * DAY);
    expect(textOf(await one.ask("review"))).toContain("Review · HTTP and networking · 1 of 1");
  });
});

describe("the button Add to my review", () => {
  it("works on a typed question after its reveal", async () => {
    const stage = await openStage([questions.short()]);
    const { daily } = stage.channels;
    await stage.addSchedule();
    const post = await stage.postNow();
    const one = learner(stage);
    const { modal } = await one.click(post, customIdsOf(post)[0] ?? "");
    if (!modal) throw new Error("no modal");
    await one.submitModal(modal, { answer: "cookie" });

    stage.advance(7 * HOUR);
    const closed = await eventually(() => one.visibleMessages(daily).find((shown) => textOf(shown).includes("closed")));
    const added = shownBy(await one.messageCommand("Add to my review", closed.id));
    expect(textOf(added)).toMatch(/Added to your review\. It comes back <t:\d+:R>/);
    expect(textOf(await one.tap(closed, "daily.add-to-review"))).toMatch(
      /Added to your review\. It comes back <t:\d+:R>/,
    );
  });

  it("works on an answered question before and after its reveal", async () => {
    const stage = await openStage([questions.single()]);
    const { daily } = stage.channels;
    await stage.addSchedule();
    const post = await stage.postNow();
    const one = learner(stage);
    const add = async (message: APIMessage | string) =>
      textOf(shownBy(await one.messageCommand("Add to my review", message)));

    expect(await add(post)).toContain("You haven't answered this question");
    await one.click(post, customIdOf(post, "again"));
    expect(await add(post)).toMatch(/Added to your review\. It comes back <t:\d+:R>/);
    expect(await add(one.sendMessage("Which one is it?", daily).id)).toContain("isn't one of my questions");

    stage.advance(7 * HOUR);
    await stage.settled();
    expect(await add(post)).toMatch(/Added to your review\. It comes back <t:\d+:R>/);
    expect(stage.log.warnings).toEqual([]);
  });
});

describe("a missed daily question", () => {
  it("is recorded once, at its reveal", async () => {
    const stage = await openStage([questions.single()]);
    await stage.addSchedule();
    const post = await stage.postNow();
    const one = learner(stage);
    const button = customIdOf(post, "post");
    await Promise.all([1, 2, 3].map(() => one.click(post, button)));

    const { redis } = stage;
    const { history: seen } = createLearnerStore(redis);
    expect((await seen(one.id)).size).toBe(0);
    stage.advance(7 * HOUR);
    await stage.settled();
    const learnt = await seen(one.id);
    expect(learnt.get("http.single")).toMatchObject({ attempts: 1, first: { correct: false, mode: "daily" } });
    expect(learnt.get("http.single")?.card).toBeDefined();
  });
});
