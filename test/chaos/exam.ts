import type { APIMessage } from "discord-api-types/v10";
import { loadBank } from "../../src/bank/load.ts";
import { ledgerErrors } from "../../src/features/boards/ledger-rules.ts";
import { createExamStore } from "../../src/features/exams/store.ts";
import { createLearnerStore } from "../../src/features/learning/store.ts";
import type { Question } from "../../src/features/questions/rules.ts";
import { TOPICS } from "../../src/features/questions/topic-rules.ts";
import type { Redis } from "../../src/platform/redis/client.ts";
import { connectRedis } from "../../src/platform/redis/connection.ts";
import { keys } from "../../src/platform/redis/keys.ts";
import { type InteractionResult, openPlayground, type SimulatedUser } from "../../src/playground/playground.ts";
import { readLedger } from "../support/ledger.ts";
import { silentLog } from "../support/log.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import { type Death, startFleet } from "./fleet.ts";
import { EXAM_STEPS, type Step } from "./steps.ts";

const PATIENCE_MS = 60_000;
/** The number of items in the small mock exam. */
const ITEMS = TOPICS.length;
const [BEFORE_SAVED, AFTER_SAVED, BEFORE_SUBMITTED, AFTER_SUBMITTED, BEFORE_PROCESSED, AFTER_PROCESSED] = EXAM_STEPS;

/** One death at each step, in the order an exam reaches them. */
export const ONE_DEATH_EACH = deaths([BEFORE_SAVED, 3], [AFTER_SAVED, 5], [BEFORE_SUBMITTED], [AFTER_SUBMITTED]).concat(
  deaths([BEFORE_PROCESSED], [AFTER_PROCESSED]),
);
/** The maximum number of deaths in one exam, because a completed step isn't reached again. */
export const MANY_DEATHS = [1, 2, 4]
  .flatMap((nth) => deaths([BEFORE_SAVED, nth], [AFTER_SAVED, nth]))
  .concat(
    deaths(
      [BEFORE_SUBMITTED],
      [BEFORE_SUBMITTED],
      [AFTER_SUBMITTED],
      [BEFORE_PROCESSED],
      [BEFORE_PROCESSED],
      [AFTER_PROCESSED],
    ),
  );

export type ExamReport = {
  /** The end time shown with the first and with the last question. */
  ends: [first: string | undefined, last: string | undefined];
  /** Answers stored before the attempt was submitted. */
  answered: number;
  results: { correct: number; total: number }[];
  /** How often each question is in the learner's history. */
  timesSeen: number[];
  credits: { reason: string; points: number }[];
  ledgerErrors: string[];
  deaths: Record<string, number>;
};

/** Takes a mock exam with all answers correct, while the bot dies at the planned steps. */
export async function crashExam(redisUrl: string, planned: readonly Death[]): Promise<ExamReport> {
  const playground = await openPlayground({ port: 0, limits: "none" });
  const redis = connectRedis(redisUrl, { log: silentLog });
  const { token, apiUrl, guild, people } = playground;
  const fleet = startFleet(["all"], { token, apiUrl, redisUrl, mock: "small" }, planned);
  try {
    await fleet.ready();
    const member = playground.person(people.members[0].id);
    const exam = await takeExam(member, guild.channels.daily, redis);
    const died = () => [...fleet.deaths.values()].reduce((sum, count) => sum + count, 0);
    await until(async () => died() >= planned.length, PATIENCE_MS);
    await until(async () => (await redis.exists(keys.submittedExams(member.id))) === 0, PATIENCE_MS);

    const ledger = await readLedger(redis, guild.id);
    const seen = await createLearnerStore(redis).history(member.id);
    return {
      ...exam,
      results: (await createExamStore(redis).loadResults(member.id)).map(({ correct, total }) => ({ correct, total })),
      timesSeen: [...seen.values()].map(({ attempts: times }) => times),
      credits: ledger.credits.map(({ reason, points }) => ({ reason, points })),
      ledgerErrors: ledgerErrors(ledger),
      deaths: Object.fromEntries(fleet.deaths),
    };
  } finally {
    await fleet.close();
    redis.disconnect();
    await playground.close();
  }
}

