import type { Agenda } from "../../platform/jobs/agenda.ts";
import { type Clock, HOUR, MINUTE } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import { ROOTINE } from "../audit-log/rules.ts";
import type { BankService } from "../questions/bank-service.ts";
import type { Question } from "../questions/rules.ts";
import type { ReviewQueueService } from "../review-queue/service.ts";
import { itemAnalysisJob } from "./jobs.ts";
import {
  type Analysis,
  analyzeItems,
  type EarlyItem,
  type FirstAttempt,
  type Flag,
  flagsOf,
  type ItemStatistics,
  MIN_ATTEMPTS,
  unchosen,
} from "./rules.ts";
import type { ItemAnalysisStore } from "./store.ts";

type Moderator = { guildId: string; userId: string };

/** Analyzes once a day. Shorter than 24 hours, so the time of day doesn't drift. */
const MAX_AGE = 20 * HOUR;
const MAX_EARLY_ITEMS = 5;
const MIN_EARLY_ATTEMPTS = 10;

export type AnalyzedItem = Analysis["items"][number] & { flags: Flag[]; pulled: boolean };
/**
 * `items` need attention, worst first. `analyzed` is the number of questions with enough attempts. `early` have too
 * few.
 */
export type ItemAnalysis = { at: number; analyzed: number; items: AnalyzedItem[]; early: EarlyItem[] };

/** Analyzes how well a guild's questions perform, and pulls those whose answer key may be wrong. */
export function createItemAnalysisService({
  store,
  banks,
  reviewQueue,
  agenda,
  clock,
}: {
  store: ItemAnalysisStore;
  banks: Pick<BankService, "of">;
  reviewQueue: Pick<ReviewQueueService, "retire" | "restore">;
  agenda: Pick<Agenda, "setIfAbsent">;
  clock: Clock;
}) {
  /** Schedules an analysis. Call this after revealing new answers. */
  async function schedule(guildId: string): Promise<void> {
    await agenda.setIfAbsent(itemAnalysisJob, { guildId }, clock() + MINUTE);
  }

  /**
   * Analyzes the guild's questions unless a recent analysis exists. Pulls misleading ones until a moderator confirms
   * the key.
   */
  async function analyze(guildId: string): Promise<Analysis> {
    const previous = await store.load(guildId);
    if (previous && clock() < previous.at + MAX_AGE) return previous;

    const [attempts, bank, confirmed] = await Promise.all([
      store.attempts(guildId),
      banks.of(guildId),
      store.confirmedRevisions(guildId),
    ]);
    const { items, early } = splitByAttempts(attempts, bank.find);
    for (const item of items) {
      const isRetired = bank.find(item.questionId)?.retired !== undefined;
      const isConfirmed = confirmed.get(item.questionId) === item.rev;
      if (isMisleading(item) && !isRetired && !isConfirmed) await pull(guildId, item.questionId);
    }
    const analysis = { at: clock(), items, early };
    if (attempts.length > 0) await store.save(guildId, analysis);
    return analysis;
  }

  /** Ignores UserErrors because a moderator may have retired the question since the bank was read. */
  async function pull(guildId: string, questionId: string): Promise<void> {
    try {
      await reviewQueue.retire({ guildId, userId: ROOTINE }, questionId, "pulled");
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }

  async function view(guildId: string): Promise<ItemAnalysis> {
    const { at, items, early } = await analyze(guildId);
    const bank = await banks.of(guildId);
    const worst = items
      .map((item): AnalyzedItem => {
        const pulled = isMisleading(item) && bank.find(item.questionId)?.retired !== undefined;
        return { ...item, flags: flagsOf(item), pulled };
      })
      .filter(({ flags, unchosen }) => flags.length > 0 || unchosen.length > 0)
      .sort(
        (a, b) =>
          Number(b.pulled) - Number(a.pulled) ||
          b.flags.length - a.flags.length ||
          (a.discrimination ?? 1) - (b.discrimination ?? 1),
      );
    return { at, analyzed: items.length, items: worst, early };
  }

  /** Restores a pulled question. It won't be pulled again at this revision. */
  async function confirmKey(moderator: Moderator, questionId: string, rev: number): Promise<void> {
    const question = (await banks.of(moderator.guildId)).find(questionId);
    if (question?.rev !== rev) throw new UserError("question-revised", { id: questionId });
    if (question.retired) await store.confirmKey(moderator.guildId, questionId, rev);
    await reviewQueue.restore(moderator, questionId, "put-back");
  }

  /** Restores a question. If it was pulled, this confirms its key. */
  async function restore(moderator: Moderator, questionId: string): Promise<void> {
    const [analysis, bank] = await Promise.all([store.load(moderator.guildId), banks.of(moderator.guildId)]);
    const item = analysis?.items.find((one) => one.questionId === questionId);
    const question = bank.find(questionId);
    const isPulled = item && isMisleading(item) && question?.retired !== undefined;
    await (isPulled ? confirmKey(moderator, questionId, question.rev) : reviewQueue.restore(moderator, questionId));
  }

  return { schedule, analyze, view, confirmKey, restore };
}

function isMisleading(item: ItemStatistics): boolean {
  return flagsOf(item).includes("misleading");
}

function splitByAttempts(
  attempts: readonly FirstAttempt[],
  find: (id: string) => Question | undefined,
): Pick<Analysis, "items" | "early"> {
  const byQuestion = new Map<string, FirstAttempt[]>();
  for (const attempt of attempts) {
    const group = byQuestion.get(attempt.questionId) ?? [];
    byQuestion.set(attempt.questionId, group);
    group.push(attempt);
  }
  const known = analyzeItems(attempts).filter(({ questionId }) => find(questionId) !== undefined);
  const items = known.flatMap((item): Analysis["items"] => {
    const question = find(item.questionId);
    if (!question || item.attempts < MIN_ATTEMPTS) return [];
    return [{ ...item, rev: question.rev, unchosen: unchosen(question, byQuestion.get(item.questionId) ?? []) }];
  });
  const early = known
    .filter((item) => item.attempts >= MIN_EARLY_ATTEMPTS && item.attempts < MIN_ATTEMPTS)
    .sort((a, b) => b.attempts - a.attempts)
    .slice(0, MAX_EARLY_ITEMS)
    .map(({ questionId, attempts: count, facility }) => ({ questionId, attempts: count, facility }));
  return { items, early };
}
