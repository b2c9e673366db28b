import { type Instant, MINUTE, SECOND } from "../../platform/time.ts";
import type { Question } from "../questions/rules.ts";
import {
  BREAK_DURATION,
  type Counts,
  type EndReason,
  type LiveControl,
  type LiveQuiz,
  MAX_PAUSE,
  type Phase,
  type Round,
  roundOf,
} from "./rules.ts";

/** How long answers are still accepted after the displayed time, because clicks made in time may arrive late. */
const ANSWER_GRACE = 1.5 * SECOND;
/** If a quiz is later than this, everyone has probably left. */
const MAX_DELAY = 30 * MINUTE;

export type Step =
  | { type: "wait"; until: Instant }
  | { type: "start-round" | "send-question" | "close-question" | "show-result" | "announce-end" | "credit" }
  | { type: "end"; reason: EndReason }
  | { type: "none" };

export function nextStep(quiz: LiveQuiz, { players, answered }: Counts, now: Instant): Step {
  const { phase, dueAt } = quiz;
  if (phase === "done") return { type: "none" };
  if (phase === "crediting") return { type: "credit" };
  if (now > nextStepDueAt(quiz) + MAX_DELAY) return { type: "end", reason: "bot-away" };

  switch (phase) {
    case "lobby":
      if (now < dueAt) return { type: "wait", until: dueAt };
      return players > 0 ? { type: "start-round" } : { type: "end", reason: "no-players" };
    case "sending":
      return { type: "send-question" };
    case "open": {
      const allAnswered = players > 0 && answered >= players;
      return now >= dueAt || allAnswered ? { type: "close-question" } : { type: "wait", until: dueAt };
    }
    case "closed":
      return { type: "show-result" };
    case "break":
      return stepInBreak(quiz, now);
    case "ending":
      return { type: "announce-end" };
  }
}

function stepInBreak({ dueAt, pausedAt, rounds, count }: LiveQuiz, now: Instant): Step {
  if (pausedAt !== undefined) {
    const until = pausedAt + MAX_PAUSE;
    return now < until ? { type: "wait", until } : { type: "end", reason: "paused-too-long" };
  }
  if (now < dueAt) return { type: "wait", until: dueAt };
  return rounds.length < count ? { type: "start-round" } : { type: "end", reason: "completed" };
}

/** When the next step of a quiz is due. If the quiz is paused, that's after the maximum pause. */
function nextStepDueAt({ phase, dueAt, pausedAt }: LiveQuiz): Instant {
  return phase === "break" && pausedAt !== undefined ? Math.max(dueAt, pausedAt + MAX_PAUSE) : dueAt;
}

/**
 * Index of the round that accepts answers. This can be a round whose message is still being sent, because members can
 * click before Discord confirms the message.
 */
export function openRound(quiz: Pick<LiveQuiz, "phase" | "rounds">): number | undefined {
  return quiz.phase === "sending" || quiz.phase === "open" ? roundOf(quiz) : undefined;
}

/** When the current question closes, as shown in its message. If it hasn't been sent yet, its time starts now. */
export function closesAt({ phase, dueAt, seconds }: LiveQuiz, now: Instant): Instant {
  return phase === "open" ? dueAt - ANSWER_GRACE : now + seconds * SECOND;
}

/** When the next question is due, as shown below a result. */
export function nextRoundAt({ phase, dueAt }: LiveQuiz, now: Instant): Instant {
  return phase === "break" ? dueAt : now + BREAK_DURATION;
}

export function startRound(quiz: LiveQuiz, { id, rev }: Question, now: Instant): LiveQuiz {
  const rounds = [...quiz.rounds, { questionId: id, rev, skipped: false }];
  return enterPhase(quiz, "sending", now, { rounds });
}

/** Opens a question that was just sent. Its time starts now, so it never ends before the time its message shows. */
export function openQuestion(quiz: LiveQuiz, messageId: string, now: Instant): LiveQuiz {
  const rounds = changeRound(quiz, { messageId });
  return enterPhase(quiz, "open", now + quiz.seconds * SECOND + ANSWER_GRACE, { rounds });
}

export function closeQuestion(quiz: LiveQuiz, now: Instant): LiveQuiz {
  return enterPhase(quiz, "closed", now);
}

/** Starts the break after a result. A stopped quiz ends instead. */
export function startBreak(quiz: LiveQuiz, now: Instant): LiveQuiz {
  return quiz.endReason ? enterPhase(quiz, "ending", now) : enterPhase(quiz, "break", now + BREAK_DURATION);
}

/** Ends the quiz. An open question is skipped, because not everyone had the full time. */
export function endQuiz(quiz: LiveQuiz, endReason: EndReason, now: Instant): LiveQuiz {
  const skipped = openRound(quiz) === undefined ? {} : { rounds: changeRound(quiz, { skipped: true }) };
  return enterPhase(quiz, "ending", now, { ...skipped, endReason, endedAt: now });
}

/** Starts crediting, once the end has been announced or can't be. Frees the channel for another quiz. */
export function startCrediting(quiz: LiveQuiz, now: Instant): LiveQuiz {
  return enterPhase(quiz, "crediting", now);
}

export function completeQuiz(quiz: LiveQuiz, now: Instant): LiveQuiz {
  return enterPhase(quiz, "done", now);
}

function enterPhase(quiz: LiveQuiz, phase: Phase, dueAt: Instant, change: Partial<LiveQuiz> = {}): LiveQuiz {
  return { ...quiz, ...change, phase, dueAt, version: quiz.version + 1 };
}

function changeRound({ rounds }: LiveQuiz, change: Partial<Round>): Round[] {
  return rounds.map((round, index) => (index === rounds.length - 1 ? { ...round, ...change } : round));
}

/**
 * Applies a control on the message of a round (-1 for the lobby). Returns undefined if the quiz has moved on since that
 * message, or if its question is still being sent.
 */
export function applyControl(quiz: LiveQuiz, control: LiveControl, round: number, now: Instant): LiveQuiz | undefined {
  if (round !== roundOf(quiz)) return undefined;
  const { phase } = quiz;
  if (control === "start") return phase === "lobby" ? enterPhase(quiz, "lobby", now) : undefined;
  if (control === "cancel") return phase === "lobby" ? endQuiz(quiz, "canceled", now) : undefined;
  if (phase !== "open" && phase !== "break") return undefined;

  const { pausedAt, ...running } = quiz;
  switch (control) {
    case "pause":
      return pausedAt === undefined ? { ...quiz, pausedAt: now, version: quiz.version + 1 } : quiz;
    case "resume":
      if (pausedAt === undefined) return quiz;
      return enterPhase(running, phase, phase === "break" ? now : quiz.dueAt);
    case "skip":
      return phase === "open"
        ? enterPhase(quiz, "closed", now, { rounds: changeRound(quiz, { skipped: true }) })
        : enterPhase(running, "break", now);
    case "stop":
      return phase === "open" ? stopInRound(quiz, now) : endQuiz(quiz, "stopped", now);
  }
}

/** Closes the question first, so its message shows the answer. */
function stopInRound(quiz: LiveQuiz, now: Instant): LiveQuiz {
  const rounds = changeRound(quiz, { skipped: true });
  return enterPhase(quiz, "closed", now, { rounds, endReason: "stopped", endedAt: now });
}
