import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts, hash, json } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { DAY, type Instant, SECOND } from "../../platform/time.ts";
import { openRound } from "./round-rules.ts";
import {
  type Counts,
  countAsked,
  type LiveAnswer,
  type LiveQuiz,
  liveQuizSchema,
  MAX_PLAYERS,
  MAX_RUNNING,
  type OptionNames,
  type OwnRank,
  type Standings,
} from "./rules.ts";

/** Retention after the last change. Long enough to credit answers even if the bot was down for a day. */
const TTL_SECONDS = (2 * DAY) / SECOND;

const count = z.int();
const storedQuiz = json(liveQuizSchema);
const answerFields = z.object({ response: z.array(z.string()), elapsed: z.int(), at: z.int() });
const storedAnswer = json(answerFields);
const storedRank = json(
  z.object({
    ...{ rank: count, score: count, correct: count, elapsed: count, gained: count },
    movedUp: count.exactOptional(),
    ...{ asked: count, players: count },
  }),
);
const storedSummary = json(z.object({ answered: count, correct: count, chosen: z.record(z.string(), count) }));
const storedOptions = json(z.array(z.object({ id: z.string(), name: z.string() })));

const scripts = defineScripts(new URL("./store.lua", import.meta.url), {
  create: z.enum(["created", "channel-busy", "guild-busy"]),
  save: z.literal([0, 1]),
  listOpenQuestions: z.array(z.string()),
  loadStandings: z.tuple([count, z.string(), hash]),
  saveStandings: z.literal([0, 1]),
  join: z.enum(["joined", "already-joined", "full", "started", "over"]),
  record: z.union([
    z.tuple([z.enum(["recorded", "repeated"]), storedAnswer, storedOptions, count, count]),
    z.tuple([z.enum(["closed", "unknown-option", "full"])]),
  ]),
});

export type StoredLiveQuiz = { quiz: LiveQuiz; counts: Counts; lobbyMessageId?: string };

type RecordedAnswer =
  /** `answer` is the member's first answer. `repeated`: it was given earlier. */
  | { outcome: "recorded"; answer: LiveAnswer; repeated: boolean; options: OptionNames; counts: Counts }
  | { outcome: "closed" | "unknown-option" | "full" };

/**
 * Stores live quizzes: at most one running per channel and two per guild. They expire two days after the last change.
 */
