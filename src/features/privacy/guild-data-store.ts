import { z } from "zod";
import { agendaKey } from "../../platform/jobs/agenda.ts";
import { PACES } from "../../platform/jobs/define-job.ts";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts, pairs } from "../../platform/redis/define-script.ts";
import { keys, parseKey } from "../../platform/redis/keys.ts";
import { type Calendar, periodNames, seasonName } from "../boards/calendar-rules.ts";
import { creditScopes, decodeCredit } from "../boards/credit-store.ts";
import { leaderboardsFor } from "../boards/rules.ts";
import { decodeScore } from "../boards/store.ts";
import { decodeAnswer, decodeStreak } from "../daily/answer-store.ts";
import { TOPICS, type Topic, topicSchema } from "../questions/topic-rules.ts";
import { createSettingsStore } from "../settings/store.ts";
import { type Match, ownPart } from "./member-data-rules.ts";
import { DELETED_USER_ID, type GuildExport, type LearnerData } from "./rules.ts";
import { searchKey } from "./search-store.ts";

const scripts = defineScripts(new URL("./store.lua", import.meta.url), {
  deleteAnswer: z.int(),
  deleteCredits: z.int(),
});

const POST_BATCH = 50;
const CREDITS_PER_CALL = 500;

type StoredAnswer = { slotId: string; text: string; questionId?: string; topic?: Topic; revealed: boolean };
type StoredCredits = { scope: string; matches: Match[] };
/** A member's answers and credits in a guild, and the names of the leaderboards they may be on. */
type Points = { answers: StoredAnswer[]; credits: StoredCredits[]; boards: Set<string>; days: Set<string> };

/** Reads and deletes a guild's data about a member. Derives the names of keys instead of scanning the database. */
export function createGuildDataStore(redis: Redis) {
  const settings = createSettingsStore(redis);

  async function loadPoints(guildId: string, userId: string): Promise<Points> {
    const calendar = await settings.calendar(guildId);
    const answers = await loadAnswers(redis, guildId, userId);
    const credits = await Promise.all(
      creditScopes(calendar).map(async (scope) => ({
        scope,
        matches: await findCredits(redis, keys.credits(guildId, scope), userId),
      })),
    );
    const earned = [
      ...answers.map(({ text, topic }) => ({ ...decodeAnswer(userId, text), topic })),
      ...credits.flatMap(({ matches }) => matches.map(({ field, value }) => decodeCredit(field, value))),
    ];
    const boards = earned.flatMap(({ at, day, topic }) => leaderboardsFor(periodNames(calendar, { at, day }), topic));
    return {
      answers,
      credits,
      boards: new Set([...permanentBoards(calendar), ...boards.map(({ name }) => name)]),
      days: new Set(earned.map(({ day }) => day)),
    };
  }

  async function read(guildId: string, userId: string): Promise<GuildExport | undefined> {
    const { answers, credits, boards } = await loadPoints(guildId, userId);
    const [streak, hidden, entries] = await Promise.all([
      redis.hget(keys.streaks(guildId), userId),
      redis.sismember(keys.hiddenMembers(guildId), userId),
      Promise.all([...boards].map((name) => boardEntry(guildId, name, userId))),
    ]);
    const ranked = entries.flatMap((entry) => entry ?? []);
    const decoded = decodeStreak(streak ?? "");
    if (
      answers.length + ranked.length + hidden === 0 &&
      !decoded &&
      credits.every(({ matches }) => matches.length === 0)
    )
      return undefined;
    return {
      guildId,
      hidden: hidden === 1,
      ...(decoded && { streak: decoded }),
      answers: answers.map((answer) => exportAnswer(userId, answer)).sort((a, b) => a.sequence - b.sequence),
      credits: credits
        .flatMap(({ scope, matches }) => matches.map((match) => exportCredit(match, scope)))
        .sort((a, b) => a.at.localeCompare(b.at)),
      boards: ranked.sort((a, b) => a.board.localeCompare(b.board)),
    };
  }

  async function boardEntry(guildId: string, name: string, userId: string) {
    const key = keys.leaderboard(guildId, name);
    const [score, rank] = await Promise.all([redis.zscore(key, userId), redis.zrevrank(key, userId)]);
    if (score === null || rank === null) return undefined;
    return { board: name, points: decodeScore(Number(score)).points, rank: rank + 1 };
  }

  /** Reads all other data that belongs to the member. */
  async function readOther(guildId: string, userId: string): Promise<LearnerData["other"]> {
    const found = await Promise.all(
      (await searchedKeys(guildId)).map(async (key) => {
        const kind = kindOf(key);
        const matches = await searchKey(redis, key, userId);
        return matches.flatMap((match) => ownPart(kind, match, userId) ?? []).map((match) => ({ key, ...match }));
      }),
    );
    const draft = keys.draft(guildId, userId);
    const text = await redis.get(draft);
    return [...found.flat(), ...(text === null ? [] : [{ key: draft, field: "", value: text }])];
  }

  /** Deletes the member's data. Returns how many items it found. */
  async function deleteMember(guildId: string, userId: string): Promise<number> {
    const { answers, credits, boards, days } = await loadPoints(guildId, userId);
    // Leaderboards come first, because their names are derived from the answers and credits.
    const removed = await Promise.all([
      ...[...boards].map((name) => redis.zrem(keys.leaderboard(guildId, name), userId)),
      ...[...days].map((day) => redis.hdel(keys.creditedOn(guildId, day), userId)),
      redis.hdel(keys.streaks(guildId), userId),
      redis.srem(keys.hiddenMembers(guildId), userId),
      redis.unlink(keys.draft(guildId, userId)),
    ]);
    const replaced = await Promise.all(
      (await searchedKeys(guildId)).map(async (key) => {
        const skipNames = kindOf(key) === "own-questions";
        return (await searchKey(redis, key, userId, { replacement: DELETED_USER_ID, skipNames })).length;
      }),
    );
    const totals = keys.totals(guildId);
    const deleted = await Promise.all(
      answers.map(({ slotId }) => {
        const { answers: ofSlot, post, deletedAnswers } = keys;
        const written = [ofSlot(guildId, slotId), totals, post(guildId, slotId), deletedAnswers(guildId, slotId)];
        return scripts.deleteAnswer(redis, written, [userId]);
      }),
    );
    for (const { scope, matches } of credits) {
      const fields = matches.map(({ field }) => field);
      while (fields.length > 0) {
        const batch = fields.splice(0, CREDITS_PER_CALL);
        deleted.push(await scripts.deleteCredits(redis, [keys.credits(guildId, scope), totals], batch));
      }
    }
    return [...removed, ...replaced, ...deleted].reduce((sum, count) => sum + count, 0);
  }

  /** Keys that may name a member in a field or value. */
  async function searchedKeys(guildId: string): Promise<string[]> {
    const [liveQuizIds, notificationIds] = await Promise.all([
      redis.zrange(keys.liveQuizzes(guildId), "0", "-1"),
      pendingNotifications(redis, guildId),
    ]);
    return [
      keys.auditLog(guildId),
      keys.reviewQueue(guildId),
      keys.pendingRecomputes(guildId),
      keys.ownQuestions(guildId),
      ...notificationIds.map((id) => keys.notification(guildId, id)),
      ...liveQuizIds.flatMap((id) => [
        keys.liveQuiz(guildId, id),
        keys.liveQuizPlayers(guildId, id),
        keys.liveQuizRanks(guildId, id),
        keys.liveQuizAnswers(guildId, id),
      ]),
    ];
  }

  return { read, readOther, deleteMember };
}

