import { type Instant, MINUTE, SECOND, type Zone } from "../../platform/time.ts";
import { optionsOf, type Response } from "../questions/answer-rules.ts";
import type { ChoiceQuestion, Difficulty, Question } from "../questions/rules.ts";
import type { Topic } from "../questions/topic-rules.ts";

export const LIVE_COUNT = { least: 5, usual: 10, most: 20 } as const;
export const LIVE_SECONDS = { least: 10, usual: 20, most: 60 } as const;
/** Bounds what one live quiz keeps, and what the end of a round has to read. */
export const LIVE_PLAYERS = 500;

export const LOBBY_OPEN = 60 * SECOND;
/** After a round's last moment: what was tapped in time may still be on its way. */
const SETTLING = 1.5 * SECOND;
/** Between two questions: time to read why. */
export const BREAK = 10 * SECOND;
export const LONGEST_PAUSE = 30 * MINUTE;
/** A step that comes later than this finds nobody waiting any more. */
const TOO_LATE = 30 * MINUTE;

/**
 * What a live quiz is at. It waits in `lobby`, `asking` and `break`; the others are steps under way, which are taken
 * again until they are done: a question is sent, its result shown, the end told, what was earned and learnt noted.
 */
export const LIVE_PHASES = ["lobby", "opening", "asking", "closing", "break", "finishing", "settling", "over"] as const;
export type LivePhase = (typeof LIVE_PHASES)[number];

/** Why a live quiz ended. */
export const LIVE_ENDS = [
  "played",
  "stopped",
  "cancelled",
  "nobody",
  "paused",
  "exhausted",
  "channel",
  "away",
  "fault",
] as const;
export type LiveEnd = (typeof LIVE_ENDS)[number];

/** `skipped`: it counts for nobody. */
export type LiveRound = { questionId: string; rev: number; messageId?: string; skipped: boolean };

/** A live quiz of a channel, as it is stored; who plays and what they answered is kept beside it. */
export type Live = {
  id: string;
  guildId: string;
  channelId: string;
  hostId: string;
  zone: Zone;
  topic?: Topic;
  difficulty?: Difficulty;
  /** How many questions are to be asked. */
  count: number;
  /** How long each may be answered. */
  seconds: number;
  phase: LivePhase;
  /** When the phase is to end; for a step, since when it is due. */
  dueAt: Instant;
  /** Every round so far, the present one last. */
  rounds: readonly LiveRound[];
  pausedAt?: Instant;
  end?: LiveEnd;
  endedAt?: Instant;
  /** Counts the changes: each is stored only on what it was made from. */
  version: number;
};

/** What is counted while a phase lasts: who is in, and how many of them answered the present round. */
export type Crowd = { players: number; answered: number };

/** What to do with a live quiz now. */
export type LiveStep =
  | { take: "wait"; until: Instant }
  | { take: "open" | "send" | "close" | "show" | "tell" | "settle" }
  | { take: "finish"; end: LiveEnd }
  | { take: "nothing" };

export function nextStep(live: Live, { players, answered }: Crowd, now: Instant): LiveStep {
  const { phase, dueAt, pausedAt } = live;
  if (phase === "over") return { take: "nothing" };
  if (phase === "settling") return { take: "settle" };
  const waitsSince = phase === "break" ? Math.max(dueAt, pausedAt === undefined ? 0 : pausedAt + LONGEST_PAUSE) : dueAt;
  if (now > waitsSince + TOO_LATE) return { take: "finish", end: "away" };

  switch (phase) {
    case "lobby":
      if (now < dueAt) return { take: "wait", until: dueAt };
      return players > 0 ? { take: "open" } : { take: "finish", end: "nobody" };
    case "asking":
      // Nobody is left who could answer.
      if (now >= dueAt || (players > 0 && answered >= players)) return { take: "close" };
      return { take: "wait", until: dueAt };
    case "break":
      return afterBreak(live, now);
    case "opening":
      return { take: "send" };
    case "closing":
      return { take: "show" };
    case "finishing":
      return { take: "tell" };
  }
}

function afterBreak({ dueAt, pausedAt, rounds, count }: Live, now: Instant): LiveStep {
  if (pausedAt !== undefined) {
    const until = pausedAt + LONGEST_PAUSE;
    return now < until ? { take: "wait", until } : { take: "finish", end: "paused" };
  }
  if (now < dueAt) return { take: "wait", until: dueAt };
  return rounds.length < count ? { take: "open" } : { take: "finish", end: "played" };
}

/** The number of the present round, from 0; -1 in the lobby. */
export function roundOf({ rounds }: Pick<Live, "rounds">): number {
  return rounds.length - 1;
}

/** The round that takes answers now, if one does: from before its message is known to be out until it is closed. */
export function openRound(live: Pick<Live, "phase" | "rounds">): number | undefined {
  return live.phase === "opening" || live.phase === "asking" ? roundOf(live) : undefined;
}

