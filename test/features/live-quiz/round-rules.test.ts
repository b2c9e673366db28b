import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  applyControl,
  closeQuestion,
  closesAt,
  completeQuiz,
  endQuiz,
  nextRoundAt,
  nextStep,
  openQuestion,
  openRound,
  startBreak,
  startCrediting,
  startRound,
} from "../../../src/features/live-quiz/round-rules.ts";
import {
  BREAK_DURATION,
  LIVE_CONTROLS,
  type LiveQuiz,
  LOBBY_DURATION,
  MAX_PAUSE,
  roundOf,
} from "../../../src/features/live-quiz/rules.ts";
import { HOUR, MINUTE, SECOND } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";
import * as fixtures from "./fixtures.ts";

const { START } = fixtures;
const lobby: LiveQuiz = { ...fixtures.lobby, count: 2, dueAt: START + LOBBY_DURATION };
const noPlayers = { players: 0, answered: 0 };
const two = { players: 2, answered: 0 };
const sending = startRound(lobby, questions.single(), START);
const open = openQuestion(sending, "99", START);
const closed = closeQuestion(open, START);
const inBreak = startBreak(closed, START);
const ending = endQuiz(inBreak, "completed", START);

describe("nextStep", () => {
  it("waits in the lobby, then starts if anyone has joined", () => {
    const until = START + LOBBY_DURATION;
    expect(nextStep(lobby, two, until - 1)).toEqual({ type: "wait", until });
    expect(nextStep(lobby, two, until)).toEqual({ type: "start-round" });
    expect(nextStep(lobby, noPlayers, until)).toEqual({ type: "end", reason: "no-players" });
  });

  it("closes a question when its time is up or everyone has answered", () => {
    const until = open.dueAt;
    expect(nextStep(open, { players: 2, answered: 1 }, until - 1)).toEqual({ type: "wait", until });
    expect(nextStep(open, { players: 2, answered: 1 }, until)).toEqual({ type: "close-question" });
    expect(nextStep(open, { players: 2, answered: 2 }, START + 1)).toEqual({ type: "close-question" });
    expect(nextStep(open, noPlayers, START + 1)).toEqual({ type: "wait", until });
  });

  it("starts another round after each break until all questions were asked", () => {
    const until = START + BREAK_DURATION;
    expect(nextStep(inBreak, two, until - 1)).toEqual({ type: "wait", until });
    expect(nextStep(inBreak, two, until)).toEqual({ type: "start-round" });
    const second = openQuestion(startRound(inBreak, questions.multi(), START), "98", START);
    const lastBreak = startBreak(closeQuestion(second, START), START);
    expect(nextStep(lastBreak, two, until)).toEqual({ type: "end", reason: "completed" });
  });

  it.each<[string, LiveQuiz, string]>([
    ["sends the picked question", sending, "send-question"],
    ["shows the result of a closed question", closed, "show-result"],
    ["announces the end", ending, "announce-end"],
    ["credits points after the end", startCrediting(ending, START), "credit"],
    ["does nothing once the points are credited", completeQuiz(ending, START), "none"],
  ])("%s", (_, quiz, type) => {
    expect(nextStep(quiz, two, START)).toEqual({ type });
  });

  it("ends a quiz that stays paused, even if the bot is late", () => {
    const paused = applyControl(inBreak, "pause", 0, START) ?? inBreak;
    const until = START + MAX_PAUSE;
    expect(nextStep(paused, two, START + BREAK_DURATION)).toEqual({ type: "wait", until });
    expect(nextStep(paused, two, until)).toEqual({ type: "end", reason: "paused-too-long" });
    expect(nextStep(paused, two, until + 30 * MINUTE)).toEqual({ type: "end", reason: "paused-too-long" });
    expect(nextStep(paused, two, until + 30 * MINUTE + 1)).toEqual({ type: "end", reason: "bot-away" });
    // A pause begins after the open question, so its result is just as late.
    const pausedOpen = { ...open, pausedAt: START };
    expect(nextStep(pausedOpen, two, open.dueAt + 30 * MINUTE + 1)).toEqual({ type: "end", reason: "bot-away" });
  });

  it("starts the next round immediately when a pause outlasts the break", () => {
    const paused = applyControl(inBreak, "pause", 0, START) ?? inBreak;
    const resumed = applyControl(paused, "resume", 0, START + MAX_PAUSE - 1) ?? paused;
    expect(resumed.pausedAt).toBeUndefined();
    expect(nextStep(resumed, two, START + MAX_PAUSE - 1)).toEqual({ type: "start-round" });
  });

  it.each([lobby, sending, open, closed, inBreak, ending].map((quiz) => [quiz.phase, quiz] as const))(
    "ends a quiz in the phase %s when the bot was away too long",
    (_, quiz) => {
      expect(nextStep(quiz, two, quiz.dueAt + 30 * MINUTE)).not.toEqual({ type: "end", reason: "bot-away" });
      expect(nextStep(quiz, two, quiz.dueAt + 30 * MINUTE + 1)).toEqual({ type: "end", reason: "bot-away" });
    },
  );

  it("credits points even hours late", () => {
    expect(nextStep(startCrediting(inBreak, START), two, START + 9 * HOUR)).toEqual({ type: "credit" });
    expect(nextStep(completeQuiz(inBreak, START), two, START + 9 * HOUR)).toEqual({ type: "none" });
  });
});

