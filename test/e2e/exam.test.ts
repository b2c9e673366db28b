import { type APIMessage, PermissionFlagsBits } from "discord-api-types/v10";
import { describe, expect, it } from "vitest";
import { auditLedger } from "../../src/features/boards/ledger-service.ts";
import { readLedger } from "../../src/features/boards/read-ledger.ts";
import { type Exams, examsSchema } from "../../src/features/exams/rules.ts";
import { createLearnerStore } from "../../src/features/learning/store.ts";
import { TOPICS } from "../../src/features/questions/topic-rules.ts";
import type { connectRedis } from "../../src/platform/redis/connection.ts";
import { keys } from "../../src/platform/redis/keys.ts";
import { MINUTE } from "../../src/platform/time.ts";
import type { InteractionResult, SimulatedUser } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";

/** Small exams: a module of six items of one topic, a mock of four. */
const exams: Exams = examsSchema.parse({
  pass_share: 0.7,
  module: { items: 6, minutes: 30 },
  modules: [
    { id: "a", topics: ["http"] },
    { id: "b", topics: TOPICS.filter((topic) => topic !== "http") },
  ],
  mock: { minutes: 90, items: Object.fromEntries(TOPICS.map((topic) => [topic, topic === "http" ? 4 : 1])) },
});

const bank = [
  questions.single(),
  questions.single({ id: "http.second" }),
  questions.multi(),
  questions.short(),
  questions.number(),
  questions.order(),
  questions.trueFalse(),
];
const singles = (number: number) =>
  Array.from({ length: number }, (_, index) => questions.single({ id: `http.single-${index}` }));

/** The message as it stands after an action. */
function shown(seen: InteractionResult): APIMessage {
  const message = seen.updated ?? seen.message;
  if (!message) throw new Error(`Nothing to see: ${JSON.stringify(seen)}`);
  return message;
}

function idOf(message: APIMessage, ...parts: string[]): string {
  const found = customIdsOf(message).find((id) => parts.every((part) => `${id}:`.includes(part)));
  if (!found) throw new Error(`No button ${parts.join(" ")} among ${customIdsOf(message).join(", ")}`);
  return found;
}

function learner(stage: Stage, index = 0): SimulatedUser {
  const person = stage.playground.people.members[index];
  if (!person) throw new Error(`There is no member ${index}`);
  return stage.playground.person(person.id);
}

async function start(stage: Stage, member: SimulatedUser, options: Record<string, string | boolean> = { module: "a" }) {
  return shown(await member.command("exam start", options, stage.playground.guild.channels.daily));
}

/** Answers whatever item is shown, rightly or not, and gives the message after it. */
async function answer(member: SimulatedUser, message: APIMessage, rightly: boolean): Promise<APIMessage> {
  const kinds = customIdsOf(message).map((id) => id.split(":")[0]);
  if (kinds.includes("exams.answer")) {
    return shown(await member.click(message, idOf(message, "exams.answer:", rightly ? ":again:" : ":stop:")));
  }
  if (kinds.includes("exams.choose")) {
    const chosen = rightly ? ["put", "delete"] : ["put", "patch"];
    return shown(await member.select(message, idOf(message, "exams.choose:"), chosen));
  }
  const { modal } = await member.click(message, idOf(message, "exams.type:"));
  if (!modal) throw new Error("no modal");
  const ordered = JSON.stringify(modal).includes("step-1");
  const steps = rightly ? ["resolve", "connect", "secure"] : ["connect", "resolve", "secure"];
  const typed = rightly ? (JSON.stringify(modal).includes("for example 1024") ? "1024" : "etag") : "7";
  const values = ordered
    ? Object.fromEntries(steps.map((step, index) => [`step-${index + 1}`, [step]]))
    : { answer: typed };
  return shown(await member.submitModal(modal, values));
}

async function go(member: SimulatedUser, message: APIMessage, button: string): Promise<APIMessage> {
  return shown(await member.click(message, idOf(message, button)));
}

