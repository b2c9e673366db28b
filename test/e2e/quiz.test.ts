import type { APIMessage } from "discord-api-types/v10";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ledgerErrors } from "../../src/features/boards/ledger-rules.ts";
import type { Question } from "../../src/features/questions/rules.ts";
import { MINUTE } from "../../src/platform/time.ts";
import { readLedger } from "../support/ledger.ts";
import { customIdOf, customIdsOf, shownBy, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";

const five = Array.from({ length: 5 }, (_, index) =>
  questions.single({ id: `http.q${index}`, stem: `Question number ${index}?` }),
);

function learner(stage: Stage, index: 0 | 1 = 0) {
  const { playground } = stage;
  const person = playground.person(playground.people.members[index].id);
  const { daily } = playground.guild.channels;
  return {
    ...person,
    quiz: async (options: Record<string, string | number> = {}) =>
      shownBy(await person.command("quiz solo", options, daily)),
    tap: async (message: APIMessage, button: string) =>
      shownBy(await person.click(message, customIdOf(message, button))),
  };
}
type Learner = ReturnType<typeof learner>;

/** Answers every question of a quiz and returns its summary. */
async function playThrough(one: Learner, first: APIMessage, option: string): Promise<APIMessage> {
  let shown = first;
  while (customIdsOf(shown).some((id) => id.startsWith("quiz.answer"))) {
    shown = await one.tap(shown, option);
    shown = await one.tap(shown, "quiz.next");
  }
  return shown;
}

const ledgerOf = ({ redis, playground }: Stage) => readLedger(redis, playground.guild.id);

describe("/quiz solo", () => {
  it("asks one question at a time, explains each answer and ends with a summary", async () => {
    const stage = await openStage([...five, questions.single({ id: "sql.join", topic: "sql", stem: "What joins?" })]);
    const one = learner(stage);

    const first = await one.quiz({ count: 6 });
    expect(textOf(first)).toMatch(/Quiz · .* · 1 of 6/);
    expect(textOf(first)).toContain("○ ○ ○ ○ ○ ○  0 of 6 answered");

    const wrong = await one.tap(first, "post");
    expect(wrong.id).toBe(first.id);
    expect(textOf(wrong)).toContain("✗ **Not quite.**");
    expect(textOf(wrong)).toContain("The answer is **Send the same PUT again**");
    expect(textOf(wrong)).toContain("● ○ ○ ○ ○ ○  1 of 6 answered");
    expect(textOf(wrong)).toContain("Next\nEnd quiz\nReport a problem");
    expect((await one.click(wrong, customIdOf(wrong, "questions.report"))).modal?.title).toBe("Report a problem");

    const summary = await playThrough(one, await one.tap(wrong, "quiz.next"), "again");
    expect(textOf(summary)).toContain("Quiz · 5 of 6 correct");
    expect(textOf(summary)).toMatch(/SQL {2}▇ {2}1 of 1|SQL {2}▁ {2}0 of 1/);
    expect(textOf(summary)).toContain("+20 points");
    expect(textOf(summary)).toContain("Retry missed questions");
    expect(textOf(summary)).toMatch(/The question you missed comes back in your `\/review` <t:\d+:R>\./);

    const retry = await one.tap(summary, "quiz.retry");
    expect(textOf(retry)).toMatch(/Retry · .* · 1 of 1/);
    const retried = await playThrough(one, retry, "again");
    expect(textOf(retried)).toContain("Retry · 1 of 1 correct");
    expect(textOf(retried)).toContain("Retries don't earn points");

    const board = await one.command("leaderboard", {}, stage.playground.guild.channels.daily);
    expect(textOf(board.message)).toContain("20 points");
    expect(ledgerErrors(await ledgerOf(stage))).toEqual([]);
    expect(stage.log.warnings).toEqual([]);
  });

  it("accepts answers to every type of question", async () => {
    const all: Question[] = [questions.multi(), questions.short(), questions.number(), questions.order()];
    const stage = await openStage(all);
    const one = learner(stage);
    let shown = await one.quiz({ count: 4 });
    for (let turn = 0; turn < 4; turn++) {
      shown = await one.tap(await rightAnswer(one, shown), "quiz.next");
    }
    expect(textOf(shown)).toContain("Quiz · 4 of 4 correct");
  });

  it("asks again when it can't read an answer", async () => {
    const stage = await openStage([questions.number()]);
    const one = learner(stage);
    const first = await one.quiz();
    const { modal } = await one.click(first, customIdOf(first, "quiz.type"));
    if (!modal) throw new Error("no modal");
    const refused = shownBy(await one.submitModal(modal, { answer: "many" }));
    expect(textOf(refused)).toMatch(/I can't read `many` as a number.*\nAnswer again/);
    const again = await one.click(refused, customIdOf(refused, "quiz.type"));
    if (!again.modal) throw new Error("no modal");
    expect(textOf(shownBy(await one.submitModal(again.modal, { answer: "1024" })))).toContain("✓ **Correct!**");
  });

  it("resumes in a new message after a restart, and the old message still works", async () => {
    const stage = await openStage(five);
    const one = learner(stage);
    const first = await one.quiz();
    const second = await one.tap(await one.tap(first, "again"), "quiz.next");
    const stem = /Question number \d/.exec(textOf(second))?.[0] ?? "none";
    await stage.restart();

    const resumed = await one.quiz({ topic: "sql" });
    expect(textOf(resumed)).toContain("You're picking up your quiz where you left off.");
    expect(textOf(resumed)).toContain("· 2 of 5");
    expect(textOf(resumed)).toContain(stem);

    const answered = await one.tap(resumed, "again");
    const stale = await one.tap(second, "stop");
    expect(textOf(stale)).toContain("You already answered **Send the same PUT again** at <t:");
    expect(textOf(stale)).toContain("✓ **Correct!**");

    await stage.restart();
    const summary = await playThrough(one, await one.tap(answered, "quiz.next"), "again");
    expect(textOf(summary)).toContain("Quiz · 5 of 5 correct");
    expect(textOf(summary)).toContain("+20 points");
  });

  it("counts one of twenty simultaneous clicks when two bots are running", async () => {
    const stage = await openStage(five);
    await stage.join();
    const one = learner(stage);
    const first = await one.quiz();
    const buttons = customIdsOf(first).filter((id) => id.startsWith("quiz.answer"));
    const seen = await Promise.all(
      Array.from({ length: 20 }, (_, index) => one.click(first, buttons[index % buttons.length] ?? "")),
    );
    const verdicts = seen.map((shown) => textOf(shownBy(shown)).includes("✓ **Correct!**"));
    expect(new Set(verdicts).size).toBe(1);

    const resumed = await one.quiz();
    expect(textOf(resumed)).toContain("● ○ ○ ○ ○  1 of 5 answered");
    const ledger = await ledgerOf(stage);
    expect(ledger.credits).toHaveLength(verdicts[0] ? 1 : 0);
    expect(ledgerErrors(ledger)).toEqual([]);
  });

  it("earns no points for repeated questions, even with two bots", async () => {
    const stage = await openStage(five);
    await stage.join();
    const one = learner(stage);
    for (let round = 0; round < 3; round++) {
      const summary = await playThrough(one, await one.quiz(), "again");
      expect(textOf(summary)).toContain(round === 0 ? "+20 points" : "No points this time.");
    }
    const stopped = await one.tap(await one.quiz(), "quiz.end");
    expect(textOf(stopped)).toContain("Quiz · no answers");

    const other = learner(stage, 1);
    await playThrough(other, await other.quiz(), "again");
    const ledger = await ledgerOf(stage);
    expect(ledger.boards.get("all")?.map(({ points }) => points)).toEqual([20, 20]);
    expect(ledgerErrors(ledger)).toEqual([]);
  });

  it("stops earning points at the daily limit of 60", async () => {
    const many = Array.from({ length: 16 }, (_, index) => questions.single({ id: `http.n${index}` }));
    const stage = await openStage(many);
    const one = learner(stage);
    expect(textOf(await playThrough(one, await one.quiz({ count: 16 }), "again"))).toContain("+60 points");
    expect((await ledgerOf(stage)).boards.get("all")?.[0]?.points).toBe(60);
  });

  it("ends after 30 minutes without an answer and counts the answers so far", async () => {
    const stage = await openStage(five);
    const one = learner(stage);
    const first = await one.quiz();
    stage.advance(20 * MINUTE);
    const answered = await one.tap(first, "again");
    stage.advance(20 * MINUTE);
    await stage.settled();
    const second = await one.tap(answered, "quiz.next");
    expect(textOf(second)).toContain("· 2 of 5");

    const copy = await one.quiz();
    stage.advance(31 * MINUTE);
    await stage.settled();
    const old = await one.tap(second, "again");
    expect(textOf(old)).toContain("Quiz · 1 of 1 correct");
    expect(textOf(old)).toContain("+4 points");

    const fresh = await one.quiz();
    expect(textOf(fresh)).toContain("· 1 of 5");
    expect(textOf(shownBy(await one.click(copy, customIdOf(copy, "again"))))).toContain("That quiz is over");
    expect(ledgerErrors(await ledgerOf(stage))).toEqual([]);
  });

  it("skips the question that is open in this server", async () => {
    const stage = await openStage(five.slice(0, 2));
    await stage.addSchedule();
    const post = await stage.postNow();
    const open = /Question number \d/.exec(textOf(post))?.[0] ?? "none";

    const one = learner(stage);
    await one.click(post, customIdOf(post, "again"));
    const first = await one.quiz({ count: 3 });
    expect(textOf(first)).toContain("· 1 of 1");
    expect(textOf(first)).not.toContain(open);
  });

  it("skips a question that is posted while it's on screen", async () => {
    const stage = await openStage(five.slice(0, 1));
    const one = learner(stage);
    const first = await one.quiz();
    await stage.addSchedule();
    await stage.postNow();
    const skipped = await one.tap(first, "again");
    expect(textOf(skipped)).toContain("Quiz · no answers");
    expect(textOf(skipped)).not.toContain("Correct");
    expect((await ledgerOf(stage)).credits).toEqual([]);
  });

  it("works in direct messages, without points", async () => {
    const stage = await openStage(five);
    const { playground } = stage;
    const one = learner(stage);
    const opened = await fetch(`${playground.apiUrl}/v10/users/@me/channels`, {
      method: "POST",
      headers: { authorization: `Bot ${playground.token}`, "content-type": "application/json" },
      body: JSON.stringify({ recipient_id: one.id }),
    });
    const { id } = z.object({ id: z.string() }).parse(await opened.json());
    const first = shownBy(await one.command("quiz solo", {}, id));
    const feedback = await one.tap(first, "again");
    expect(textOf(feedback)).not.toContain("Report a problem");
    const summary = await playThrough(one, await one.tap(feedback, "quiz.next"), "again");
    expect(textOf(summary)).toContain("Quiz · 5 of 5 correct");
    expect(textOf(summary)).toContain("You only earn points in a server");
    expect((await ledgerOf(stage)).credits).toEqual([]);
  });

  it("explains when the topic has no questions", async () => {
    const stage = await openStage(five);
    const shown = await learner(stage).quiz({ topic: "git" });
    expect(textOf(shown)).toContain("I have no questions for Git, GitHub, GitLab.");
  });
});

async function rightAnswer(one: Learner, shown: APIMessage): Promise<APIMessage> {
  const ids = customIdsOf(shown);
  const select = ids.find((id) => id.startsWith("quiz.choose"));
  if (select) return shownBy(await one.select(shown, select, ["put", "delete"]));

  const { modal } = await one.click(shown, customIdOf(shown, "quiz.type"));
  if (!modal) throw new Error("no modal");
  const steps = { "step-1": ["resolve"], "step-2": ["connect"], "step-3": ["secure"] };
  if (textOf(shown).includes("Open the connection")) return shownBy(await one.submitModal(modal, steps));
  const answer = JSON.stringify(modal).includes("A number") ? "1 024" : "etag";
  return shownBy(await one.submitModal(modal, { answer }));
}
