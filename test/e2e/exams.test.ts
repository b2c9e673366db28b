import { type APIMessage, PermissionFlagsBits } from "discord-api-types/v10";
import { describe, expect, it } from "vitest";
import { ledgerErrors } from "../../src/features/boards/ledger-rules.ts";
import { type Exams, examsSchema } from "../../src/features/exams/rules.ts";
import { createLearnerStore } from "../../src/features/learning/store.ts";
import { TOPICS } from "../../src/features/questions/topic-rules.ts";
import { MINUTE } from "../../src/platform/time.ts";
import type { SimulatedUser } from "../../src/playground/playground.ts";
import { anyQuotas } from "../support/exams.ts";
import { forgeButton } from "../support/forge.ts";
import { readLedger } from "../support/ledger.ts";
import { customIdOf, customIdsOf, shownBy, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";

/** Small exams: a module of six HTTP questions, a mock exam of four and one on each other topic. */
const exams: Exams = examsSchema.parse({
  pass_share: 0.7,
  quotas: anyQuotas,
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

async function start(stage: Stage, member: SimulatedUser, options: Record<string, string | boolean> = { module: "a" }) {
  return shownBy(await member.command("exam start", options, stage.channels.daily));
}

/** Answers the item shown and returns the updated message. */
async function answer(member: SimulatedUser, message: APIMessage, correctly: boolean): Promise<APIMessage> {
  const kinds = customIdsOf(message).map((id) => id.split(":")[0]);
  if (kinds.includes("exams.answer")) {
    return shownBy(await member.click(message, customIdOf(message, "exams.answer", correctly ? "again" : "stop")));
  }
  if (kinds.includes("exams.choose")) {
    const chosen = correctly ? ["put", "delete"] : ["put", "patch"];
    return shownBy(await member.select(message, customIdOf(message, "exams.choose"), chosen));
  }
  const { modal } = await member.click(message, customIdOf(message, "exams.type"));
  if (!modal) throw new Error("No modal");
  const ordered = JSON.stringify(modal).includes("step-1");
  const steps = correctly ? ["resolve", "connect", "secure"] : ["connect", "resolve", "secure"];
  const typed = correctly ? (JSON.stringify(modal).includes("like 1024") ? "1024" : "etag") : "7";
  const values = ordered
    ? Object.fromEntries(steps.map((step, index) => [`step-${index + 1}`, [step]]))
    : { answer: typed };
  return shownBy(await member.submitModal(modal, values));
}

async function go(member: SimulatedUser, message: APIMessage, button: string): Promise<APIMessage> {
  return shownBy(await member.click(message, customIdOf(message, button)));
}

describe("an exam", () => {
  it("runs from start to report with every type of question", async () => {
    const stage = await openStage(bank, { exams });
    const [member] = stage.members;
    const choices = await member.autocomplete("exam start", { module: "mo" }, "module", stage.channels.daily);
    expect(choices.choices?.map(({ value }) => value)).toEqual(["mock", "a", "b"]);

    let message = await start(stage, member);
    expect(textOf(message)).toMatch(/Module A · 1 of 6 · ends <t:\d+:R>\n/);
    expect(textOf(message)).toContain("You haven't answered this one yet.");
    for (let place = 1; place <= 6; place += 1) {
      message = await answer(member, message, place !== 6);
      expect(textOf(message)).toContain("Your answer:");
      expect(textOf(message)).not.toMatch(/Correct|Not quite|idempotent, so/);
      if (place < 6) message = await go(member, message, "next");
      expect(textOf(message)).toContain(`${Math.min(place + 1, 6)} of 6`);
    }

    message = await go(member, message, "exams.submit");
    expect(textOf(message)).toContain("### Submit Module A?\nAll questions are answered.\n-# Time runs out <t:");
    message = await go(member, message, "confirm");
    expect(textOf(message)).toContain("### Module A · 5 of 6 correct");
    expect(textOf(message)).toContain(
      "you'd probably get **44–97%** correct. 6 questions can't give a narrower range.",
    );
    expect(textOf(message)).toContain("Pass mark: 5 of 6 (practice standard, not validated)");
    expect(textOf(message)).toContain("5/6` HTTP and networking");
    expect(textOf(message)).toContain("This is Rootine's own practice exam. No official one exists.");

    message = await go(member, message, "exams.missed");
    expect(textOf(message)).toContain("missed question 1 of 1");
    expect(textOf(message)).toMatch(/The answer is|You missed|Correct order/);
    message = await go(member, message, "exams.report");
    expect(textOf(message)).toContain("5 of 6");

    const history = await member.command("exam results", {}, stage.channels.daily);
    expect(textOf(history.message)).toContain("Module A · 5 of 6 (83%, likely 44–97%)");
    expect(textOf(history.message)).toContain("I can't tell yet.");
    expect(textOf(history.message)).toContain("Predicts only Rootine's own mock exam");
    const past = shownBy(history);
    const reopened = await member.select(past, "exams.history", [
      customIdOf(message, "exams.share").split(":")[1] ?? "",
    ]);
    expect(textOf(reopened.updated)).toContain("### Module A · 5 of 6 correct");
    expect(stage.log.warnings).toEqual([]);
  });

  it("lets members change answers, flag questions and jump from the overview", async () => {
    const stage = await openStage(singles(6), { exams });
    const [member] = stage.members;
    let message = await start(stage, member);
    message = await answer(member, message, true);
    const chosen = () => JSON.stringify(message).match(/"style":1[^}]*exams.answer:[^}]*/g) ?? [];
    expect(chosen()).toHaveLength(1);
    expect(chosen()[0]).toContain(":again");
    message = await answer(member, message, false);
    expect(chosen()).toHaveLength(1);
    expect(chosen()[0]).toContain(":stop");
    message = await answer(member, message, true);

    message = await go(member, message, "next");
    message = await go(member, message, "exams.flag");
    expect(textOf(message)).toMatch(/2 of 6 · ends <t:\d+:R>\n/);
    expect(textOf(message)).toContain("⚑ Flagged (1 in total)");

    message = await go(member, message, "exams.overview");
    expect(textOf(message)).toContain("● 1 answered · ○ 5 unanswered · ⚑ 1 flagged");
    expect(textOf(message)).toContain(" 1●   2○⚑");
    expect(textOf(message)).toContain("**Unanswered:** 2, 3, 4, 5, 6");
    expect(textOf(message)).toContain("2 · ○ unanswered · ⚑ flagged");
    message = shownBy(await member.select(message, customIdOf(message, "exams.jump"), ["4"]));
    expect(textOf(message)).toContain("5 of 6");
    message = await go(member, message, "back");
    expect(textOf(message)).toContain("4 of 6");

    message = await go(member, message, "exams.submit");
    expect(textOf(message)).toContain("5 questions are unanswered, 1 flagged. Submit anyway?\n-# Time runs out <t:");
    message = await go(member, message, "return");
    expect(textOf(message)).toContain("4 of 6");
    message = await go(member, await go(member, message, "exams.submit"), "confirm");
    expect(textOf(message)).toContain("1 of 6 correct");
    message = await go(member, message, "exams.missed");
    expect(textOf(message)).toContain("You didn't answer this one.");
  });

  it("pages the overview at 25 questions", async () => {
    const large = { ...exams, module: { items: 60, minutes: 30 } };
    const stage = await openStage(singles(60), { exams: large });
    const [member] = stage.members;
    let message = await go(member, await start(stage, member), "exams.overview");
    expect(textOf(message)).toContain("Go to question 1–25");
    message = shownBy(await member.click(message, customIdOf(message, "exams.overview", "2")));
    expect(textOf(message)).toContain("Go to question 51–60");
    message = shownBy(await member.select(message, customIdOf(message, "exams.jump"), ["59"]));
    expect(textOf(message)).toContain("60 of 60");
  });

  it("gives 50% more time to members who ask for it", async () => {
    const stage = await openStage(singles(6), { exams });
    const ends = async (member: SimulatedUser, options: Record<string, string | boolean>) =>
      Number(/<t:(\d+):R>/.exec(textOf(await start(stage, member, options)))?.[1]) - stage.clock() / 1_000;
    expect(Math.round((await ends(stage.members[0], { module: "a" })) / 60)).toBe(30);
    expect(Math.round((await ends(stage.members[1], { module: "a", "extra-time": true })) / 60)).toBe(45);
  });

  it("shows a typed answer again, and asks again when it can't be read", async () => {
    const stage = await openStage([questions.number()], { exams });
    const [member] = stage.members;
    let message = await start(stage, member);
    const give = async (typed: string) => {
      const { modal } = await member.click(message, customIdOf(message, "exams.type"));
      if (!modal) throw new Error("No modal");
      return { modal, seen: await member.submitModal(modal, { answer: typed }) };
    };
    const refused = shownBy((await give("many")).seen);
    expect(textOf(refused)).toContain("I can't read `many` as a number");
    expect((await member.click(refused, customIdOf(refused, "exams.type"))).modal).toBeDefined();
    const ambiguous = shownBy((await give("1,024")).seen);
    expect(textOf(ambiguous)).toContain("`1,024` could mean `1024` or `1.024`.");
    message = shownBy((await give("1 024")).seen);
    expect(textOf(message)).toContain("Your answer: `1 024`");
    expect(textOf(message)).toContain("Change answer");
    expect(JSON.stringify((await give("1024 bytes")).modal)).toContain('"value":"1 024"');
  });
});

describe("an open attempt", () => {
  it("can be resumed, or replaced after confirmation, which disables its old buttons", async () => {
    const stage = await openStage(singles(12), { exams });
    const [member] = stage.members;
    const first = await answer(member, await start(stage, member), true);

    let message = await start(stage, member);
    expect(textOf(message)).toMatch(/You have an open attempt: Module A, 1 of 6 answered, ends <t:/);
    expect(textOf(await go(member, message, "return"))).toContain("1 of 6");
    message = await go(member, await start(stage, member, { module: "mock" }), "ask");
    expect(textOf(message)).toContain("Abandon Module A with 1 answer and start Mock exam?");
    const confirm = customIdOf(message, "confirm");
    const shown = (await Promise.all([1, 2].map(() => member.click(message, confirm)))).map((seen) =>
      textOf(shownBy(seen)),
    );
    expect(shown.some((said) => /Mock exam · 1 of \d+/.test(said))).toBe(true);
    for (const said of shown) expect(said).toMatch(/Mock exam · 1 of \d+|That attempt was deleted/);

    for (const button of ["exams.answer", "next", "exams.flag", "exams.submit", "exams.overview"]) {
      const stale = await member.click(first, customIdOf(first, button));
      expect(textOf(stale.message)).toContain("That attempt was deleted, or it isn't yours.");
    }
    const resumed = await member.command("exam resume", {}, stage.channels.daily);
    expect(textOf(resumed.message)).toMatch(/Mock exam · 1 of \d+ · ends/);
    expect(textOf(resumed.message)).toContain("You haven't answered this one yet.");
  });

  it("is started, submitted and shared once when two bots are running", async () => {
    const stage = await openStage(singles(12), { exams });
    await stage.join();
    for (const member of stage.members.slice(0, 2)) {
      const started = await start(stage, member);
      expect(textOf(started)).toContain("1 of 6 · ends");
      const report = await takeAll(member, started, true);
      expect(textOf(report)).not.toContain("Its answers can't be changed");
      const shared = await member.click(report, customIdOf(report, "exams.share"));
      expect(textOf(shared.message)).toContain("6 of 6 correct");
    }
  });

  it("is the only one after simultaneous commands to two bots", async () => {
    const stage = await openStage(singles(12), { exams });
    await stage.join();
    const [member] = stage.members;
    const started = await Promise.all(Array.from({ length: 6 }, () => start(stage, member)));
    const ids = new Set(started.flatMap((message) => customIdsOf(message).map((id) => id.split(":")[1])));
    expect(ids.size).toBe(1);
  });
});

describe("the end of an exam", () => {
  it("comes when time is up, counts the answers so far and is announced with the next command", async () => {
    const stage = await openStage(singles(6), { exams });
    const [member] = stage.members;
    const { daily } = stage.channels;
    const message = await answer(member, await start(stage, member), true);
    stage.advance(30 * MINUTE);
    await stage.settled();

    const late = shownBy(await member.click(message, customIdOf(message, "exams.answer", "stop")));
    expect(textOf(late)).toContain("1 of 6 correct");
    const resumed = await member.command("exam resume", {}, daily);
    expect(textOf(resumed.message)).toMatch(/Your time ran out <t:\d+:R>, so I submitted your answers/);
    expect(textOf(resumed.message)).toContain("1 of 6 correct");
    await stage.settled();
    const again = await member.command("exam resume", {}, daily);
    expect(textOf(again.message)).toContain("You don't have an open exam. Start one with `/exam start`");
  });

  it("comes with a click after time is up, even before the job runs", async () => {
    const stage = await openStage(singles(6), { exams });
    const [member] = stage.members;
    const message = await answer(member, await start(stage, member), true);
    stage.advance(30 * MINUTE);
    const late = shownBy(await member.click(message, customIdOf(message, "exams.answer", "stop")));
    expect(textOf(late)).toMatch(/Your time ran out <t:\d+:R>, so I submitted/);
    expect(textOf(late)).toContain("1 of 6 correct");
  });

  it("comes even if no bot is running, and a restart loses no answer", async () => {
    const stage = await openStage(singles(12), { exams });
    const [member] = stage.members;
    const { daily } = stage.channels;
    let message = await answer(member, await start(stage, member), true);
    message = await go(member, message, "next");
    const ends = /<t:(\d+):R>/.exec(textOf(message))?.[1];

    await stage.leave();
    stage.advance(10 * MINUTE);
    await stage.join();
    message = shownBy(await member.command("exam resume", {}, daily));
    expect(textOf(message)).toContain(`2 of 6 · ends <t:${ends}:R>`);
    message = await go(member, await answer(member, message, true), "exams.overview");
    expect(textOf(message)).toContain("● 2 answered · ○ 4 unanswered");

    await stage.leave();
    stage.advance(30 * MINUTE);
    await stage.join();
    await stage.settled();
    const next = await start(stage, member);
    expect(textOf(next)).toMatch(
      /Your time for Module A ran out <t:\d+:R>, so I submitted your answers: 2 of 6 correct/,
    );
    expect(textOf(next)).toContain("1 of 6 · ends");
    await stage.settled();
    expect(textOf(await start(stage, member))).not.toContain("Your time for");
  });

  it("is announced even if the next command was mistyped", async () => {
    const stage = await openStage(singles(6), { exams });
    const [member] = stage.members;
    const { daily } = stage.channels;
    await answer(member, await start(stage, member), true);
    stage.advance(30 * MINUTE);
    await stage.settled();
    const mistyped = await member.command("exam start", { module: "z" }, daily);
    expect(textOf(mistyped.message)).toContain("I don't know the exam `z`");
    expect(textOf(await start(stage, member))).toContain("Your time for Module A ran out");
  });

  it("comes once for simultaneous submits to two bots, with the same result for each", async () => {
    const stage = await openStage(singles(6), { exams });
    await stage.join();
    const [member] = stage.members;
    const message = await go(member, await answer(member, await start(stage, member), true), "exams.submit");
    const submitted = await Promise.all(
      Array.from({ length: 8 }, () => member.click(message, customIdOf(message, "confirm"))),
    );
    for (const seen of submitted) expect(textOf(shownBy(seen))).toContain("1 of 6 correct");
    const history = await member.command("exam results", {}, stage.channels.daily);
    expect(textOf(history.message).match(/1 of 6 \(/g)).toHaveLength(1);
  });
});

describe("an exam in a server", () => {
  it("leaves out the question that is open there", async () => {
    const stage = await openStage(singles(6), { exams });
    await stage.addSchedule();
    await stage.postNow();
    expect(textOf(await start(stage, stage.members[0]))).toContain("1 of 5");
  });

  it("asks unseen questions first and records first answers", async () => {
    const stage = await openStage(singles(12), { exams });
    const [member] = stage.members;
    const { daily } = stage.channels;
    await takeAll(member, await start(stage, member), true);
    await stage.settled();
    expect(textOf((await member.command("exam results", {}, daily)).message)).toContain(
      "54 more new questions in total",
    );
    await takeAll(member, await start(stage, member), false);
    await stage.settled();
    const history = textOf((await member.command("exam results", {}, daily)).message);
    expect(history).toContain("48 more new questions in total");
    expect(history).toContain("Module A: down from your previous attempts");
  });

  it("earns 100 points for a passed mock exam, once a season", async () => {
    const stage = await openStage(singles(12), { exams });
    const [member] = stage.members;
    for (const _ of [1, 2]) {
      const report = await takeAll(member, await start(stage, member, { module: "mock" }), true);
      expect(textOf(report)).toContain("### Mock exam · 12 of 12 correct · passed!");
      await stage.settled();
    }
    const board = await member.command("leaderboard", { period: "all" }, stage.channels.daily);
    expect(textOf(board.message)).toContain("100 points");
    const ledger = await readLedger(stage.redis, stage.playground.guild.id);
    expect(ledger.credits).toMatchObject([{ userId: member.id, reason: "exam", points: 100 }]);
    expect(ledgerErrors(ledger)).toEqual([]);
  });

  it("adds missed and unanswered questions to review once", async () => {
    const stage = await openStage(singles(6), { exams });
    const [member] = stage.members;
    const message = await answer(member, await start(stage, member), false);
    const report = await go(member, await go(member, message, "exams.submit"), "confirm");
    for (const _ of [1, 2]) {
      const added = await member.click(report, customIdOf(report, "exams.add-to-review"));
      expect(textOf(added.message)).toContain("6 questions are in your review.");
    }
    await stage.settled();
    const history = await member.command("exam results", {}, stage.channels.daily);
    expect(textOf(history.message), "unanswered questions are no attempts").toContain("59 more new questions in total");
    const seen = await createLearnerStore(stage.redis).history(member.id);
    expect([...seen.values()].map(({ attempts: times, card }) => [times, card !== undefined])).toEqual(
      Array.from({ length: 6 }, () => [1, true]),
    );
  });

  it("is shared once, without a ping, and only where the bot can post", async () => {
    const stage = await openStage(singles(6), { exams });
    const [member] = stage.members;
    const { guild } = stage.playground;
    const report = await takeAll(member, await start(stage, member), true);

    stage.playground.setBotPermissions(guild.channels.daily, { deny: PermissionFlagsBits.SendMessages });
    const refused = await member.click(report, customIdOf(report, "exams.share"));
    expect(textOf(refused.message)).toContain("I can't post here.");

    stage.playground.setBotPermissions(guild.channels.daily, { allow: PermissionFlagsBits.SendMessages });
    const shared = await member.click(report, customIdOf(report, "exams.share"));
    expect(shared.ephemeral).toBeFalsy();
    expect(textOf(shared.message)).toContain(`<@${member.id}> took Module A: 6 of 6 correct`);
    expect(shared.message?.mentions).toEqual([]);
    expect(customIdsOf(shared.message)).toEqual([]);
    const again = await member.click(report, customIdOf(report, "exams.share"));
    expect(textOf(again.message)).toContain("You already shared this result.");
  });

  it("can be shared again after Discord refused the message", async () => {
    const stage = await openStage(singles(6), { exams });
    const [member] = stage.members;
    const report = await takeAll(member, await start(stage, member), true);
    stage.playground.faults.inject({ kind: "api-error", code: 50035, status: 400, on: /callback/, count: 1 });
    await member.click(report, customIdOf(report, "exams.share"));
    const shared = await member.click(report, customIdOf(report, "exams.share"));
    expect(textOf(shared.message)).toContain(`<@${member.id}> took Module A: 6 of 6 correct`);
  });
});

describe("an invalid exam command", () => {
  it("explains what to do", async () => {
    const stage = await openStage(singles(6), { exams });
    const [one, two] = stage.members;
    const { daily } = stage.channels;
    const said = async (path: string, options = {}) => textOf((await one.command(path, options, daily)).message);
    expect(await said("exam start", { module: "z" })).toContain("I don't know the exam `z`. Pick one from the list");
    expect(await said("exam resume")).toContain("You don't have an open exam.");
    expect(await said("exam start", { module: "Module B" })).toContain(
      "There are no questions for this exam right now.",
    );
    expect(await said("exam results")).toContain("You haven't submitted an exam yet. Start one with `/exam start`.");
    expect(await said("exam start", { module: "b" })).toContain("There are no questions for this exam right now.");

    const message = await start(stage, one);
    const forged = await forgeButton(stage.playground, daily, customIdOf(message, "exams.answer"));
    expect(textOf((await two.click(forged, customIdOf(message, "exams.answer"))).message)).toContain("it isn't yours");
  });
});

/** Answers every question and submits. */
async function takeAll(member: SimulatedUser, started: APIMessage, correctly: boolean): Promise<APIMessage> {
  let message = started;
  for (;;) {
    message = await answer(member, message, correctly);
    const [, place, items] = /(\d+) of (\d+) · ends/.exec(textOf(message)) ?? [];
    if (place === items) break;
    message = await go(member, message, "next");
  }
  return go(member, await go(member, message, "exams.submit"), "confirm");
}