export function isConsistent({
  ends,
  answered,
  results,
  timesSeen,
  credits,
  ledgerErrors,
  deaths,
}: ExamReport): boolean {
  return (
    ends[0] === ends[1] &&
    answered === ITEMS &&
    results.length === 1 &&
    results.every(({ correct, total }) => correct === ITEMS && total === ITEMS) &&
    timesSeen.length === ITEMS &&
    timesSeen.every((times) => times === 1) &&
    credits.length === 1 &&
    credits.every(({ reason, points }) => reason === "exam" && points === 100) &&
    ledgerErrors.length === 0 &&
    EXAM_STEPS.every((step) => deaths[step] !== undefined)
  );
}

async function takeExam(
  member: SimulatedUser,
  channelId: string,
  redis: Redis,
): Promise<Pick<ExamReport, "ends" | "answered">> {
  const bank = loadBank({ content: "content" });
  await retryUntil(() => member.command("exam start", { module: "mock" }, channelId), /\d+ of \d+|open attempt/);
  let shown = await retryUntil(() => member.command("exam resume", {}, channelId), new RegExp(`1 of ${ITEMS}`));
  const click = async (pick: (id: string) => boolean, wanted: RegExp) => {
    const here = shown;
    const id = customIdsOf(here).find(pick) ?? `no button for ${wanted}`;
    shown = await retryUntil(() => member.click(here, id), wanted);
  };

  const first = endOf(shown);
  const startedAt = await createExamStore(redis).loadOpen(member.id);
  for (let place = 1; place <= ITEMS; place += 1) {
    const key = keyOf(bank.find(({ id }) => id === startedAt?.items[place - 1]?.questionId));
    await click((id) => id.startsWith("exams.answer:") && id.endsWith(`:${key}`), /Your answer:/);
    if (place < ITEMS) await click((id) => id.endsWith(":next"), new RegExp(`${place + 1} of ${ITEMS}`));
  }
  const last = endOf(shown);
  const attempt = await createExamStore(redis).loadOpen(member.id);

  await click((id) => id.startsWith("exams.submit:"), /Submit Mock exam/);
  await click((id) => id.endsWith(":confirm"), new RegExp(`${ITEMS} of ${ITEMS} correct · passed`));
  return { ends: [first, last], answered: attempt?.items.filter(({ response }) => response).length ?? 0 };
}

function deaths(...steps: [step: Step, nth?: number][]): Death[] {
  return steps.map(([step, nth = 1]) => ({ step, nth }));
}

/** Repeats an action until the restarted bot shows the expected text. */
async function retryUntil(act: () => Promise<InteractionResult>, wanted: RegExp): Promise<APIMessage> {
  for (const deadline = Date.now() + PATIENCE_MS; ; ) {
    const seen = await tried(act);
    const message = seen.updated ?? seen.message;
    if (message && wanted.test(textOf(message))) return message;
    if (Date.now() > deadline) throw new Error(`${wanted}: ${seen.failed ?? textOf(message)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** An action fails while no bot is running. */
async function tried(
  act: () => Promise<InteractionResult>,
): Promise<Pick<InteractionResult, "message" | "updated" | "failed">> {
  try {
    return await act();
  } catch (error) {
    return { failed: String(error) };
  }
}

async function until(holds: () => Promise<boolean>, withinMs: number): Promise<void> {
  for (const deadline = Date.now() + withinMs; !(await holds()) && Date.now() < deadline; )
    await new Promise((resolve) => setTimeout(resolve, 100));
}

/** The correct option of a single-choice question. */
function keyOf(question: Question | undefined): string | undefined {
  if (question?.type !== "single") return undefined;
  return Object.entries(question.options).find(([, { key }]) => key)?.[0];
}

function endOf(message: APIMessage): string | undefined {
  return /ends <t:(\d+)/.exec(textOf(message))?.[1];
}
