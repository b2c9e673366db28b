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
import type { InteractionResult, SimulatedUser } from "../../src/playground/playground.ts";
import { openPlayground } from "../../src/playground/playground.ts";
import { readLedger } from "../support/ledger.ts";
import { silentLog } from "../support/log.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import { type Death, startFleet } from "./fleet.ts";
import { EXAM_STEPS, type Step } from "./steps.ts";

const PATIENCE_MS = 60_000;
/** How many items the small mock exam has. */
const ITEMS = TOPICS.length;
const [BEFORE_SAVED, AFTER_SAVED, BEFORE_SUBMITTED, AFTER_SUBMITTED, BEFORE_PROCESSED, AFTER_PROCESSED] = EXAM_STEPS;

/** One death at every step, in the order an exam comes to them. */
export const ONE_DEATH_EACH = deaths([BEFORE_SAVED, 3], [AFTER_SAVED, 5], [BEFORE_SUBMITTED], [AFTER_SUBMITTED]).concat(
  deaths([BEFORE_PROCESSED], [AFTER_PROCESSED]),
);
/** As many as one exam can meet with: what has been done is not come to again. */
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
  /** When the learner was told the time ends, at the first and at the last question. */
  ends: [first: string | undefined, last: string | undefined];
  /** How many answers the attempt held before it was submitted. */
  held: number;
  results: { correct: number; total: number }[];
  /** How often each question was learnt from. */
  learnt: number[];
  credits: { reason: string; points: number }[];
  drifted: string[];
  deaths: Record<string, number>;
};

/** A mock exam whose every question is answered rightly, by a bot that dies on the way as it was planned. */
export async function crashExam(redisUrl: string, planned: readonly Death[]): Promise<ExamReport> {
  const playground = await openPlayground({ port: 0, limits: "none" });
  const redis = connectRedis(redisUrl, { log: silentLog });
  const { token, apiUrl, guild, people } = playground;
  const fleet = startFleet(["all"], { token, apiUrl, redisUrl, mock: "small" }, planned);
  try {
    await fleet.ready();
    const member = playground.person(people.members[0].id);
    const sat = await sit(member, guild.channels.daily, redis);
    const died = () => [...fleet.deaths.values()].reduce((sum, count) => sum + count, 0);
    await until(async () => died() >= planned.length, PATIENCE_MS);
    await until(async () => (await redis.exists(keys.submittedExams(member.id))) === 0, PATIENCE_MS);

    const ledger = await readLedger(redis, guild.id);
    const seen = await createLearnerStore(redis).seen(member.id);
    return {
      ...sat,
      results: (await createExamStore(redis).loadResults(member.id)).map(({ correct, total }) => ({ correct, total })),
      learnt: [...seen.values()].map(({ times }) => times),
      credits: ledger.credits.map(({ reason, points }) => ({ reason, points })),
      drifted: ledgerErrors(ledger),
      deaths: Object.fromEntries(fleet.deaths),
    };
  } finally {
    await fleet.close();
    redis.disconnect();
    await playground.close();
  }
}

export function isSoundExam({ ends, held, results, learnt, credits, drifted, deaths }: ExamReport): boolean {
  return (
    ends[0] === ends[1] &&
    held === ITEMS &&
    results.length === 1 &&
    results.every(({ correct, total }) => correct === ITEMS && total === ITEMS) &&
    learnt.length === ITEMS &&
    learnt.every((times) => times === 1) &&
    credits.length === 1 &&
    credits.every(({ reason, points }) => reason === "exam" && points === 100) &&
    drifted.length === 0 &&
    EXAM_STEPS.every((step) => deaths[step] !== undefined)
  );
}

async function sit(member: SimulatedUser, channelId: string, redis: Redis): Promise<Pick<ExamReport, "ends" | "held">> {
  const bank = loadBank({ content: "content" });
  await insist(() => member.command("exam start", { module: "mock" }, channelId), /\d+ of \d+|open attempt/);
  let shown = await insist(() => member.command("exam resume", {}, channelId), new RegExp(`1 of ${ITEMS}`));
  const click = async (pick: (id: string) => boolean, wanted: RegExp) => {
    const here = shown;
    const id = customIdsOf(here).find(pick) ?? `nothing to come to ${wanted} by`;
    shown = await insist(() => member.click(here, id), wanted);
  };

  const first = endOf(shown);
  const begun = await createExamStore(redis).loadOpen(member.id);
  for (let place = 1; place <= ITEMS; place += 1) {
    const key = keyOf(bank.find(({ id }) => id === begun?.items[place - 1]?.questionId));
    await click((id) => id.startsWith("exams.answer:") && id.endsWith(`:${key}`), /Your answer:/);
    if (place < ITEMS) await click((id) => id.endsWith(":next"), new RegExp(`${place + 1} of ${ITEMS}`));
  }
  const last = endOf(shown);
  const attempt = await createExamStore(redis).loadOpen(member.id);

  await click((id) => id.startsWith("exams.submit:"), /Submit Mock exam/);
  await click((id) => id.endsWith(":confirm"), new RegExp(`${ITEMS} of ${ITEMS} correct · passed`));
  return { ends: [first, last], held: attempt?.items.filter(({ response }) => response).length ?? 0 };
}

function deaths(...steps: [step: Step, nth?: number][]): Death[] {
  return steps.map(([step, nth = 1]) => ({ step, nth }));
}

/** Does it again until the bot that stands in for the dead one shows what was asked for. */
async function insist(act: () => Promise<InteractionResult>, wanted: RegExp): Promise<APIMessage> {
  for (const deadline = Date.now() + PATIENCE_MS; ; ) {
    const seen = await tried(act);
    const message = seen.updated ?? seen.message;
    if (message && wanted.test(textOf(message))) return message;
    if (Date.now() > deadline) throw new Error(`${wanted}: ${seen.failed ?? textOf(message)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Nobody may be there to take it. */
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

/** The key of a question that one tap answers. */
function keyOf(question: Question | undefined): string | undefined {
  if (question?.type !== "single") return undefined;
  return Object.entries(question.options).find(([, { key }]) => key)?.[0];
}

function endOf(message: APIMessage): string | undefined {
  return /ends <t:(\d+)/.exec(textOf(message))?.[1];
}
