import { type APIMessage, PermissionFlagsBits } from "discord-api-types/v10";
import { describe, expect, it } from "vitest";
import { ledgerErrors } from "../../src/features/boards/ledger-rules.ts";
import { createLearnerStore } from "../../src/features/learning/store.ts";
import { BREAK_DURATION, LOBBY_DURATION, MAX_PAUSE } from "../../src/features/live-quiz/rules.ts";
import type { Question } from "../../src/features/questions/rules.ts";
import { SECOND } from "../../src/platform/time.ts";
import type { InteractionResult, SimulatedUser } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { forgeButton } from "../support/forge.ts";
import { readLedger } from "../support/ledger.ts";
import { customIdOf, customIdsOf, isPublic, shownBy, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";

const five = Array.from({ length: 5 }, (_, index) =>
  questions.single({ id: `http.q${index}`, stem: `Question number ${index}?` }),
);
const ROUND = 12 * SECOND;

async function openLiveStage(bank: readonly Question[]): Promise<Stage> {
  const stage = await openStage(bank);
  stage.skipEditInterval();
  return stage;
}

function people(stage: Stage) {
  const { playground } = stage;
  const person = (id: string) => playground.person(id, { settleAfterMs: 100 });
  const { moderator } = playground.people;
  const [one, two, three] = playground.people.members;
  return {
    // A command is deferred first; its reply follows.
    host: { ...person(moderator.id), command: playground.person(moderator.id).command },
    one: person(one.id),
    two: person(two.id),
    three: person(three.id),
    channel: playground.guild.channels.daily,
  };
}

const replyOf = ({ message, updated, failed }: InteractionResult) => failed ?? textOf(updated ?? message);

/** The newest public message of the channel with these words. */
function shows(stage: Stage, words: string | RegExp): Promise<APIMessage> {
  const { host, channel } = people(stage);
  const shown = () => host.visibleMessages(channel).filter(isPublic);
  return eventually(() => shown().findLast((message) => textOf(message).search(words) >= 0)).catch(() => {
    throw new Error(`Nothing says ${words}:\n${shown().map(textOf).join("\n---\n")}`);
  });
}

/** The same, after this much time has passed: a message is visible before the bot has planned its next step. */
async function showsAfter(stage: Stage, time: number, words: string | RegExp): Promise<APIMessage> {
  await stage.settled();
  stage.advance(time);
  return shows(stage, words);
}

/** Clicks a control, even one that the message no longer shows. */
const use = (who: SimulatedUser, message: APIMessage, control: string) =>
  who.click(
    message,
    customIdsOf(message).find((id) => id.startsWith("live-quiz.control:") && id.endsWith(`:${control}`)) ?? control,
  );

const tap = (who: SimulatedUser, message: APIMessage, part: string) => who.click(message, customIdOf(message, part));

async function lobby(stage: Stage, options: Record<string, string | number> = { count: 5, seconds: 10 }) {
  const { host, channel } = people(stage);
  return shownBy(await host.command("quiz live", options, channel));
}

/** Starts a quiz with these players; returns its first question. */
async function startQuiz(stage: Stage, ...players: SimulatedUser[]) {
  const message = await lobby(stage);
  for (const player of players) await tap(player, message, "live-quiz.join");
  await use(people(stage).host, message, "start");
  return shows(stage, "question 1 of 5");
}

const ledgerOf = ({ redis, playground }: Stage) => readLedger(redis, playground.guild.id);

describe("a live quiz", { timeout: 60_000 }, () => {
  it("runs from the lobby through its rounds to the podium and the leaderboards", async () => {
    const stage = await openLiveStage(five);
    const { host, one, two, three } = people(stage);
    const open = await lobby(stage);
    expect(textOf(open)).toContain("### Live quiz · any topic");
    expect(textOf(open)).toContain("5 questions, 10 seconds each.");
    expect(textOf(open)).toMatch(/Hosted by <@\d+> · 0 players\nStarts <t:\d+:R>/);

    expect(replyOf(await use(host, open, "start"))).toContain("No one has joined yet.");
    const joined = await tap(one, open, "live-quiz.join");
    expect(joined.ephemeral).toBe(true);
    expect(replyOf(joined)).toContain("You're in!");
    expect(replyOf(await tap(one, open, "live-quiz.join"))).toContain("You're already in.");
    await tap(two, open, "live-quiz.join");
    stage.advance(3 * SECOND);
    await shows(stage, "· 2 players");
    await stage.settled();
    stage.advance(LOBBY_DURATION);

    const first = await shows(stage, "question 1 of 5");
    await shows(stage, "Started with 2 players.");
    expect(textOf(first)).toMatch(/0 of 2 answered · closes <t:\d+:R>/);
    const receipt = await tap(one, first, "again");
    expect(receipt.ephemeral).toBe(true);
    expect(replyOf(receipt)).toMatch(
      /^Saved: \*\*[ABC]\*\* after \d\.\d s\. I'll reveal the answer when the question closes\.$/,
    );
    expect(replyOf(await tap(one, first, "stop"))).toMatch(
      /You already answered \*\*[ABC]\*\* after \d\.\d s\. Only your first answer counts\./,
    );
    await tap(three, first, "post");
    stage.advance(3 * SECOND);
    await shows(stage, "2 of 3 answered");
    await tap(two, first, "again");

    const closed = await shows(stage, "question 1 of 5 · closed");
    expect(closed.id).toBe(first.id);
    expect(textOf(closed)).toContain("**correct answer**");
    expect(textOf(closed)).toContain("PUT is idempotent");
    expect(textOf(closed)).toMatch(new RegExp(`1\`? <@${one.id}> · [\\d,]+ · \\+[\\d,]+\n.*2\`? <@${two.id}>`));
    expect(textOf(closed)).toContain("2 of 3 correct · next question <t:");
    expect(replyOf(await tap(three, closed, "live-quiz.my-score"))).toContain(
      "You're 3rd of 3 with a score of 0: 0 of 1 correct.",
    );

    for (let round = 2; round <= 5; round += 1) {
      const question = await showsAfter(stage, BREAK_DURATION, new RegExp(`question ${round} of 5\\n`));
      await tap(two, question, "again");
      await tap(one, question, round === 2 ? "post" : "again");
      const over = await showsAfter(stage, ROUND, `question ${round} of 5 · closed`);
      if (round === 2)
        expect(textOf(over)).toMatch(new RegExp(`<@${two.id}> .* ▲1\n.*<@${one.id}> .* ▼1\n.*<@${three.id}>.* =`));
    }
    const podium = await showsAfter(stage, BREAK_DURATION, "Live quiz · final result");
    expect(textOf(podium)).toMatch(
      new RegExp(`\\*\\*1st\\*\\* <@${two.id}> · [\\d,]+ · 5 of 5 correct · \\+20 points`),
    );
    expect(textOf(podium)).toMatch(
      new RegExp(`\\*\\*2nd\\*\\* <@${one.id}> · [\\d,]+ · 4 of 5 correct · \\+14 points`),
    );
    expect(textOf(podium)).toMatch(new RegExp(`\\*\\*3rd\\*\\* <@${three.id}> · 0 · 0 of 5 correct`));
    expect(replyOf(await tap(one, podium, "end"))).toContain("You're 2nd of 3");

    const board = await eventually(async () => {
      const { boards } = await ledgerOf(stage);
      return boards.get("all")?.length === 2 && boards.get("all");
    });
    expect(board).toMatchObject([
      { userId: two.id, points: 20 },
      { userId: one.id, points: 14 },
    ]);
    expect(ledgerErrors(await ledgerOf(stage))).toEqual([]);
    await stage.settled();
    const seen = await historyOf(stage, three.id);
    expect(seen).toMatchObject([{ first: { correct: false, mode: "live" } }]);
    expect((await historyOf(stage, two.id)).length).toBe(5);
    expect(stage.log.warnings).toEqual([]);
  });

  it("stays in its round after a restart and counts earlier answers", async () => {
    const stage = await openLiveStage(five);
    const { one, two } = people(stage);
    const first = await startQuiz(stage, one, two);
    await tap(one, first, "again");
    await stage.leave();
    await stage.join();
    expect(replyOf(await tap(one, first, "post"))).toContain("Only your first answer counts");
    await tap(two, first, "post");
    const closed = await shows(stage, "question 1 of 5 · closed");
    expect(textOf(closed)).toContain("1 of 2 correct");
    await showsAfter(stage, BREAK_DURATION, /question 2 of 5\n/);
    expect(questionsSent(stage)).toBe(2);
  });

  it("can be paused, resumed, skipped and stopped only by moderators", async () => {
    const stage = await openLiveStage(five);
    const { host, one, two } = people(stage);
    const first = await startQuiz(stage, one, two);

    for (const control of ["pause", "skip", "stop"])
      expect(replyOf(await use(one, first, control))).toContain("Only moderators can do that.");
    stage.playground.setModerator(two.id, true);
    await use(two, first, "pause");
    const paused = await shows(stage, "pauses after this question");
    await tap(one, paused, "again");
    const inBreak = await showsAfter(stage, ROUND, "paused until a moderator resumes the quiz");
    stage.advance(5 * BREAK_DURATION);
    await stage.settled();
    expect(questionsSent(stage)).toBe(1);

    await use(host, inBreak, "resume");
    const second = await shows(stage, /question 2 of 5\n/);
    expect(replyOf(await use(host, paused, "resume"))).toContain("This message has no component");
    await tap(one, second, "again");
    await use(host, second, "skip");
    const skipped = await shows(stage, "question 2 of 5 · skipped, doesn't count");
    expect(textOf(skipped)).toMatch(new RegExp(`<@${one.id}> · \\d+( · =)?\n`));
    await use(host, skipped, "skip");
    const third = await shows(stage, /question 3 of 5\n/);
    await use(host, third, "stop");
    await shows(stage, "question 3 of 5 · skipped");
    const podium = await shows(stage, "Live quiz · final result");
    expect(textOf(podium)).toContain("Stopped after 1 question.");
    expect(textOf(podium)).toContain("It takes at least two players to earn points");
    expect(stage.log.warnings).toEqual([]);
  });

  it("can't be controlled by a host who lost the moderator role", async () => {
    const stage = await openLiveStage(five);
    const { host, one } = people(stage);
    const first = await startQuiz(stage, one);
    stage.playground.setModerator(host.id, false);
    for (const control of ["pause", "skip", "stop"])
      expect(replyOf(await use(host, first, control))).toContain("Only moderators can do that.");
    stage.playground.setModerator(host.id, true);
    await use(host, first, "pause");
    await shows(stage, "pauses after this question");
  });

  it("hides the answer key from moderators while a question is open", async () => {
    const stage = await openLiveStage(five);
    const { host, one, channel } = people(stage);
    const first = await startQuiz(stage, one);
    const id = `http.q${/Question number (\d)/.exec(textOf(first))?.[1]}`;
    const show = async () => textOf((await host.command("question show", { id }, channel)).message);
    expect(await show()).toContain("its answer key stays hidden until the reveal");

    await tap(one, first, "again");
    await shows(stage, "question 1 of 5 · closed");
    expect(await show()).toContain("### Answer key (moderators only)");
  });

  it("ends after a pause of half an hour", async () => {
    const stage = await openLiveStage(five);
    const { host, one } = people(stage);
    const first = await startQuiz(stage, one);
    await use(host, first, "pause");
    await tap(one, first, "again");
    await shows(stage, "paused until");
    expect(textOf(await showsAfter(stage, MAX_PAUSE, "Live quiz · final result"))).toContain(
      "The quiz was paused for 30 minutes",
    );
  });

  it("blocks its channel for other live quizzes until it ends", async () => {
    const stage = await openLiveStage(five);
    const { host, one, channel } = people(stage);
    const open = await lobby(stage);
    const second = await host.command("quiz live", {}, channel);
    expect(replyOf(second)).toContain("A live quiz is already running in this channel.");
    await host.command("quiz live", {}, stage.playground.guild.channels.general);

    expect(replyOf(await use(one, open, "cancel"))).toContain("Only moderators can do that.");
    await use(host, open, "cancel");
    await shows(stage, "The quiz was canceled.");
    expect(replyOf(await tap(one, open, "live-quiz.join"))).toContain("This message has no component");
    await eventually(async () => replyOf(await host.command("quiz live", {}, channel)).includes("· 0 players"));
  });

  it("ends when its channel is deleted, counts earlier rounds and notifies its host", async () => {
    const stage = await openLiveStage(five);
    const { host, one, two, channel } = people(stage);
    const notification = () =>
      stage.playground.traffic.posts.find((post) => textOf(post.message).includes("can't post there anymore"));
    const first = await startQuiz(stage, one, two);
    await tap(one, first, "again");
    await tap(two, first, "again");
    await shows(stage, "question 1 of 5 · closed");
    stage.playground.deleteChannel(channel);
    await stage.settled();
    stage.advance(BREAK_DURATION);
    expect(textOf((await eventually(notification)).message)).toContain(`Your live quiz in <#${channel}> ended`);
    const board = await eventually(async () => (await ledgerOf(stage)).boards.get("all"));
    expect(board.map(({ points }) => points)).toEqual([12, 8]);
    expect(replyOf(await host.command("quiz live", {}, stage.playground.guild.channels.general))).toContain(
      "0 players",
    );
  });

  it("ends when the bot can't post anymore", async () => {
    const stage = await openLiveStage(five);
    const { host, one, channel } = people(stage);
    const first = await startQuiz(stage, one);
    stage.playground.setBotPermissions(channel, { deny: PermissionFlagsBits.SendMessages });
    await use(host, first, "skip");
    await shows(stage, "question 1 of 5 · skipped");
    await stage.settled();
    stage.advance(BREAK_DURATION);
    await eventually(() =>
      stage.playground.traffic.posts.find(({ message }) => textOf(message).includes("can't post there anymore")),
    );
    stage.playground.setBotPermissions(channel, {});
    await eventually(async () => replyOf(await host.command("quiz live", {}, channel)).includes("· 0 players"));
  });

  it("can be started only by moderators", async () => {
    const stage = await openLiveStage(five);
    const { one, channel } = people(stage);
    expect(replyOf(await one.command("quiz live", {}, channel))).toContain("Only moderators can start a live quiz.");
  });

  it("explains when no one joined or the topic has no questions", async () => {
    const stage = await openLiveStage([...five, questions.short({ id: "sql.typed", topic: "sql" })]);
    const { host, channel } = people(stage);
    expect(replyOf(await host.command("quiz live", { topic: "sql" }, channel))).toContain(
      "I have no questions for SQL",
    );
    await lobby(stage);
    stage.advance(LOBBY_DURATION);
    await shows(stage, "No one joined, so the quiz didn't start.");
    await lobby(stage);
  });

  it("refuses late answers, buttons of old messages and members of other servers", async () => {
    const stage = await openLiveStage(five);
    const { host, one, two } = people(stage);
    const first = await startQuiz(stage, one, two);
    const old = structuredClone(first);
    await showsAfter(stage, ROUND, "question 1 of 5 · closed");
    const second = await showsAfter(stage, BREAK_DURATION, /question 2 of 5\n/);

    const forge = forger(stage, people(stage).channel);
    expect(await forge(host, customIdOf(old, "again"))).toContain("This question is closed.");
    expect(await forge(host, customIdOf(old, "pause"))).toContain("The quiz has moved on");
    expect(await forge(host, customIdOf(second, "again").replace("again", "nothing"))).toContain("out of date");
    expect(await forge(host, "live-quiz.control:x:1:dance")).toContain("out of date");
    expect(await forge(host, "live-quiz.my-score:other:end")).toContain("I don't have a score for you");

    const other = stage.playground.addGuild();
    const elsewhere = forger(stage, other.channels[0]?.id ?? "");
    for (const part of ["again", "pause", "stop"])
      expect(await elsewhere(host, customIdOf(second, part))).toMatch(/This question is closed|That live quiz is over/);
    expect(textOf(await shows(stage, /question 2 of 5\n/))).toContain("0 of 2 answered");
  });
});

/** Clicks a button with this custom id, which no message of that channel has. */
function forger({ playground }: Stage, channelId: string) {
  return async (who: SimulatedUser, customId: string): Promise<string> =>
    replyOf(await who.click(await forgeButton(playground, channelId, customId), customId));
}

function questionsSent({ playground }: Stage): number {
  return playground.traffic.posts.filter(({ message }) => textOf(message).includes("· question ")).length;
}

async function historyOf(stage: Stage, userId: string) {
  const seen = await createLearnerStore(stage.redis).history(userId);
  return [...seen.values()];
}
