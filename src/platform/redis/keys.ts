import { z } from "zod";

/** All keys start with this. Rootine never touches keys of other programs in the same database. */
export const KEY_PREFIX = "rootine:";

const guildKey = (guildId: string, name: string) => `${KEY_PREFIX}{g:${guildId}}:${name}`;
export const learnerKey = (userId: string, name: string) => `${KEY_PREFIX}{u:${userId}}:${name}`;

/**
 * Every Redis key, in one place. All keys of a guild share the hash tag {g:…} and all keys of a learner {u:…}, so
 * scripts can work on them in Redis Cluster. The agenda is spread over the tags {a:…}.
 */
export const keys = {
  // Guilds and their settings
  /** Prefix of every key of a guild. */
  guildPrefix: (guildId: string) => guildKey(guildId, ""),
  /** Set: ids of the guilds the bot is in. */
  guilds: () => `${KEY_PREFIX}{guilds}:present`,
  /** String: set if the bot was removed from the guild, so the guild's data may be deleted. */
  removal: (guildId: string) => guildKey(guildId, "removal"),
  /** Hash: setting → value. Defaults aren't stored. */
  settings: (guildId: string) => guildKey(guildId, "settings"),
  /** List: audit log entries, newest first. */
  auditLog: (guildId: string) => guildKey(guildId, "audit-log"),
  /** String, expires: how many changes were made in this minute. */
  auditNotices: (guildId: string, minute: number) => guildKey(guildId, `audit-notices:${minute}`),
  /** String: a pending notification, or "done". */
  notification: (guildId: string, id: string) => guildKey(guildId, `notification:${id}`),

  // Schedules and posts
  /** Hash: schedule id → schedule. */
  schedules: (guildId: string) => guildKey(guildId, "schedules"),
  /** String, expires: the serial of the schedule that this request added. */
  scheduleRequest: (guildId: string, requestId: string) => guildKey(guildId, `schedule-request:${requestId}`),
  /** Sorted set: slot id of a manual post that is waiting for Discord → when it was requested. */
  waitingPosts: (guildId: string) => guildKey(guildId, "waiting-posts"),
  /** Hash: schedule id → what happened to its latest slot. */
  lastRuns: (guildId: string) => guildKey(guildId, "last-runs"),
  /** Sorted set: question id → when it was last posted. */
  lastPosted: (guildId: string) => guildKey(guildId, "last-posted"),
  /** Sorted set of all posts: slot id → when it was due. */
  posts: (guildId: string) => guildKey(guildId, "posts"),
  /** Sorted set of posts that accept answers: slot id → when it closes. */
  openPosts: (guildId: string) => guildKey(guildId, "open-posts"),
  /** Hash: the post of a slot. */
  post: (guildId: string, slotId: string) => guildKey(guildId, `post:${slotId}`),
  /** Hash: user id → answer. */
  answers: (guildId: string, slotId: string) => guildKey(guildId, `answers:${slotId}`),
  /** Set, until the reveal: hashes of members who deleted their answer, so they can't answer again. */
  deletedAnswers: (guildId: string, slotId: string) => guildKey(guildId, `deleted-answers:${slotId}`),

  // Points
  /**
   * Hash of counters.
   * - serial: schedules
   * - audited: audit log entries, and the number of each entry that has an id
   * - answered, correct, credited: answers, correct answers and credits that count
   * - deleted: answers and credits that members deleted
   * - rescored: answers that were rescored
   *
   * answered + credited + deleted is the shared sequence of answers and credits. It never decreases.
   */
  totals: (guildId: string) => guildKey(guildId, "totals"),
  /** Hash: user id → streak. */
  streaks: (guildId: string) => guildKey(guildId, "streaks"),
  /** Sorted set: user id → score. See score.lua. */
  leaderboard: (guildId: string, name: string) => guildKey(guildId, `leaderboard:${name}`),
  /** Set: ids of members who are hidden from leaderboards. */
  hiddenMembers: (guildId: string) => guildKey(guildId, "hidden-members"),
  /** Hash: user id and reason → credit. There is one hash per season, and "ever" for credits given only once. */
  credits: (guildId: string, scope: string) => guildKey(guildId, `credits:${scope}`),
  /** Hash: user id → points that count toward the cap of this day. */
  creditedOn: (guildId: string, day: string) => guildKey(guildId, `credited-on:${day}`),
  /** Set: requests to recompute a member's leaderboard entries, each with the affected instant, day and topic. */
  pendingRecomputes: (guildId: string) => guildKey(guildId, "pending-recomputes"),

  // A guild's own questions
  /** Hash: question id → question. */
  ownQuestions: (guildId: string) => guildKey(guildId, "own-questions"),
  /**
   * Hash: "version" → number of changes to the guild's bank. Id of a built-in question → the day the guild retired it.
   */
  bank: (guildId: string) => guildKey(guildId, "bank"),
  /** Hash: item id → suggestion or report that is waiting for a moderator. */
  reviewQueue: (guildId: string) => guildKey(guildId, "review-queue"),
  /** String, expires: the question this member is writing. */
  draft: (guildId: string, userId: string) => guildKey(guildId, `draft:${userId}`),
  /** Hash, expires: the latest import (id, version, questions), or its result (done). */
  pendingImport: (guildId: string) => guildKey(guildId, "pending-import"),
  /** String: the latest item analysis. */
  itemAnalysis: (guildId: string) => guildKey(guildId, "item-analysis"),
  /** Hash: question id → revision whose answer key a moderator confirmed. */
  confirmedKeys: (guildId: string) => guildKey(guildId, "confirmed-keys"),

  // Live quizzes
  /** Hash: channel id → id of the live quiz in progress. */
  runningLiveQuizzes: (guildId: string) => guildKey(guildId, "running-live-quizzes"),
  /** Hash: a live quiz, the data needed to record answers, and how many rounds the ranks include. */
  liveQuiz: (guildId: string, quizId: string) => guildKey(guildId, `live-quiz:${quizId}`),
  /** Sorted set of live quizzes that haven't expired: id → when it was created. */
  liveQuizzes: (guildId: string) => guildKey(guildId, "live-quizzes"),
  /** Set: ids of the players. */
  liveQuizPlayers: (guildId: string, quizId: string) => guildKey(guildId, `live-quiz-players:${quizId}`),
  /** Hash: user id → rank after the latest round. */
  liveQuizRanks: (guildId: string, quizId: string) => guildKey(guildId, `live-quiz-ranks:${quizId}`),
  /** Hash: round and user id → answer. */
  liveQuizAnswers: (guildId: string, quizId: string) => guildKey(guildId, `live-quiz-answers:${quizId}`),
  /** String, expires: end of the last interval that was reserved for an edit in a channel. */
  liveQuizRateLimit: (guildId: string, channelId: string) => guildKey(guildId, `live-quiz-rate-limit:${channelId}`),

  // Learners
  /** Hash: question id → this learner's history with it, including its review card. */
  history: (userId: string) => learnerKey(userId, "history"),
  /** Hash: topic → mastery. */
  mastery: (userId: string) => learnerKey(userId, "mastery"),
  /** Hash of the last 13 weeks: day, or day and guild of the daily questions → number of answers. */
  activity: (userId: string) => learnerKey(userId, "activity"),
  /** Hash: day and quiz, exam or post → answers that `activity` includes. Day → number of these fields. */
  sessions: (userId: string) => learnerKey(userId, "sessions"),
  /** Sorted set: guild id → when this learner first used the bot there. */
  learnerGuilds: (userId: string) => learnerKey(userId, "guilds"),
  /** Hash: the latest quiz or review, and the id of its open question. */
  quiz: (userId: string) => learnerKey(userId, "quiz"),
  /** Hash: the open exam attempt, with its id and version. */
  examAttempt: (userId: string) => learnerKey(userId, "exam-attempt"),
  /** Hash: attempt id → result. */
  examResults: (userId: string) => learnerKey(userId, "exam-results"),
  /** Hash: attempt id → submitted attempt that hasn't been processed yet. */
  submittedExams: (userId: string) => learnerKey(userId, "submitted-exams"),
  /** String: id of a timed-out attempt whose result the learner hasn't seen. */
  unseenExam: (userId: string) => learnerKey(userId, "unseen-exam"),
  /** String, expires after a day: set if this result was shared. */
  sharedExam: (userId: string, attemptId: string) => learnerKey(userId, `shared-exam:${attemptId}`),
  /** Hash: preference → value. Defaults aren't stored. */
  preferences: (userId: string) => learnerKey(userId, "preferences"),
  /**
   * Hash: time and zone of the reminder; day of the latest one, since when it was attempted, and whether it was sent.
   */
  reminder: (userId: string) => learnerKey(userId, "reminder"),
  /** String: set if reminders were turned off because direct messages are closed, until the learner is notified. */
  reminderUndeliverable: (userId: string) => learnerKey(userId, "reminder-undeliverable"),

  // Built-in questions
  /** Hash: question id → revision as of the last start. */
  questionRevisions: () => `${KEY_PREFIX}{questions}:revisions`,
  /** Hash: question id and revision → how far its rating is from its seed rating. */
  ratings: () => `${KEY_PREFIX}{questions}:ratings`,
  /** Hash: question id and revision → number of first attempts that its rating is based on. */
  ratingCounts: () => `${KEY_PREFIX}{questions}:rating-counts`,
  /** Sorted set: question id → when the last of its posts in any guild closes. */
  openQuestions: () => `${KEY_PREFIX}{questions}:open`,

  // Processes
  /** Sorted set: agenda entry → when it is due. */
  agenda: (shard: number, pace: string) => `${KEY_PREFIX}{a:${shard}}:${pace}`,
  /** String, expires: the process that handles this interaction. */
  interactionClaim: (interactionId: string) => `${KEY_PREFIX}{i:${interactionId}}:claim`,
  /** String, expires after 5 s: set if a shard of this bucket has identified. */
  identify: (bucket: number) => `${KEY_PREFIX}{identify}:${bucket}`,
  /** String, expires: end of the last interval that was reserved for sending messages. */
  sendRateLimit: () => `${KEY_PREFIX}{send-rate-limit}`,
  /** String, expires after a minute: proves that Redis accepts writes. */
  probe: () => `${KEY_PREFIX}{probe}`,
  /** Sorted set: keyed hash of a learner's id, with its key → when the learner deleted their data. */
  erasures: () => `${KEY_PREFIX}{erasures}`,
  /** String: version of the data format. */
  formatVersion: () => `${KEY_PREFIX}{rootine}:format-version`,
  /** String: set if a restore has started but not finished, so data is missing. */
  restoring: () => `${KEY_PREFIX}{rootine}:restoring`,
};