describe("a round", () => {
  it("goes from sending through open and closed to the break", () => {
    const first = startRound(lobby, questions.single(), START);
    const round = { questionId: "http.single", rev: 1, skipped: false };
    expect(first).toEqual({ ...lobby, phase: "sending", dueAt: START, rounds: [round], version: 2 });
    const opened = openQuestion(first, "99", START);
    const dueAt = START + 11.5 * SECOND;
    expect(opened).toEqual({ ...first, phase: "open", dueAt, rounds: [{ ...round, messageId: "99" }], version: 3 });
    const over = closeQuestion(opened, START + 1);
    expect(over).toEqual({ ...opened, phase: "closed", dueAt: START + 1, version: 4 });
    const pause = startBreak(over, START + 2);
    expect(pause).toEqual({ ...over, phase: "break", dueAt: START + 2 + BREAK_DURATION, version: 5 });

    const second = openQuestion(startRound(pause, questions.multi({ rev: 3 }), START), "98", START);
    expect(second.rounds).toEqual([
      { ...round, messageId: "99" },
      { questionId: "http.multi", rev: 3, skipped: false, messageId: "98" },
    ]);
    expect(endQuiz(second, "bot-away", START).rounds.map(({ skipped }) => skipped)).toEqual([false, true]);
  });

  it("accepts answers from before its message is recorded until it is closed", () => {
    const phases = [lobby, sending, open, closed, inBreak];
    expect(phases.map(openRound)).toEqual([undefined, 0, 0, undefined, undefined]);
  });

  it("shows when it closes and when the next one starts", () => {
    expect(open.dueAt).toBe(START + 11.5 * SECOND);
    expect(closesAt(open, START + 5)).toBe(START + 10 * SECOND);
    expect(closesAt(sending, START + 5)).toBe(START + 10 * SECOND + 5);
    expect(nextRoundAt(inBreak, START + 5)).toBe(START + BREAK_DURATION);
    expect(nextRoundAt(closed, START + 5)).toBe(START + BREAK_DURATION + 5);
  });

  it("records its question, then its message", () => {
    expect(sending.rounds).toEqual([{ questionId: "http.single", rev: 1, skipped: false }]);
    expect(open.rounds).toEqual([{ questionId: "http.single", rev: 1, skipped: false, messageId: "99" }]);
  });

  it("doesn't count when the quiz ends before it is closed", () => {
    expect(endQuiz(open, "bot-away", START)).toMatchObject({
      phase: "ending",
      endReason: "bot-away",
      endedAt: START,
      rounds: [{ skipped: true }],
    });
    expect(endQuiz(inBreak, "completed", START).rounds).toMatchObject([{ skipped: false }]);
  });
});

describe("applyControl", () => {
  it.each<[string, LiveQuiz, Parameters<typeof applyControl>[1], Partial<LiveQuiz> | undefined]>([
    ["starts from the lobby", lobby, "start", { phase: "lobby", dueAt: START }],
    ["cancels the lobby", lobby, "cancel", { phase: "ending", endReason: "canceled" }],
    ["doesn't skip the lobby", lobby, "skip", undefined],
    ["waits while a question is being sent", sending, "stop", undefined],
    ["pauses after the open question", open, "pause", { phase: "open", pausedAt: START, dueAt: open.dueAt }],
    ["ends the break when resuming", { ...inBreak, pausedAt: 1 }, "resume", { phase: "break", dueAt: START }],
    ["leaves the open question its time when resuming", { ...open, pausedAt: 1 }, "resume", { dueAt: open.dueAt }],
    [
      "skips the open question",
      open,
      "skip",
      { phase: "closed", rounds: [expect.objectContaining({ skipped: true })] },
    ],
    ["skips the break", inBreak, "skip", { phase: "break", dueAt: START }],
    [
      "closes and skips the open question when stopping",
      open,
      "stop",
      {
        ...{ phase: "closed", endReason: "stopped", endedAt: START },
        rounds: [expect.objectContaining({ skipped: true })],
      },
    ],
    ["stops in a break", inBreak, "stop", { phase: "ending", endReason: "stopped" }],
    ["doesn't start a quiz that has started", open, "start", undefined],
    ["doesn't cancel a quiz that has started", open, "cancel", undefined],
    ["does nothing once the quiz is done", completeQuiz(inBreak, START), "stop", undefined],
  ])("%s", (_, quiz, control, expected) => {
    const after = applyControl(quiz, control, roundOf(quiz), START);
    if (expected) expect(after).toMatchObject(expected);
    else expect(after).toBeUndefined();
  });

  it.each([
    ["a second pause", { ...inBreak, pausedAt: 1 }, "pause"],
    ["resuming a quiz that isn't paused", inBreak, "resume"],
  ] as const)("changes nothing on %s", (_, quiz, control) => {
    expect(applyControl(quiz, control, 0, START)).toBe(quiz);
  });

  it("ends the pause when the break is skipped", () => {
    expect(applyControl({ ...inBreak, pausedAt: 1 }, "skip", 0, START)).not.toHaveProperty("pausedAt");
  });

  it("accepts only the current round's message, and always increments the version", () => {
    const quizzes = fc.constantFrom(lobby, sending, open, closed, inBreak, startCrediting(inBreak, START));
    const controls = fc.constantFrom(...LIVE_CONTROLS);
    fc.assert(
      fc.property(quizzes, controls, fc.integer({ min: -1, max: 3 }), (quiz, control, round) => {
        const after = applyControl(quiz, control, round, START);
        if (round !== roundOf(quiz)) expect(after).toBeUndefined();
        if (!after || after === quiz) return;
        expect(after.version).toBe(quiz.version + 1);
        expect(after.rounds.length).toBe(quiz.rounds.length);
      }),
    );
  });

  it("shows the result of a stopped question, then ends", () => {
    const stopped = applyControl(open, "stop", 0, START) ?? open;
    expect(nextStep(stopped, two, START)).toEqual({ type: "show-result" });
    expect(nextStep(startBreak(stopped, START), two, START)).toEqual({ type: "announce-end" });
  });
});