export function createLiveQuizStore(redis: Redis) {
  const keysOf = (guildId: string, quizId: string) => [
    keys.liveQuiz(guildId, quizId),
    keys.liveQuizPlayers(guildId, quizId),
    keys.liveQuizAnswers(guildId, quizId),
  ];

  return {
    create: (quiz: LiveQuiz): Promise<"created" | "channel-busy" | "guild-busy"> => {
      const { guildId, channelId, id, version } = quiz;
      return scripts.create(
        redis,
        [keys.runningLiveQuizzes(guildId), keys.liveQuiz(guildId, id), keys.liveQuizzes(guildId)],
        [
          channelId,
          id,
          JSON.stringify(quiz),
          version,
          TTL_SECONDS,
          MAX_RUNNING,
          keys.liveQuiz(guildId, ""),
          quiz.dueAt,
        ],
      );
    },

    async load(guildId: string, quizId: string): Promise<StoredLiveQuiz | undefined> {
      const [[quiz, answered, lobbyMessageId], players] = await Promise.all([
        redis.hmget(keys.liveQuiz(guildId, quizId), "quiz", "answered", "message"),
        redis.scard(keys.liveQuizPlayers(guildId, quizId)),
      ]);
      if (!quiz) return undefined;
      const counts = { players, answered: Number(answered ?? 0) };
      return { quiz: storedQuiz.parse(quiz), counts, ...(lobbyMessageId && { lobbyMessageId }) };
    },

    /**
     * Replaces `before` with `after`. Returns false if the quiz has changed in the meantime. `opened` describes the
     * round that `after` opens, if any. From then on, that round's question counts as asked in the guild.
     */
    async save(before: LiveQuiz, after: LiveQuiz, opened?: { options: OptionNames; at: Instant }): Promise<boolean> {
      const { guildId, channelId, id } = after;
      const freesChannel = after.phase === "crediting" || after.phase === "done";
      const questionId = after.rounds.at(-1)?.questionId ?? "";
      const saved = await scripts.save(
        redis,
        [...keysOf(guildId, id), keys.runningLiveQuizzes(guildId), keys.lastPosted(guildId)],
        [
          before.version,
          JSON.stringify(after),
          after.version,
          id,
          channelId,
          lobbyState(after),
          openRound(after) ?? "",
          freesChannel ? "1" : "",
          TTL_SECONDS,
          ...(opened ? [JSON.stringify(opened.options), after.seconds * SECOND, questionId, opened.at] : []),
        ],
      );
      return saved === 1;
    },

    /** Ids of the questions that accept answers now, in any live quiz of the guild. */
    openQuestions: (guildId: string): Promise<string[]> =>
      scripts.listOpenQuestions(redis, [keys.runningLiveQuizzes(guildId)], [keys.liveQuiz(guildId, "")]),

    /** Saves the id of the lobby message unless there is one. */
    async setLobbyMessage(guildId: string, quizId: string, messageId: string): Promise<void> {
      await redis.hsetnx(keys.liveQuiz(guildId, quizId), "message", messageId);
    },

    join: (guildId: string, quizId: string, userId: string) =>
      scripts.join(
        redis,
        [keys.liveQuiz(guildId, quizId), keys.liveQuizPlayers(guildId, quizId)],
        [userId, MAX_PLAYERS],
      ),

    /** Records a member's first answer to the open round. Answering makes the member a player. */
    async recordAnswer(guildId: string, quizId: string, answer: LiveAnswer): Promise<RecordedAnswer> {
      const { userId, round, response, elapsed, at } = answer;
      const reply = await scripts.record(redis, keysOf(guildId, quizId), [
        userId,
        round,
        elapsed,
        JSON.stringify({ response, elapsed, at }),
        MAX_PLAYERS,
        ...response,
      ]);
      if (reply.length === 1) return { outcome: reply[0] };
      const [outcome, stored, options, players, answered] = reply;
      return {
        outcome: "recorded",
        answer: { userId, round, ...stored },
        repeated: outcome === "repeated" && !isSameClick(stored, answer),
        options,
        counts: { players, answered },
      };
    },

    /** Loads the answers to a round. */
    async loadAnswers(guildId: string, quizId: string, round: number): Promise<LiveAnswer[]> {
      const players = await redis.smembers(keys.liveQuizPlayers(guildId, quizId));
      if (players.length === 0) return [];
      const fields = players.map((userId) => answerField(round, userId));
      const stored = await redis.hmget(keys.liveQuizAnswers(guildId, quizId), ...fields);
      return players.flatMap((userId, index) => {
        const text = stored[index];
        return text ? [{ userId, round, ...storedAnswer.parse(text) }] : [];
      });
    },

    async loadStandings(guildId: string, quizId: string): Promise<Standings> {
      const read = [keys.liveQuiz(guildId, quizId), keys.liveQuizRanks(guildId, quizId)];
      const [rounds, summary, ranks] = await scripts.loadStandings(redis, read, []);
      const ranking = Object.entries(ranks).map(([userId, text]) => {
        const { asked: _, players: __, ...player } = storedRank.parse(text);
        return { userId, ...player };
      });
      const latest = summary === "" ? { answered: 0, correct: 0, chosen: {} } : storedSummary.parse(summary);
      return { rounds, latest, ranking: ranking.sort((a, b) => a.rank - b.rank) };
    },

    /** Adds one round to the standings. Does nothing and returns false if they already include it. */
    async saveStandings(quiz: LiveQuiz, { rounds, latest, ranking }: Standings): Promise<boolean> {
      const asked = countAsked({ rounds: quiz.rounds.slice(0, rounds) });
      const ranks = ranking.flatMap(({ userId, rank, score, correct, elapsed, gained, movedUp }) => [
        userId,
        JSON.stringify({ rank, score, correct, elapsed, gained, movedUp, asked, players: ranking.length }),
      ]);
      const written = [keys.liveQuiz(quiz.guildId, quiz.id), keys.liveQuizRanks(quiz.guildId, quiz.id)];
      const args = [rounds, JSON.stringify(latest), TTL_SECONDS, ...ranks];
      return (await scripts.saveStandings(redis, written, args)) === 1;
    },

    /** Undefined if the member hasn't answered in any closed round. */
    async loadRank(guildId: string, quizId: string, userId: string): Promise<OwnRank | undefined> {
      const stored = await redis.hget(keys.liveQuizRanks(guildId, quizId), userId);
      return stored === null ? undefined : storedRank.parse(stored);
    },
  };
}

export type LiveQuizStore = ReturnType<typeof createLiveQuizStore>;

function answerField(round: number, userId: string): string {
  return `${round}:${userId}`;
}

function lobbyState({ phase, endReason }: LiveQuiz): "open" | "started" | "over" {
  if (endReason) return "over";
  return phase === "lobby" ? "open" : "started";
}

/** Two processes may handle one click. Their clocks differ, but Discord's timestamps don't. */
function isSameClick(stored: Pick<LiveAnswer, "response" | "elapsed">, given: LiveAnswer): boolean {
  return stored.elapsed === given.elapsed && stored.response.join() === given.response.join();
}