/** Prefix of every guild's keys. */
export const GUILD_PREFIX = `${KEY_PREFIX}{g:`;
/** Prefix of the agenda's keys. */
export const AGENDA_PREFIX = `${KEY_PREFIX}{a:`;
/** Prefixes of all keys that must not be lost. Other keys expire or belong to queues. */
export const PERSISTENT_PREFIXES = [
  GUILD_PREFIX,
  `${KEY_PREFIX}{u:`,
  AGENDA_PREFIX,
  `${KEY_PREFIX}{questions}`,
  `${KEY_PREFIX}{erasures}`,
] as const;

/** The owner of a key, derived from its name. */
export type KeyOwner = { key: string } & (
  | { owner: "guild"; guildId: string; kind: string; rest: string }
  | { owner: "learner"; userId: string; kind: string }
  | { owner: "agenda" }
  | { owner: "other" }
);

const parts = z.tuple([z.string(), z.enum(["g", "u", "a"]), z.string(), z.string(), z.string().optional()]);

/** Parses a key from `keys`. */
export function parseKey(key: string): KeyOwner {
  const { data } = parts.safeParse(/^rootine:\{([gua]):(\d+)\}:([^:]+)(?::(.*))?$/s.exec(key)?.slice());
  if (!data) return { key, owner: "other" };
  const [, tag, id, kind, rest = ""] = data;
  if (tag === "g") return { key, owner: "guild", guildId: id, kind, rest };
  return tag === "u" ? { key, owner: "learner", userId: id, kind } : { key, owner: "agenda" };
}
