import type { Clock, Instant } from "../../platform/time.ts";
import type { CreditStore } from "../boards/credit-store.ts";
import type { ActivityStore, LearnerStore } from "../learning/ports.ts";
import { quizActivity } from "../profile/activity-rules.ts";
import type { BankService } from "../questions/bank-service.ts";
import type { Question } from "../questions/rules.ts";
import { cardsToCome, type Outlook, outlook } from "../review/rules.ts";
import type { Scene } from "./choice-service.ts";
import { creditsOf, pointsOf } from "./credits-rules.ts";
import type { Quiz } from "./rules.ts";

type Needs = {
  learners: Pick<LearnerStore, "known" | "seen">;
  credits: CreditStore;
  activity: Pick<ActivityStore, "note">;
  banks: Pick<BankService, "ofItems" | "of">;
  clock: Clock;
};

/** `points`: what this quiz earned; absent where it is played for none. */
export type QuizSummary = {
  show: "summary";
  quiz: Quiz;
  results: { question: Question; right: boolean }[];
  points?: number;
  /** What is due after a review. */
  outlook?: Outlook;
  /** How many of the questions of a quiz come back in the review, and when the first does. */
  later?: { count: number; first: Instant };
};
/** What a quiz came to. */
export function createQuizSummaries({ learners, credits, activity, banks, clock }: Needs) {
  /** Credits and notes what this quiz came to, as far as that has not been done, and tells all of it. */
  async function of(userId: string, quiz: Quiz, scene: Scene): Promise<QuizSummary> {
    const bank = await bankOf(quiz);
    const results = quiz.answers.flatMap(({ right }, index) => {
      const question = bank.find(quiz.items[index]?.questionId ?? "");
      return question ? [{ question, right }] : [];
    });
    const earned = creditsOf(userId, quiz, bank);
    const [credited, following] = await Promise.all([
      quiz.guildId === undefined ? [] : credits.credit(quiz.guildId, earned, scene.calendar),
      quiz.kind === "review" ? ahead(userId, quiz, scene) : comeBack(userId, quiz),
      activity.note(userId, quizActivity(quiz)),
    ]);
    return {
      show: "summary",
      quiz,
      results,
      ...(quiz.guildId !== undefined && !quiz.retry && { points: pointsOf(earned, credited) }),
      ...following,
    };
  }

  async function ahead(userId: string, { zone }: Quiz, scene: Scene): Promise<Pick<QuizSummary, "outlook">> {
    const [seen, elsewhere, bank] = await Promise.all([
      learners.seen(userId),
      scene.elsewhere,
      banks.of(scene.guildId),
    ]);
    const isSecret = (id: string) => scene.here.has(id) || elsewhere.has(id);
    const now = clock();
    return { outlook: outlook(cardsToCome(seen, now, { bank, isSecret }), now, zone) };
  }

  async function comeBack(userId: string, { items, answers }: Quiz): Promise<Pick<QuizSummary, "later">> {
    const missed = items.flatMap(({ questionId }, index) => (answers[index]?.right === false ? [questionId] : []));
    const { seen } = await learners.known(userId, missed);
    const dues = [...seen.values()].flatMap(({ card }) => card?.due ?? []);
    return dues.length > 0 ? { later: { count: dues.length, first: Math.min(...dues) } } : {};
  }

  /** Credits and notes the answer at this place alone; what is lost of it in a crash, `of` makes up for. */
  async function noteAnswer(userId: string, quiz: Quiz, position: number): Promise<void> {
    await Promise.all([credit(userId, quiz, position), activity.note(userId, quizActivity(quiz))]);
  }

  async function credit(userId: string, quiz: Quiz, position: number): Promise<void> {
    const at = quiz.answers[position]?.at;
    const earned = creditsOf(userId, quiz, await bankOf(quiz)).filter((one) => one.at === at);
    if (quiz.guildId !== undefined && earned.length > 0) await credits.credit(quiz.guildId, earned);
  }

  function bankOf({ guildId, items }: Quiz) {
    return banks.ofItems(guildId, items);
  }

  return { of, noteAnswer };
}

export type QuizSummaries = ReturnType<typeof createQuizSummaries>;
