import type { Agenda } from "../../platform/jobs/agenda.ts";
import { type Clock, HOUR, MINUTE } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import { ROOTINE } from "../audit-log/rules.ts";
import type { Banks } from "../questions/ports.ts";
import type { Question } from "../questions/rules.ts";
import type { Desk } from "../review-queue/service.ts";
import { itemAnalysisJob } from "./jobs.ts";
import type { Analysis, EarlyItem, HealthStore } from "./ports.ts";
import { analyseItems, FEWEST_ATTEMPTS, type FirstAttempt, flagsOf, unchosen } from "./rules.ts";

type Needs = {
  store: HealthStore;
  banks: Banks;
  desk: Pick<Desk, "retire" | "restore">;
  agenda: Pick<Agenda, "setIfAbsent">;
  clock: Clock;
};

type Moderator = { guildId: string; userId: string };

/** Once a day, reckoned after the first reveal of the day. */
const FRESH = 20 * HOUR;
/** How many are told of that have too few answers yet, and from how many answers on. */
const EARLY = 5;
const EARLY_FROM = 10;

export type HealthItem = Analysis["items"][number] & { flags: ReturnType<typeof flagsOf>; pulled: boolean };
/**
 * `items`: those with something to look at, the worst first. `judged`: how many there was enough to say about. `early`:
 * those that come next, the most answered first.
 */
export type Health = { at: number; judged: number; items: HealthItem[]; early: EarlyItem[] };

/** How well the questions of a guild's bank do, as its members answered them. */
export function createHealth({ store, banks, desk, agenda, clock }: Needs) {
  /** Answers have come in that may change the picture. */
  async function soon(guildId: string): Promise<void> {
    await agenda.setIfAbsent(itemAnalysisJob, { guildId }, clock() + MINUTE);
  }

  /** Reckons it anew once a day, and pulls what the better members get wrong until a moderator has checked its key. */
  async function analyse(guildId: string): Promise<Analysis> {
    const earlier = await store.load(guildId);
    if (earlier && clock() < earlier.at + FRESH) return earlier;

    const [attempts, bank, checked] = await Promise.all([
      store.attempts(guildId),
      banks.of(guildId),
      store.checked(guildId),
    ]);
    const { items, early } = judgedAndEarly(attempts, bank.find);
    for (const item of items) {
      const isPulled = bank.find(item.questionId)?.retired !== undefined;
      const isChecked = checked.get(item.questionId) === item.rev;
      if (!flagsOf(item).includes("misleading") || isPulled || isChecked) continue;
      await pull(guildId, item.questionId);
    }
    const analysis = { at: clock(), items, early };
    if (attempts.length > 0) await store.save(guildId, analysis);
    return analysis;
  }

  /** Who retired it since the bank was read has done the same. */
  async function pull(guildId: string, questionId: string): Promise<void> {
    try {
      await desk.retire({ guildId, userId: ROOTINE }, questionId, "pulled");
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }

  async function view(guildId: string): Promise<Health> {
    const { at, items, early } = await analyse(guildId);
    const bank = await banks.of(guildId);
    const all = items.map((item): HealthItem => {
      const flags = flagsOf(item);
      const pulled = flags.includes("misleading") && bank.find(item.questionId)?.retired !== undefined;
      return { ...item, flags, pulled };
    });
    const worst = all.filter(({ flags, unchosen }) => flags.length > 0 || unchosen.length > 0);
    worst.sort((a, b) => Number(b.pulled) - Number(a.pulled) || b.flags.length - a.flags.length || rank(a) - rank(b));
    return { at, judged: items.length, items: worst, early };
  }

  /** A moderator has checked the key in this revision: it is asked again, and not pulled until it changes. */
  async function putBack(moderator: Moderator, questionId: string, rev: number): Promise<void> {
    const question = (await banks.of(moderator.guildId)).find(questionId);
    if (question?.rev !== rev) throw new UserError("question-revised", { id: questionId });
    if (question.retired) await store.check(moderator.guildId, questionId, rev);
    await desk.restore(moderator, questionId, "put-back");
  }

  /** As a moderator wishes it: of what was pulled that says, too, that its key has been checked. */
  async function restore(moderator: Moderator, questionId: string): Promise<void> {
    const [analysis, bank] = await Promise.all([store.load(moderator.guildId), banks.of(moderator.guildId)]);
    const item = analysis?.items.find((one) => one.questionId === questionId);
    const question = bank.find(questionId);
    const isPulled = item && flagsOf(item).includes("misleading") && question?.retired !== undefined;
    await (isPulled ? putBack(moderator, questionId, question.rev) : desk.restore(moderator, questionId));
  }

  return { soon, analyse, view, putBack, restore };
}

export type HealthService = ReturnType<typeof createHealth>;

function rank({ discrimination = 1 }: HealthItem): number {
  return discrimination;
}

function judgedAndEarly(
  attempts: readonly FirstAttempt[],
  find: (id: string) => Question | undefined,
): Pick<Analysis, "items" | "early"> {
  const byQuestion = new Map<string, FirstAttempt[]>();
  for (const attempt of attempts) {
    const some = byQuestion.get(attempt.questionId) ?? [];
    byQuestion.set(attempt.questionId, some);
    some.push(attempt);
  }
  const known = analyseItems(attempts).filter(({ questionId }) => find(questionId) !== undefined);
  const items = known.flatMap((item): Analysis["items"] => {
    const question = find(item.questionId);
    if (!question || item.attempts < FEWEST_ATTEMPTS) return [];
    return [{ ...item, rev: question.rev, unchosen: unchosen(question, byQuestion.get(item.questionId) ?? []) }];
  });
  const early = known
    .filter((item) => item.attempts >= EARLY_FROM && item.attempts < FEWEST_ATTEMPTS)
    .sort((a, b) => b.attempts - a.attempts)
    .slice(0, EARLY)
    .map(({ questionId, attempts: count, facility }) => ({ questionId, attempts: count, facility }));
  return { items, early };
}
