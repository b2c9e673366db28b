import type { Redis } from "../../platform/redis/client.ts";
import { keysUnder } from "../../platform/redis/client.ts";
import { KEY_PREFIX, type KeyOwner, KINDS_WITHOUT_MEMBER_DATA, keys, parseKey } from "../../platform/redis/keys.ts";
import { decodeCredit } from "../boards/credit-store.ts";
import { decodeScore } from "../boards/store.ts";
import { decodeAnswer, decodeStreak } from "../daily/answer-store.ts";
import { createExamStore } from "../exams/store.ts";
import type { QuestionHistory } from "../learning/rules.ts";
import { createLearnerStore } from "../learning/store.ts";
import { createActivityStore } from "../profile/activity-store.ts";
import { createQuizStore } from "../quiz/store.ts";
import type { GuildExport, LearnerData } from "./rules.ts";
import { containsId, findCredits, type Match, searchKey } from "./search-store.ts";

/** Kinds of learner keys that have fields of their own in the export. All others are exported as stored. */
export const EXPORTED_LEARNER_KINDS: ReadonlySet<string> = new Set([
  "history",
  "mastery",
  "activity",
  "quiz",
  "exam-attempt",
  "exam-results",
]);

type LearnerFields = Omit<LearnerData, "userId" | "guilds" | "other">;
type GuildKey = Extract<KeyOwner, { owner: "guild" }>;
/** Maps, because a scan can return a key twice. */
type GuildRecord = {
  hidden: boolean;
  streak?: GuildExport["streak"];
  answers: Map<string, GuildExport["answers"][number]>;
  credits: Map<string, GuildExport["credits"][number]>;
  boards: Map<string, GuildExport["boards"][number]>;
};

/** Reads all data about a learner from every key in the database. */
export async function readLearnerData(redis: Redis, userId: string): Promise<LearnerData> {
  const guilds = new Map<string, GuildRecord>();
  const other = new Map<string, LearnerData["other"][number]>();
  for await (const batch of keysUnder(redis, KEY_PREFIX)) await Promise.all(batch.map((key) => read(parseKey(key))));
  return {
    userId,
    ...(await readLearnerFields(redis, userId)),
    guilds: [...guilds].map(([guildId, record]) => exportGuild(guildId, record)),
    other: [...other.values()],
  };

  async function read(owned: KeyOwner): Promise<void> {
    const { key, owner } = owned;
    if (owner === "guild" && (await readGuildKey(redis, owned, userId, () => recordOf(owned.guildId)))) return;
    if (owner === "learner" && (owned.userId !== userId || EXPORTED_LEARNER_KINDS.has(owned.kind))) return;
    // A key with the learner's id in its name is exported completely.
    const matches = await searchKey(redis, key, containsId(key, userId) ? "" : userId);
    for (const match of matches) other.set(`${key}\n${match.field}\n${match.value}`, { key, ...match });
  }

  function recordOf(guildId: string): GuildRecord {
    const record = guilds.get(guildId) ?? { hidden: false, answers: new Map(), credits: new Map(), boards: new Map() };
    guilds.set(guildId, record);
    return record;
  }
}

/** Adds what a guild's key holds about the member to their record. Returns false for a kind that has to be searched. */
async function readGuildKey(
  redis: Redis,
  { key, guildId, kind, rest }: GuildKey,
  userId: string,
  record: () => GuildRecord,
): Promise<boolean> {
  // "credited-on" holds sums of credits, which are exported themselves.
  if (KINDS_WITHOUT_MEMBER_DATA.has(kind) || kind === "credited-on") return true;
  switch (kind) {
    case "answers": {
      const stored = await redis.hget(key, userId);
      if (stored === null) return true;
      const [questionId, state] = await redis.hmget(keys.post(guildId, rest), "questionId", "state");
      record().answers.set(rest, exportAnswer(userId, stored, rest, questionId, state === "revealed"));
      return true;
    }
    case "credits": {
      for (const match of await findCredits(redis, key, userId)) {
        const credit = exportCredit(match, rest);
        record().credits.set(`${rest} ${credit.reason}`, credit);
      }
      return true;
    }
    case "streaks": {
      const streak = decodeStreak((await redis.hget(key, userId)) ?? "");
      if (streak) record().streak = streak;
      return true;
    }
    case "leaderboard": {
      const [score, rank] = await Promise.all([redis.zscore(key, userId), redis.zrevrank(key, userId)]);
      if (score === null || rank === null) return true;
      record().boards.set(rest, { board: rest, points: decodeScore(Number(score)).points, rank: rank + 1 });
      return true;
    }
    case "hidden-members": {
      if ((await redis.sismember(key, userId)) === 1) record().hidden = true;
      return true;
    }
    default:
      return false;
  }
}