describe("an exam", () => {
  it("goes from start to report through every type of question", async () => {
    const stage = await openStage(bank, { exams });
    const member = learner(stage);
    const choices = await member.autocomplete(
      "exam start",
      { module: "mo" },
      "module",
      stage.playground.guild.channels.daily,
    );
    expect(choices.choices?.map(({ value }) => value)).toEqual(["mock", "a", "b"]);

    let message = await start(stage, member);
    expect(textOf(message)).toMatch(/Module A · 1 of 6 · ends <t:\d+:R>\n/);
    expect(textOf(message)).toContain("You haven't answered this one yet.");
    for (let place = 1; place <= 6; place += 1) {
      message = await answer(member, message, place !== 6);
      expect(textOf(message)).toContain("Your answer:");
      expect(textOf(message)).not.toMatch(/Right|Not this one|idempotent, so/);
      if (place < 6) message = await go(member, message, ":next:");
      expect(textOf(message)).toContain(`${Math.min(place + 1, 6)} of 6`);
    }

    message = await go(member, message, "exams.submit:");
    expect(textOf(message)).toContain("### Submit Module A?\nAll questions are answered.\n-# Your time ends <t:");
    message = await go(member, message, ":confirm:");
    expect(textOf(message)).toContain("### Module A · 5 of 6 correct · passed");
    expect(textOf(message)).toContain("Pass mark: 5 of 6 (practice standard, not validated)");
    expect(textOf(message)).toContain("5/6` HTTP and networking");
    expect(textOf(message)).toContain("This is Rootine's own practice exam. No official one exists.");

    message = await go(member, message, "exams.missed:");
    expect(textOf(message)).toContain("missed question 1 of 1");
    expect(textOf(message)).toMatch(/Right is|You missed|The right order/);
    message = await go(member, message, "exams.report:");
    expect(textOf(message)).toContain("5 of 6");

    const history = await member.command("exam results", {}, stage.playground.guild.channels.daily);
    expect(textOf(history.message)).toContain("Module A · 5 of 6 (83%) · passed");
    expect(textOf(history.message)).toContain("I can't tell yet.");
    expect(textOf(history.message)).toContain("Predicts Rootine's own mock exam");
    const past = shown(history);
    const reopened = await member.select(past, "exams.history", [idOf(message, "exams.share:").split(":")[1] ?? ""]);
    expect(textOf(reopened.updated)).toContain("### Module A · 5 of 6 correct · passed");
    expect(stage.log.warnings).toEqual([]);
  });

  it("lets answers be changed and items be flagged, and jumps from the overview", async () => {
    const stage = await openStage(singles(6), { exams });
    const member = learner(stage);
    let message = await start(stage, member);
    message = await answer(member, message, true);
    const chosen = () => JSON.stringify(message).match(/"style":1[^}]*exams.answer:[^}]*/g) ?? [];
    expect(chosen()).toHaveLength(1);
    expect(chosen()[0]).toContain(":again");
    message = await answer(member, message, false);
    expect(chosen()).toHaveLength(1);
    expect(chosen()[0]).toContain(":stop");
    message = await answer(member, message, true);

    message = await go(member, message, ":next:");
    message = await go(member, message, "exams.flag:");
    expect(textOf(message)).toMatch(/2 of 6 · ends <t:\d+:R>\n/);
    expect(textOf(message)).toContain("⚑ Flagged (1 in total)");

    message = await go(member, message, "exams.overview:");
    expect(textOf(message)).toContain("● 1 answered · ○ 5 unanswered · ⚑ 1 flagged");
    expect(textOf(message)).toContain(" 1●   2○⚑");
    expect(textOf(message)).toContain("**Unanswered:** 2, 3, 4, 5, 6");
    expect(textOf(message)).toContain("2 · ○ unanswered · ⚑ flagged");
    message = shown(await member.select(message, idOf(message, "exams.jump:"), ["4"]));
    expect(textOf(message)).toContain("5 of 6");
    message = await go(member, message, ":back:");
    expect(textOf(message)).toContain("4 of 6");

    message = await go(member, message, "exams.submit:");
    expect(textOf(message)).toContain("5 questions are unanswered, 1 flagged. Submit anyway?\n-# Your time ends <t:");
    message = await go(member, message, ":return:");
    expect(textOf(message)).toContain("4 of 6");
    message = await go(member, await go(member, message, "exams.submit:"), ":confirm:");
    expect(textOf(message)).toContain("1 of 6 correct · not passed");
    message = await go(member, message, "exams.missed:");
    expect(textOf(message)).toContain("You didn't answer this one.");
  });

  it("pages its overview at 25 items", async () => {
    const large = { ...exams, module: { items: 60, minutes: 30 } };
    const stage = await openStage(singles(60), { exams: large });
    const member = learner(stage);
    let message = await go(member, await start(stage, member), "exams.overview:");
    expect(textOf(message)).toContain("Go to question 1–25");
    message = shown(await member.click(message, idOf(message, "exams.overview:", ":2:")));
    expect(textOf(message)).toContain("Go to question 51–60");
    message = shown(await member.select(message, idOf(message, "exams.jump:"), ["59"]));
    expect(textOf(message)).toContain("60 of 60");
  });

  it("gives half as much time again to who asks", async () => {
    const stage = await openStage(singles(6), { exams });
    const ends = async (member: SimulatedUser, options: Record<string, string | boolean>) =>
      Number(/<t:(\d+):R>/.exec(textOf(await start(stage, member, options)))?.[1]) - stage.clock() / 1_000;
    expect(Math.round((await ends(learner(stage), { module: "a" })) / 60)).toBe(30);
    expect(Math.round((await ends(learner(stage, 1), { module: "a", "extra-time": true })) / 60)).toBe(45);
  });

  it("shows a typed answer again, and asks anew for one that cannot be read", async () => {
    const stage = await openStage([questions.number()], { exams });
    const member = learner(stage);
    let message = await start(stage, member);
    const give = async (typed: string) => {
      const { modal } = await member.click(message, idOf(message, "exams.type:"));
      if (!modal) throw new Error("no modal");
      return { modal, seen: await member.submitModal(modal, { answer: typed }) };
    };
    const refused = shown((await give("many")).seen);
    expect(textOf(refused)).toContain("I can't read `many` as a number");
    expect((await member.click(refused, idOf(refused, "exams.type:"))).modal).toBeDefined();
    message = shown((await give("1,024")).seen);
    expect(textOf(message)).toContain("Your answer: `1,024`");
    expect(textOf(message)).toContain("Change answer");
    expect(JSON.stringify((await give("1024 bytes")).modal)).toContain('"value":"1,024"');
  });
});