function kindOf(key: string): string {
  const owned = parseKey(key);
  return owned.owner === "guild" ? owned.kind : "";
}

/** All-time and season leaderboards never expire. */
function permanentBoards({ closings }: Calendar): string[] {
  const names = ["all", ...Array.from({ length: closings.length + 1 }, (_, index) => seasonName(index + 1))];
  return names.flatMap((name) => [name, ...TOPICS.map((topic) => `${name}:${topic}`)]);
}

async function loadAnswers(redis: Redis, guildId: string, userId: string): Promise<StoredAnswer[]> {
  const slotIds = await redis.zrange(keys.posts(guildId), "0", "-1");
  const found: StoredAnswer[] = [];
  while (slotIds.length > 0) {
    const batch = slotIds.splice(0, POST_BATCH);
    const answers = await Promise.all(batch.map((slotId) => loadAnswer(redis, guildId, slotId, userId)));
    found.push(...answers.flatMap((answer) => answer ?? []));
  }
  return found;
}

async function loadAnswer(
  redis: Redis,
  guildId: string,
  slotId: string,
  userId: string,
): Promise<StoredAnswer | undefined> {
  const text = await redis.hget(keys.answers(guildId, slotId), userId);
  if (text === null) return undefined;
  const [questionId, topic, state] = await redis.hmget(keys.post(guildId, slotId), "questionId", "topic", "state");
  const known = topicSchema.safeParse(topic).data;
  return {
    slotId,
    text,
    ...(questionId && { questionId }),
    ...(known && { topic: known }),
    revealed: state === "revealed",
  };
}

/** Lists pending notifications, because they can name winners and moderators. */
async function pendingNotifications(redis: Redis, guildId: string): Promise<string[]> {
  const prefix = `notification:${guildId}:`;
  const found = await Promise.all(PACES.map((pace) => entriesLike(redis, agendaKey(pace, prefix), `${prefix}*`)));
  return found.flatMap((entries) => [...entries.keys()].map((entry) => decodeURIComponent(entry.slice(prefix.length))));
}

/** Finds agenda entries that match a pattern, and when they are due. */
export async function entriesLike(redis: Redis, key: string, pattern: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let cursor = "0"; ; ) {
    const [next, flat] = await redis.zscan(key, cursor, "MATCH", pattern, "COUNT", 1_000);
    for (const [entry, dueAt] of pairs.parse(flat)) found.set(entry, dueAt);
    if (next === "0") return found;
    cursor = next;
  }
}

function exportAnswer(
  userId: string,
  { slotId, text, questionId, revealed }: StoredAnswer,
): GuildExport["answers"][number] {
  const { userId: _, at, response, correct, base, bonus, ...answer } = decodeAnswer(userId, text);
  const result = answer.withheld && !revealed ? {} : { correct, base, bonus };
  return { slotId, ...(questionId && { questionId }), response: [...response], ...result, ...answer, at: iso(at) };
}

function exportCredit({ field, value }: Match, season: string): GuildExport["credits"][number] {
  const { reason, points, at, day, topic } = decodeCredit(field, value);
  return { reason, season, points, at: iso(at), day, ...(topic && { topic }) };
}

export function iso(at: number): string {
  return new Date(at).toISOString();
}

/** A member's credits in one season. */
export async function findCredits(redis: Redis, key: string, userId: string): Promise<Match[]> {
  const found = new Map<string, string>();
  for (let cursor = "0"; ; ) {
    const [next, flat] = await redis.hscan(key, cursor, "MATCH", `${userId}:*`, "COUNT", 1_000);
    for (let index = 0; index < flat.length; index += 2) found.set(flat[index] ?? "", flat[index + 1] ?? "");
    if (next === "0") return [...found].map(([field, value]) => ({ field, value }));
    cursor = next;
  }
}
