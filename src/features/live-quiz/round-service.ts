import { ChannelError, MessageRejectedError, RetryLaterError } from "../../platform/discord/discord-errors.ts";
import type { Agenda } from "../../platform/jobs/agenda.ts";
import type { Clock } from "../../platform/time.ts";
import type { BankService } from "../questions/bank-service.ts";
import type { ChoiceQuestion } from "../questions/rules.ts";
import type { LiveDelivery } from "./delivery.ts";
import { liveQuizJob } from "./jobs.ts";
import type { LiveResults } from "./result-service.ts";
import {
  closeQuestion,
  closesAt,
  completeQuiz,
  endQuiz,
  nextRoundAt,
  nextStep,
  openQuestion,
  openRound,
  type Step,
  startBreak,
  startCrediting,
  startRound,
} from "./round-rules.ts";
import {
  type EndReason,
  type LiveMessage,
  type LiveQuiz,
  optionNames,
  optionSeed,
  type Phase,
  roundOf,
} from "./rules.ts";
import type { LiveQuizStore, StoredLiveQuiz } from "./store.ts";

type Dependencies = {
  store: Pick<LiveQuizStore, "load" | "save">;
  delivery: LiveDelivery;
  pickNext: (quiz: LiveQuiz) => Promise<ChoiceQuestion | undefined>;
  banks: Pick<BankService, "ofItems">;
  results: LiveResults;
  agenda: Pick<Agenda, "set" | "remove">;
  clock: Clock;
};
type Key = { guildId: string; quizId: string };
type ActiveStep = Exclude<Step, { type: "wait" | "none" }>;
/** The quiz after a step, and the options of the round that the step starts. */
type Change = { after: LiveQuiz; opened?: Parameters<LiveQuizStore["save"]>[2] };

/** Phases whose message shows a count that changes with clicks. */
const COUNTING_PHASES: ReadonlySet<Phase> = new Set(["lobby", "open"]);
/** Phases in which the current message can still change. */
const VISIBLE_PHASES: ReadonlySet<Phase> = new Set(["lobby", "open", "closed", "break"]);
/** Reasons for an unannounced end: the message can't be posted, or everyone has probably left. */
const SILENT_ENDS: ReadonlySet<EndReason | undefined> = new Set(["bot-away", "channel-lost", "message-rejected"]);
const LOBBY_ENDS: ReadonlySet<EndReason | undefined> = new Set(["canceled", "no-players"]);

/**
 * Runs the rounds of live quizzes. Each step is derived from the stored state. If a run crashes, the next one resumes
 * there. A quiz stays in the agenda until it has ended.
 */