describe("one attempt at a time", () => {
  it("offers to resume or to abandon, asks before it abandons, and never lets an old button act on the new one", async () => {
    const stage = await openStage(singles(12), { exams });
    const member = learner(stage);
    const first = await answer(member, await start(stage, member), true);

    let message = await start(stage, member);
    expect(textOf(message)).toMatch(/You have an open attempt: Module A, 1 of 6 answered, ends <t:/);
    expect(textOf(await go(member, message, ":return:"))).toContain("1 of 6");
    message = await go(member, await start(stage, member, { module: "mock" }), ":ask:");
    expect(textOf(message)).toContain("Abandon Module A with 1 answer and start Mock exam?");
    const sure = idOf(message, ":confirm:");
    const taps = (await Promise.all([1, 2].map(() => member.click(message, sure)))).map((seen) => textOf(shown(seen)));
    expect(taps.some((said) => /Mock exam · 1 of 4/.test(said))).toBe(true);
    for (const said of taps) expect(said).toMatch(/Mock exam · 1 of 4|That attempt is gone/);

    for (const button of ["exams.answer:", ":next:", "exams.flag:", "exams.submit:", "exams.overview:"]) {
      const stale = await member.click(first, idOf(first, button));
      expect(textOf(stale.message)).toContain("That attempt is gone, or it isn't yours.");
    }
    const resumed = await member.command("exam resume", {}, stage.playground.guild.channels.daily);
    expect(textOf(resumed.message)).toMatch(/Mock exam · 1 of 4 · ends/);
    expect(textOf(resumed.message)).toContain("You haven't answered this one yet.");
  });

  it("is begun, submitted and shared as if one bot had heard of it, where two did", async () => {
    const stage = await openStage(singles(12), { exams });
    await stage.join();
    for (const index of [0, 1]) {
      const member = learner(stage, index);
      const begun = await start(stage, member);
      expect(textOf(begun)).toContain("1 of 6 · ends");
      const report = await sitAll(member, begun, true);
      expect(textOf(report)).not.toContain("Its answers can't be changed");
      const shared = await member.click(report, idOf(report, "exams.share:"));
      expect(textOf(shared.message)).toContain("6 of 6 correct, passed");
    }
  });

  it("begins one where two bots are told to start at once", async () => {
    const stage = await openStage(singles(12), { exams });
    await stage.join();
    const member = learner(stage);
    const begun = await Promise.all(Array.from({ length: 6 }, () => start(stage, member)));
    const ids = new Set(begun.flatMap((message) => customIdsOf(message).map((id) => id.split(":")[1])));
    expect(ids.size).toBe(1);
  });
});

