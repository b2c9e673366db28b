import { z } from "zod";

/** All keys start with this, so that Rootine never touches those of another program in the same database. */
export const KEY_PREFIX = "rootine:";

const guildKey = (guildId: string, name: string) => `${KEY_PREFIX}{g:${guildId}}:${name}`;
export const learnerKey = (userId: string, name: string) => `${KEY_PREFIX}{u:${userId}}:${name}`;

/**
 * Every Redis key, in one place. All keys of a guild share the hash tag {g:…} and all keys of a learner {u:…}, so scripts
 * can work on them in Redis Cluster. The agenda is spread over the tags {a:…}.
 */
export const keys = {
  // Guilds and their settings
  /** Prefix of every key of a guild. */
  guildPrefix: (guildId: string) => guildKey(guildId, ""),
  /** Set: ids of the guilds the bot is in. */
  guilds: () => `${KEY_PREFIX}{guilds}:present`,
  /** String: the bot was removed from the guild, so its data may be deleted. */
  removal: (guildId: string) => guildKey(guildId, "removal"),
  /** Hash: setting → value, unless it is the default. */
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
  /** Sorted set: slot id of a manual post that waits for Discord → when it was requested. */
  waitingPosts: (guildId: string) => guildKey(guildId, "waiting-posts"),
  /** Hash: schedule id → what happened to its latest slot. */
  lastRuns: (guildId: string) => guildKey(guildId, "last-runs"),
  /** Sorted set: question id → when it was last posted. */
  lastPosted: (guildId: string) => guildKey(guildId, "last-posted"),
  /** Sorted set: slot id → when it was due; every post ever made. */
  posts: (guildId: string) => guildKey(guildId, "posts"),
  /** Sorted set: slot id → when it closes; posts that accept answers. */
  openPosts: (guildId: string) => guildKey(guildId, "open-posts"),
  /** Hash: the post of a slot. */
  post: (guildId: string, slotId: string) => guildKey(guildId, `post:${slotId}`),
  /** Hash: user id → answer. */
  answers: (guildId: string, slotId: string) => guildKey(guildId, `answers:${slotId}`),
  /** Set, until the reveal: one-way marks of members who deleted their answer, so that they can't give another one. */
  deletedAnswers: (guildId: string, slotId: string) => guildKey(guildId, `deleted-answers:${slotId}`),

  // Points
  /**
   * Hash of counters. serial: schedules; audited: audit log entries, and the number of each that has an id; answered,
   * correct, credited: answers, correct answers and credits that count; deleted: answers and credits their members
   * deleted; rescored: answers rescored. answered + credited + deleted is the shared sequence of answers and credits, and
   * never decreases.
   */
  totals: (guildId: string) => guildKey(guildId, "totals"),
  /** Hash: user id → streak. */
  streaks: (guildId: string) => guildKey(guildId, "streaks"),
  /** Sorted set: user id → score; see score.lua. */
  leaderboard: (guildId: string, name: string) => guildKey(guildId, `leaderboard:${name}`),
  /** Set: ids of members who are hidden from leaderboards. */
  hiddenMembers: (guildId: string) => guildKey(guildId, "hidden-members"),
  /** Hash: user id and reason → credit; one hash per season, and "ever" for credits given once. */
  credits: (guildId: string, scope: string) => guildKey(guildId, `credits:${scope}`),
  /** Hash: user id → points that count toward the cap of this day. */
  creditedOn: (guildId: string, day: string) => guildKey(guildId, `credited-on:${day}`),
  /** Set: requests to recompute a member's leaderboard entries, each with the instant, day and topic concerned. */
  pendingRecomputes: (guildId: string) => guildKey(guildId, "pending-recomputes"),

  // A guild's own questions
  /** Hash: question id → question. */
  ownQuestions: (guildId: string) => guildKey(guildId, "own-questions"),
  /** Hash: "version" → number of changes to the own questions; id of a built-in question → the day it was retired here. */
  bank: (guildId: string) => guildKey(guildId, "bank"),
  /** Hash: item id → suggestion or report that waits for a moderator. */
  reviewQueue: (guildId: string) => guildKey(guildId, "review-queue"),
  /** String, expires: the question this member is writing. */
  draft: (guildId: string, userId: string) => guildKey(guildId, `draft:${userId}`),
  /** Hash, expires: id, version, questions or done: the latest import, which waits for confirmation or is done. */
  pendingImport: (guildId: string) => guildKey(guildId, "pending-import"),
  /** String: the latest item analysis. */
  itemAnalysis: (guildId: string) => guildKey(guildId, "item-analysis"),
  /** Hash: question id → revision with an answer key confirmed by a moderator. */
  confirmedKeys: (guildId: string) => guildKey(guildId, "confirmed-keys"),

  // Live quizzes
  /** Hash: channel id → id of the live quiz in progress. */
  runningLiveQuizzes: (guildId: string) => guildKey(guildId, "running-live-quizzes"),
  /** Hash: a live quiz, what recording an answer needs, and which rounds the ranks include. */
  liveQuiz: (guildId: string, quizId: string) => guildKey(guildId, `live-quiz:${quizId}`),
  /** Sorted set, expires: live quiz id → when it was created; those that haven't expired. */
  liveQuizzes: (guildId: string) => guildKey(guildId, "live-quizzes"),
  /** Set: ids of the players. */
  liveQuizPlayers: (guildId: string, quizId: string) => guildKey(guildId, `live-quiz-players:${quizId}`),
  /** Hash: user id → rank after the latest round. */
  liveQuizRanks: (guildId: string, quizId: string) => guildKey(guildId, `live-quiz-ranks:${quizId}`),
  /** Hash: round and user id → answer. */
  liveQuizAnswers: (guildId: string, quizId: string) => guildKey(guildId, `live-quiz-answers:${quizId}`),
  /** String, expires: when the last reserved edit in a channel ends. */
  liveQuizRateLimit: (guildId: string, channelId: string) => guildKey(guildId, `live-quiz-rate-limit:${channelId}`),

  // Learners
  /** Hash: question id → this learner's history with it, including its review card. */
  history: (userId: string) => learnerKey(userId, "history"),
  /** Hash: topic → mastery. */
  mastery: (userId: string) => learnerKey(userId, "mastery"),
  /** Hash: day, or day and guild of the daily questions → number of answers; the last 13 weeks. */
  activity: (userId: string) => learnerKey(userId, "activity"),
  /** Hash: day and quiz, exam or post → answers already in `activity`; day → number of these. */
  sittings: (userId: string) => learnerKey(userId, "sittings"),
  /** Sorted set: guild id → when this learner first used the bot there. */
  learnerGuilds: (userId: string) => learnerKey(userId, "guilds"),
  /** Hash: the latest quiz or review, and the id of its open question. */
  quiz: (userId: string) => learnerKey(userId, "quiz"),
  /** Hash: id, version, attempt: the open exam attempt. */
  examAttempt: (userId: string) => learnerKey(userId, "exam-attempt"),
  /** Hash: attempt id → result. */
  examResults: (userId: string) => learnerKey(userId, "exam-results"),
  /** Hash: attempt id → submitted attempt that still has to be processed. */
  submittedExams: (userId: string) => learnerKey(userId, "submitted-exams"),
  /** String: id of a timed-out attempt with a result the learner hasn't seen yet. */
  unseenExam: (userId: string) => learnerKey(userId, "unseen-exam"),
  /** String, expires after a day: this result has been shared. */
  sharedExam: (userId: string, attemptId: string) => learnerKey(userId, `shared-exam:${attemptId}`),
  /** Hash: preference → value, unless it is the default. */
  preferences: (userId: string) => learnerKey(userId, "preferences"),
  /** Hash: time, zone; day, since, sent: the latest day with a reminder, when it was started, and whether it was sent. */
  reminder: (userId: string) => learnerKey(userId, "reminder"),
  /** String: the reminder was turned off because direct messages are closed; the learner has not been notified yet. */
  reminderUndeliverable: (userId: string) => learnerKey(userId, "reminder-undeliverable"),

  // Built-in questions
  /** Hash: question id → revision its answers were last scored with. */
  questionRevisions: () => `${KEY_PREFIX}{questions}:revisions`,
  /** Hash: question id and revision → how far its difficulty rating has moved. */
  ratings: () => `${KEY_PREFIX}{questions}:ratings`,
  /** Hash: question id and revision → number of first attempts that moved it. */
  ratingCounts: () => `${KEY_PREFIX}{questions}:rating-counts`,
  /** Sorted set: question id → when the last of its posts in any guild closes. */
  openQuestions: () => `${KEY_PREFIX}{questions}:open`,

  // Processes
  /** Sorted set: agenda entry → when it is due. */
  agenda: (shard: number, pace: string) => `${KEY_PREFIX}{a:${shard}}:${pace}`,
  /** String, expires: a process handles this interaction. */
  interactionClaim: (interactionId: string) => `${KEY_PREFIX}{i:${interactionId}}:claim`,
  /** String, expires after 5 s: a shard of this bucket has started its gateway session. */
  identify: (bucket: number) => `${KEY_PREFIX}{identify}:${bucket}`,
  /** String, expires: when the last reserved message send ends. */
  sendRateLimit: () => `${KEY_PREFIX}{send-rate-limit}`,
  /** String, expires after a minute: proves that Redis accepts writes. */
  probe: () => `${KEY_PREFIX}{probe}`,
  /** Sorted set: keyed hash of a learner's id, and the key → when they deleted their data. */
  erasures: () => `${KEY_PREFIX}{erasures}`,
  /** String: version of the data format. */
  formatVersion: () => `${KEY_PREFIX}{rootine}:format-version`,
  /** String: a restore has started but not finished, so data is missing. */
  restoring: () => `${KEY_PREFIX}{rootine}:restoring`,
};

/** Prefix of every guild's keys. */
export const GUILD_PREFIX = `${KEY_PREFIX}{g:`;
/** Prefix of the agenda's keys. */
export const AGENDA_PREFIX = `${KEY_PREFIX}{a:`;
/** Prefixes of all keys that must not be lost. The others expire, or belong to queues. */
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

/** Parses a key as keys.ts writes it. */
export function parseKey(key: string): KeyOwner {
  const { data } = parts.safeParse(/^rootine:\{([gua]):(\d+)\}:([^:]+)(?::(.*))?$/s.exec(key)?.slice());
  if (!data) return { key, owner: "other" };
  const [, tag, id, kind, rest = ""] = data;
  if (tag === "g") return { key, owner: "guild", guildId: id, kind, rest };
  return tag === "u" ? { key, owner: "learner", userId: id, kind } : { key, owner: "agenda" };
}