export function createLiveRounds({ store, delivery, pickNext, banks, results, agenda, clock }: Dependencies) {
  /** Takes every step of a quiz that is due, and schedules the next run. */
  async function advance(key: Key): Promise<void> {
    const { guildId, quizId } = key;
    /** The version that this run saved last. While it's current, no earlier run can have started the next step. */
    let savedVersion: number | undefined;
    for (;;) {
      const found = await store.load(guildId, quizId);
      if (!found) return agenda.remove(liveQuizJob, key);
      const step = nextStep(found.quiz, found.counts, clock());
      if (step.type === "none") return agenda.remove(liveQuizJob, key);
      if (step.type !== "wait") {
        savedVersion = await takeStep(found, step, found.quiz.version !== savedVersion);
        continue;
      }

      await agenda.set(liveQuizJob, key, step.until);
      // Clicks from now on set an earlier time. Loading again covers earlier clicks.
      const latest = await store.load(guildId, quizId);
      if (!latest || nextStep(latest.quiz, latest.counts, clock()).type !== "wait") continue;
      if (latest.quiz.version !== savedVersion) await endOnDeliveryError(latest, () => edit(latest, false));
      return;
    }
  }

  /**
   * Updates the count in the current message. Repeats if the quiz has changed in the meantime, so the message doesn't
   * stay outdated.
   */
  async function updateCount({ guildId, quizId }: Key): Promise<void> {
    for (let shownVersion: number | undefined; ; ) {
      const found = await store.load(guildId, quizId);
      const phases = shownVersion === undefined ? COUNTING_PHASES : VISIBLE_PHASES;
      if (!found || found.quiz.version === shownVersion || !phases.has(found.quiz.phase)) return;
      // A new question already shows zero answers.
      if (found.quiz.phase === "open" && found.counts.answered === 0) return;
      await endOnDeliveryError(found, () => edit(found, false));
      shownVersion = found.quiz.version;
    }
  }

  /** Returns the version it saved, or undefined if the quiz has changed in the meantime. */
  async function takeStep(found: StoredLiveQuiz, step: ActiveStep, mayBeRetry: boolean): Promise<number | undefined> {
    const change = await endOnDeliveryError(found, () => perform(found, step, mayBeRetry));
    const saved = change && (await store.save(found.quiz, change.after, change.opened));
    return saved ? change.after.version : undefined;
  }

  /** `mayBeRetry`: an earlier run may have already started this step. */
  async function perform(found: StoredLiveQuiz, step: ActiveStep, mayBeRetry: boolean): Promise<Change> {
    const { quiz } = found;
    switch (step.type) {
      case "start-round":
        await expireMessage(found);
        return pickQuestion(quiz);
      case "send-question":
        return { after: await sendQuestion(found, mayBeRetry) };
      case "close-question":
        return { after: closeQuestion(quiz, clock()) };
      case "show-result":
        await results.standings(quiz);
        await edit(found, false);
        return { after: startBreak(quiz, clock()) };
      case "end":
        return { after: endQuiz(quiz, step.reason, clock()) };
      case "announce-end":
        await announceEnd(found, mayBeRetry);
        return { after: startCrediting(quiz, clock()) };
      case "credit":
        await results.credit(quiz);
        return { after: completeQuiz(quiz, clock()) };
    }
  }

  async function pickQuestion(quiz: LiveQuiz): Promise<Change> {
    const question = await pickNext(quiz);
    if (!question) return { after: endQuiz(quiz, "out-of-questions", clock()) };
    const options = optionNames(question, optionSeed(quiz, quiz.rounds.length));
    return { after: startRound(quiz, question, clock()), opened: { options, at: clock() } };
  }

  async function sendQuestion(found: StoredLiveQuiz, mayBeRetry: boolean): Promise<LiveQuiz> {
    const message = await currentMessage(found, false);
    if (!message) return endQuiz(found.quiz, "out-of-questions", clock());
    return openQuestion(found.quiz, await sendOnce(message, mayBeRetry), clock());
  }

  async function announceEnd(found: StoredLiveQuiz, mayBeRetry: boolean): Promise<void> {
    const { quiz } = found;
    if (SILENT_ENDS.has(quiz.endReason)) return;
    if (LOBBY_ENDS.has(quiz.endReason)) return edit(found, true);
    await expireMessage(found);
    const ranking = await results.creditPoints(quiz);
    await sendOnce({ kind: "podium", quiz, expired: true, ranking }, mayBeRetry);
  }

  async function sendOnce(message: LiveMessage, mayBeRetry: boolean): Promise<string> {
    const sent = mayBeRetry ? await delivery.find(message) : undefined;
    return sent ?? (await delivery.send(message));
  }

  /** Removes the buttons of the current message. The quiz continues even if this fails. */
  async function expireMessage(found: StoredLiveQuiz): Promise<void> {
    await edit(found, true).catch((error: unknown) => {
      const isDeliveryError =
        error instanceof RetryLaterError || error instanceof ChannelError || error instanceof MessageRejectedError;
      if (!isDeliveryError) throw error;
    });
  }

  async function edit(found: StoredLiveQuiz, expired: boolean): Promise<void> {
    const { rounds } = found.quiz;
    const messageId = rounds.length === 0 ? found.lobbyMessageId : rounds.at(-1)?.messageId;
    const message = messageId && (await currentMessage(found, expired));
    if (message) await delivery.edit(messageId, message);
  }

  /** The message of the current round. Undefined if its question was removed from the bank. */
  async function currentMessage(found: StoredLiveQuiz, expired: boolean): Promise<LiveMessage | undefined> {
    const { quiz, counts } = found;
    const round = roundOf(quiz);
    const shared = { quiz, expired };
    if (round < 0) return { ...shared, kind: "lobby", players: counts.players };

    const bank = await banks.ofItems(quiz.guildId, quiz.rounds);
    const question = bank.find(quiz.rounds[round]?.questionId ?? "");
    if (!question) return undefined;
    if (openRound(quiz) !== undefined)
      return { ...shared, kind: "question", question, counts, closesAt: closesAt(quiz, clock()) };
    const standings = await results.standings(quiz);
    return { ...shared, kind: "result", question, standings, nextAt: nextRoundAt(quiz, clock()) };
  }

  /** Ends the quiz if its channel is unavailable or Discord rejects its message. Closed rounds still count. */
  async function endOnDeliveryError<Value>(
    found: StoredLiveQuiz,
    work: () => Promise<Value>,
  ): Promise<Value | undefined> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ChannelError) {
        await abort(found.quiz, "channel-lost");
        return undefined;
      }
      if (error instanceof MessageRejectedError) await abort(found.quiz, "message-rejected");
      throw error;
    }
  }

  async function abort(quiz: LiveQuiz, reason: EndReason): Promise<void> {
    const ended = quiz.endReason ? quiz : endQuiz(quiz, reason, clock());
    if (await store.save(quiz, startCrediting(ended, clock()))) await results.notifyHost(quiz);
  }

  return { advance, updateCount };
}