/** When the present question closes, as it is shown; one that is yet to be sent counts from now. */
export function closesAt({ phase, dueAt, seconds }: Live, now: Instant): Instant {
  return phase === "asking" ? dueAt - SETTLING : now + seconds * SECOND;
}

/** When the next question comes, as it is shown under a result. */
export function nextAt({ phase, dueAt }: Live, now: Instant): Instant {
  return phase === "break" ? dueAt : now + BREAK;
}

/** The seed of the shuffle of one round's options. */
export function liveSeed({ id }: Pick<Live, "id">, round: number): string {
  return `${id}/${round}`;
}

/** What a live round can ask: questions answered by a tap or a choice, for a modal would cost the time that counts. */
export function isPlayable(question: Question): question is ChoiceQuestion {
  return "options" in question;
}

/** Each option's id with the name it goes by in a round: its letter, or its text where it has none. */
export type OptionNames = readonly (readonly [id: string, name: string])[];

export function optionNames(question: ChoiceQuestion, seed: string): OptionNames {
  return optionsOf(question, seed).map(({ id, letter, text }) => [id, letter || text]);
}

export function open(live: Live, { id, rev }: Question, now: Instant): Live {
  const rounds = [...live.rounds, { questionId: id, rev, skipped: false }];
  return moved(live, "opening", now, { rounds });
}

/** Its message is out. Our own time runs from here, so that it ends no earlier than Discord's. */
export function ask(live: Live, messageId: string, now: Instant): Live {
  const rounds = changeRound(live, { messageId });
  return moved(live, "asking", now + live.seconds * SECOND + SETTLING, { rounds });
}

export function close(live: Live, now: Instant): Live {
  return moved(live, "closing", now);
}

/** Its result is shown; after a stop there is no next one to wait for. */
export function rest(live: Live, now: Instant): Live {
  return live.end ? moved(live, "finishing", now) : moved(live, "break", now + BREAK);
}

/** Ends the quiz; a round under way counts for nobody, for not all had their time. */
export function finish(live: Live, end: LiveEnd, now: Instant): Live {
  const cut = openRound(live) === undefined ? {} : { rounds: changeRound(live, { skipped: true }) };
  return moved(live, "finishing", now, { ...cut, end, endedAt: now });
}

/** The end is told, or cannot be: what is left happens unseen. */
export function settle(live: Live, now: Instant): Live {
  return moved(live, "settling", now);
}

export function leave(live: Live, now: Instant): Live {
  return moved(live, "over", now);
}

function moved(live: Live, phase: LivePhase, dueAt: Instant, change: Partial<Live> = {}): Live {
  return { ...live, ...change, phase, dueAt, version: live.version + 1 };
}

function changeRound({ rounds }: Live, change: Partial<LiveRound>): LiveRound[] {
  return rounds.map((one, index) => (index === rounds.length - 1 ? { ...one, ...change } : one));
}

/** What the host and moderators may do. */
export const LIVE_CONTROLS = ["start", "cancel", "pause", "resume", "skip", "stop"] as const;
export type LiveControl = (typeof LIVE_CONTROLS)[number];

/**
 * The quiz after a control was used on the message of a round (-1: the lobby); undefined where that message is of an
 * earlier state. A question that is just being sent waits until it is out.
 */
export function control(live: Live, what: LiveControl, round: number, now: Instant): Live | undefined {
  if (round !== roundOf(live)) return undefined;
  const { phase } = live;
  if (what === "start") return phase === "lobby" ? moved(live, "lobby", now) : undefined;
  if (what === "cancel") return phase === "lobby" ? finish(live, "cancelled", now) : undefined;
  if (phase !== "asking" && phase !== "break") return undefined;

  const { pausedAt, ...awake } = live;
  switch (what) {
    case "pause":
      return pausedAt === undefined ? { ...live, pausedAt: now, version: live.version + 1 } : live;
    case "resume":
      if (pausedAt === undefined) return live;
      return moved(awake, phase, phase === "break" ? now : live.dueAt);
    case "skip":
      return phase === "asking"
        ? close({ ...live, rounds: changeRound(live, { skipped: true }) }, now)
        : moved(awake, "break", now);
    case "stop":
      return phase === "asking" ? stopRound(live, now) : finish(live, "stopped", now);
  }
}

/** The question is closed first, so that its message says so. */
function stopRound(live: Live, now: Instant): Live {
  return moved(live, "closing", now, { rounds: changeRound(live, { skipped: true }), end: "stopped", endedAt: now });
}

/** An answer as it is recorded: `took` is how long after its question, by Discord's own clock. */
export type LiveAnswer = { userId: string; round: number; response: Response; took: number; at: Instant };