describe("the end of an exam", () => {
  it("comes by the clock, with what was answered, and is told at the next command", async () => {
    const stage = await openStage(singles(6), { exams });
    const member = learner(stage);
    const { daily } = stage.playground.guild.channels;
    const message = await answer(member, await start(stage, member), true);
    stage.advance(30 * MINUTE);
    await untilSubmitted(stage, member.id);

    const late = shown(await member.click(message, idOf(message, "exams.answer:", ":stop:")));
    expect(textOf(late)).toContain("1 of 6 correct · not passed");
    const resumed = await member.command("exam resume", {}, daily);
    expect(textOf(resumed.message)).toMatch(/Your time ran out <t:\d+:R>, so I submitted your answers/);
    expect(textOf(resumed.message)).toContain("1 of 6 correct · not passed");
    await untilSeen(stage, member.id);
    const again = await member.command("exam resume", {}, daily);
    expect(textOf(again.message)).toContain("You don't have an open exam. Start one with `/exam start`");
  });

  it("comes with the next click where the clock has not been looked at yet", async () => {
    const stage = await openStage(singles(6), { exams });
    const member = learner(stage);
    const message = await answer(member, await start(stage, member), true);
    stage.advance(30 * MINUTE);
    const late = shown(await member.click(message, idOf(message, "exams.answer:", ":stop:")));
    expect(textOf(late)).toMatch(/Your time ran out <t:\d+:R>, so I submitted/);
    expect(textOf(late)).toContain("1 of 6 correct · not passed");
  });

  it("comes while no bot runs, and a restart in the middle loses nothing while time runs on", async () => {
    const stage = await openStage(singles(12), { exams });
    const member = learner(stage);
    const { daily } = stage.playground.guild.channels;
    let message = await answer(member, await start(stage, member), true);
    message = await go(member, message, ":next:");
    const ends = /<t:(\d+):R>/.exec(textOf(message))?.[1];

    await stage.leave();
    stage.advance(10 * MINUTE);
    await stage.join();
    message = shown(await member.command("exam resume", {}, daily));
    expect(textOf(message)).toContain(`2 of 6 · ends <t:${ends}:R>`);
    message = await go(member, await answer(member, message, true), "exams.overview:");
    expect(textOf(message)).toContain("● 2 answered · ○ 4 unanswered");

    await stage.leave();
    stage.advance(30 * MINUTE);
    await stage.join();
    await untilSubmitted(stage, member.id);
    const next = await start(stage, member);
    expect(textOf(next)).toMatch(
      /Your time for Module A ran out <t:\d+:R>, so I submitted your answers: 2 of 6 correct/,
    );
    expect(textOf(next)).toContain("1 of 6 · ends");
    await untilSeen(stage, member.id);
    expect(textOf(await start(stage, member))).not.toContain("Your time for");
  });

  it("is told although the command after it was mistyped", async () => {
    const stage = await openStage(singles(6), { exams });
    const member = learner(stage);
    const { daily } = stage.playground.guild.channels;
    await answer(member, await start(stage, member), true);
    stage.advance(30 * MINUTE);
    await untilSubmitted(stage, member.id);
    const mistyped = await member.command("exam start", { module: "z" }, daily);
    expect(textOf(mistyped.message)).toContain("I don't know the exam `z`");
    expect(textOf(await start(stage, member))).toContain("Your time for Module A ran out");
  });

  it("comes once when two bots are told to submit at once, with the same result for every click", async () => {
    const stage = await openStage(singles(6), { exams });
    await stage.join();
    const member = learner(stage);
    const message = await go(member, await answer(member, await start(stage, member), true), "exams.submit:");
    const submitted = await Promise.all(
      Array.from({ length: 8 }, () => member.click(message, idOf(message, ":confirm:"))),
    );
    for (const seen of submitted) expect(textOf(shown(seen))).toContain("1 of 6 correct · not passed");
    const history = await member.command("exam results", {}, stage.playground.guild.channels.daily);
    expect(textOf(history.message).match(/1 of 6 \(/g)).toHaveLength(1);
  });
});

describe("what follows from an exam", () => {
  it("never asks what is open in this server, for its report would give it away", async () => {
    const stage = await openStage(singles(6), { exams });
    await stage.addSchedule();
    await stage.postNow();
    expect(textOf(await start(stage, learner(stage)))).toContain("1 of 5");
  });

  it("is known of its learner: unseen questions come first, and first answers count", async () => {
    const stage = await openStage(singles(12), { exams });
    const member = learner(stage);
    const { daily } = stage.playground.guild.channels;
    await sitAll(member, await start(stage, member), true);
    await untilProcessed(stage, member.id);
    expect(textOf((await member.command("exam results", {}, daily)).message)).toContain(
      "54 more new questions in total",
    );
    await sitAll(member, await start(stage, member), false);
    await untilProcessed(stage, member.id);
    const history = textOf((await member.command("exam results", {}, daily)).message);
    expect(history).toContain("48 more new questions in total");
    expect(history).toContain("Module A: down from your previous attempts");
  });

  it("earns 100 points for a passed mock, once a season, in the server it was started in", async () => {
    const stage = await openStage(singles(12), { exams });
    const member = learner(stage);
    for (const _ of [1, 2]) {
      const report = await sitAll(member, await start(stage, member, { module: "mock" }), true);
      expect(textOf(report)).toContain("### Mock exam · 4 of 4 correct · passed!");
      await untilProcessed(stage, member.id);
    }
    const board = await member.command("leaderboard", { period: "all" }, stage.playground.guild.channels.daily);
    expect(textOf(board.message)).toContain("100 points");
    const { redis } = stage;
    const ledger = await readLedger(redis, stage.playground.guild.id);
    expect(ledger.credits).toMatchObject([{ userId: member.id, reason: "exam", points: 100 }]);
    expect(auditLedger(ledger)).toEqual([]);
  });

  it("brings what was missed or left open back in the review, once however often that is asked", async () => {
    const stage = await openStage(singles(6), { exams });
    const member = learner(stage);
    const message = await answer(member, await start(stage, member), false);
    const report = await go(member, await go(member, message, "exams.submit:"), ":confirm:");
    for (const _ of [1, 2]) {
      const added = await member.click(report, idOf(report, "exams.add-to-review:"));
      expect(textOf(added.message)).toContain("6 questions are in your review.");
    }
    await untilProcessed(stage, member.id);
    const history = await member.command("exam results", {}, stage.playground.guild.channels.daily);
    expect(textOf(history.message), "what was left open is no attempt").toContain("59 more new questions in total");
    const { redis } = stage;
    const seen = await createLearnerStore(redis).seen(member.id);
    expect([...seen.values()].map(({ times, card }) => [times, card !== undefined])).toEqual(
      Array.from({ length: 6 }, () => [1, true]),
    );
  });

  it("is shared into the channel once, without a ping, and only where the bot may speak", async () => {
    const stage = await openStage(singles(6), { exams });
    const member = learner(stage);
    const { guild } = stage.playground;
    const report = await sitAll(member, await start(stage, member), true);

    stage.playground.setBotPermissions(guild.channels.daily, { deny: PermissionFlagsBits.SendMessages });
    const refused = await member.click(report, idOf(report, "exams.share:"));
    expect(textOf(refused.message)).toContain("I can't post here.");

    stage.playground.setBotPermissions(guild.channels.daily, { allow: PermissionFlagsBits.SendMessages });
    const shared = await member.click(report, idOf(report, "exams.share:"));
    expect(shared.ephemeral).toBeFalsy();
    expect(textOf(shared.message)).toContain(`<@${member.id}> took Module A: 6 of 6 correct, passed`);
    expect(shared.message?.mentions).toEqual([]);
    expect(customIdsOf(shared.message)).toEqual([]);
    const again = await member.click(report, idOf(report, "exams.share:"));
    expect(textOf(again.message)).toContain("You already shared this result.");
  });

  it("can be shared again at once where Discord did not take it", async () => {
    const stage = await openStage(singles(6), { exams });
    const member = learner(stage);
    const report = await sitAll(member, await start(stage, member), true);
    stage.playground.faults.inject({ kind: "api-error", code: 50035, status: 400, on: /callback/, count: 1 });
    await member.click(report, idOf(report, "exams.share:"));
    const shared = await member.click(report, idOf(report, "exams.share:"));
    expect(textOf(shared.message)).toContain(`<@${member.id}> took Module A: 6 of 6 correct, passed`);
  });
});

describe("what a person can do wrong", () => {
  it("gets a sentence and the way on", async () => {
    const stage = await openStage(singles(6), { exams });
    const [one, two] = [learner(stage), learner(stage, 1)];
    const { daily } = stage.playground.guild.channels;
    const said = async (path: string, options = {}) => textOf((await one.command(path, options, daily)).message);
    expect(await said("exam start", { module: "z" })).toContain("I don't know the exam `z`. Pick one from the list");
    expect(await said("exam resume")).toContain("You don't have an open exam.");
    expect(await said("exam start", { module: "Module B" })).toContain(
      "There are no questions for this exam right now.",
    );
    expect(await said("exam results")).toContain("You haven't submitted an exam yet. Start one with `/exam start`.");
    expect(await said("exam start", { module: "b" })).toContain("There are no questions for this exam right now.");

    const message = await start(stage, one);
    const other = await two.click(message, idOf(message, "exams.answer:"));
    expect(other.failed ?? textOf(other.message)).toMatch(/no longer|not yours|not found|unavailable|failed|see/i);
  });
});

/** Answers every item alike and submits. */
async function sitAll(member: SimulatedUser, begun: APIMessage, rightly: boolean): Promise<APIMessage> {
  let message = begun;
  for (;;) {
    message = await answer(member, message, rightly);
    const [, place, items] = /(\d+) of (\d+) · ends/.exec(textOf(message)) ?? [];
    if (place === items) break;
    message = await go(member, message, ":next:");
  }
  return go(member, await go(member, message, "exams.submit:"), ":confirm:");
}

async function untilSubmitted(stage: Stage, userId: string): Promise<void> {
  await untilRedis(stage, async (redis) => (await redis.exists(keys.examAttempt(userId))) === 0);
}

async function untilSeen(stage: Stage, userId: string): Promise<void> {
  await untilRedis(stage, async (redis) => (await redis.exists(keys.unseenExam(userId))) === 0);
}

async function untilProcessed(stage: Stage, userId: string): Promise<void> {
  await untilRedis(stage, async (redis) => (await redis.exists(keys.submittedExams(userId))) === 0);
}

async function untilRedis(stage: Stage, holds: (redis: ReturnType<typeof connectRedis>) => Promise<boolean>) {
  const { redis } = stage;
  let held = false;
  const looking = setInterval(async () => {
    held = await holds(redis).catch(() => false);
  }, 50);
  try {
    await eventually(() => held);
  } finally {
    clearInterval(looking);
  }
}