function exportAnswer(
  userId: string,
  stored: string,
  slotId: string,
  questionId: string | null | undefined,
  revealed: boolean,
): GuildExport["answers"][number] {
  const { userId: _, at, response, correct, base, bonus, ...answer } = decodeAnswer(userId, stored);
  const result = answer.withheld && !revealed ? {} : { correct, base, bonus };
  return { slotId, ...(questionId && { questionId }), response: [...response], ...result, ...answer, at: iso(at) };
}

function exportCredit({ field, value }: Match, season: string): GuildExport["credits"][number] {
  const { reason, points, at, day, topic } = decodeCredit(field, value);
  return { reason, season, points, at: iso(at), day, ...(topic && { topic }) };
}

function exportGuild(guildId: string, { answers, credits, boards, hidden, streak }: GuildRecord): GuildExport {
  return {
    guildId,
    hidden,
    ...(streak && { streak }),
    answers: [...answers.values()].sort((a, b) => a.sequence - b.sequence),
    credits: [...credits.values()].sort((a, b) => a.at.localeCompare(b.at)),
    boards: [...boards.values()].sort((a, b) => a.board.localeCompare(b.board)),
  };
}

async function readLearnerFields(redis: Redis, userId: string): Promise<LearnerFields> {
  const learners = createLearnerStore(redis);
  const exams = createExamStore(redis);
  const [history, mastery, activity, { quiz }, exam, results] = await Promise.all([
    learners.history(userId),
    learners.mastery(userId),
    createActivityStore(redis).list(userId),
    createQuizStore(redis).load(userId),
    exams.loadOpen(userId),
    exams.loadResults(userId),
  ]);
  return {
    questions: [...history].map(([questionId, seen]) => exportQuestion(questionId, seen)),
    mastery: [...mastery].map(([topic, estimate]) => ({ topic, ...estimate })),
    activity,
    ...(quiz && {
      quiz: {
        kind: quiz.kind,
        ...(quiz.guildId && { guildId: quiz.guildId }),
        ended: quiz.ended,
        answers: quiz.answers.map(({ response, correct: right, at }, index) => ({
          questionId: quiz.items[index]?.questionId ?? "",
          response: [...response],
          correct: right,
          at: iso(at),
        })),
      },
    }),
    ...(exam && {
      exam: {
        module: exam.module,
        startedAt: iso(exam.startedAt),
        endsAt: iso(exam.endsAt),
        answers: exam.items.map(({ questionId, response, flagged }) => ({
          questionId,
          ...(response && { response: [...response] }),
          flagged,
        })),
      },
    }),
    examResults: results.map(({ module, startedAt, endedAt, extraTime, correct, total, passMark, missed }) => ({
      module,
      startedAt: iso(startedAt),
      endedAt: iso(endedAt),
      extraTime,
      correct,
      total,
      passMark,
      missed: missed.map(({ questionId, response }) => ({ questionId, response: [...response] })),
    })),
  };
}

function exportQuestion(
  questionId: string,
  { rev, first, lastAt, attempts, correctAt, card }: QuestionHistory,
): LearnerData["questions"][number] {
  return {
    questionId,
    rev,
    firstAt: iso(first.at),
    firstCorrect: first.correct,
    firstMode: first.mode,
    lastAt: iso(lastAt),
    attempts,
    ...(correctAt !== undefined && { lastCorrectAt: iso(correctAt) }),
    ...(card && { card: { ...card, due: iso(card.due) } }),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
