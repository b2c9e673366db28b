import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ask,
  BREAK,
  close,
  closesAt,
  control,
  finish,
  LIVE_CONTROLS,
  type Live,
  LOBBY_OPEN,
  LONGEST_PAUSE,
  leave,
  nextStep,
  open,
  openRound,
  rest,
  roundOf,
  settle,
} from "../../../src/features/live-quiz/rules.ts";
import { HOUR, SECOND } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";

const START = 1_795_000_000_000;
const lobby: Live = {
  id: "quiz",
  guildId: "1",
  channelId: "2",
  hostId: "3",
  zone: "UTC",
  count: 2,
  seconds: 10,
  phase: "lobby",
  dueAt: START + LOBBY_OPEN,
  rounds: [],
  version: 1,
};
const none = { players: 0, answered: 0 };
const two = { players: 2, answered: 0 };
const sent = open(lobby, questions.single(), START);
const asking = ask(sent, "99", START);
const resting = rest(close(asking, START), START);

describe("a live quiz by itself", () => {
  it("waits for its lobby, and begins only where somebody joined", () => {
    expect(nextStep(lobby, two, START)).toEqual({ take: "wait", until: START + LOBBY_OPEN });
    expect(nextStep(lobby, two, START + LOBBY_OPEN)).toEqual({ take: "open" });
    expect(nextStep(lobby, none, START + LOBBY_OPEN)).toEqual({ take: "finish", end: "nobody" });
  });

  it("closes a question some moments after its last one, or when all have answered", () => {
    const until = asking.dueAt;
    expect(until).toBeGreaterThan(START + 10 * SECOND);
    expect(closesAt(asking, START + 5)).toBe(START + 10 * SECOND);
    expect(nextStep(asking, { players: 2, answered: 1 }, until - 1)).toEqual({ take: "wait", until });
    expect(nextStep(asking, { players: 2, answered: 1 }, until)).toEqual({ take: "close" });
    expect(nextStep(asking, { players: 2, answered: 2 }, START + 1)).toEqual({ take: "close" });
    expect(nextStep(asking, none, START + 1)).toEqual({ take: "wait", until });
  });

  it("takes answers from before its message is known to be out until it is closed", () => {
    expect([lobby, sent, asking, close(asking, START), resting].map(openRound)).toEqual([
      undefined,
      0,
      0,
      undefined,
      undefined,
    ]);
  });

  it("goes on after each break until every question is asked", () => {
    expect(nextStep(resting, two, START + BREAK - 1)).toEqual({ take: "wait", until: START + BREAK });
    expect(nextStep(resting, two, START + BREAK)).toEqual({ take: "open" });
    const last = rest(close(ask(open(resting, questions.multi(), START), "98", START), START), START);
    expect(nextStep(last, two, START + BREAK)).toEqual({ take: "finish", end: "played" });
  });

  it("stays paused for a while and then ends, but never because it was paused is it too late", () => {
    const paused = control(resting, "pause", 0, START) ?? resting;
    const until = START + LONGEST_PAUSE;
    expect(nextStep(paused, two, START + BREAK)).toEqual({ take: "wait", until });
    expect(nextStep(paused, two, until)).toEqual({ take: "finish", end: "paused" });
    const resumed = control(paused, "resume", 0, until - 1) ?? paused;
    expect(resumed.pausedAt).toBeUndefined();
    expect(nextStep(resumed, two, until - 1)).toEqual({ take: "open" });
  });

  it("ends untold when it wakes long after everybody left", () => {
    for (const live of [lobby, sent, asking, close(asking, START), resting, finish(resting, "played", START)])
      expect(nextStep(live, two, START + HOUR)).toEqual({ take: "finish", end: "away" });
    expect(nextStep(settle(resting, START), two, START + 9 * HOUR)).toEqual({ take: "settle" });
    expect(nextStep(leave(resting, START), two, START + 9 * HOUR)).toEqual({ take: "nothing" });
  });

  it("lets a question that is cut short count for nobody", () => {
    expect(finish(asking, "away", START).rounds).toMatchObject([{ skipped: true }]);
    expect(finish(resting, "played", START).rounds).toMatchObject([{ skipped: false }]);
  });
});

describe("its controls", () => {
  it.each<[string, Live, Parameters<typeof control>[1], Partial<Live> | undefined]>([
    ["start the lobby", lobby, "start", { phase: "lobby", dueAt: START }],
    ["cancel the lobby", lobby, "cancel", { phase: "finishing", end: "cancelled" }],
    ["do not skip the lobby", lobby, "skip", undefined],
    ["wait while a question is being sent", sent, "stop", undefined],
    ["pause after the question", asking, "pause", { phase: "asking", pausedAt: START, dueAt: asking.dueAt }],
    ["leave the question its time when they resume", asking, "resume", { dueAt: asking.dueAt }],
    ["skip the question", asking, "skip", { phase: "closing" }],
    ["go on at once in a break", resting, "skip", { phase: "break", dueAt: START }],
    ["stop in a question, which is closed first", asking, "stop", { phase: "closing", end: "stopped" }],
    ["stop in a break", resting, "stop", { phase: "finishing", end: "stopped" }],
    ["do not start what has begun", asking, "start", undefined],
    ["do nothing once it is over", leave(resting, START), "stop", undefined],
  ])("%s", (_, live, what, after) => {
    const changed = control(live, what, roundOf(live), START);
    if (after) expect(changed).toMatchObject(after);
    else expect(changed).toBeUndefined();
  });

  it("work only from the message of the present round, and never go back", () => {
    const states = fc.constantFrom(lobby, sent, asking, close(asking, START), resting, settle(resting, START));
    fc.assert(
      fc.property(states, fc.constantFrom(...LIVE_CONTROLS), fc.integer({ min: -1, max: 3 }), (live, what, round) => {
        const after = control(live, what, round, START);
        if (round !== roundOf(live)) expect(after).toBeUndefined();
        if (!after || after === live) return;
        expect(after.version).toBeGreaterThan(live.version);
        expect(after.rounds.length).toBe(live.rounds.length);
      }),
    );
  });

  it("end in the result when a question was stopped", () => {
    const stopped = control(asking, "stop", 0, START) ?? asking;
    expect(nextStep(stopped, two, START)).toEqual({ take: "show" });
    expect(nextStep(rest(stopped, START), two, START)).toEqual({ take: "tell" });
  });
});
