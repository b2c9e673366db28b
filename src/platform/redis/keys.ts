/**
 * Every Redis key, in one place. All keys of a guild share the hash tag {g:…} and all keys of a learner {u:…}, so scripts
 * can work on them in Redis Cluster. The agenda is spread over the tags {a:…}.
 */
export const keys = {
  // Guilds and their settings
  /** Prefix of every key of a guild. */
  guildPrefix: (guildId: string) => `{g:${guildId}}:`,
  /** Set: ids of the guilds the bot is in. */
  guilds: () => "{guilds}:present",
  /** Hash: setting → value, unless it is the default. */
  settings: (guildId: string) => `{g:${guildId}}:settings`,
  /** List: audit log entries, newest first. */
  auditLog: (guildId: string) => `{g:${guildId}}:audit-log`,
  /** String: a notification on its way, or "sent". */
  notification: (guildId: string, id: string) => `{g:${guildId}}:notification:${id}`,

  // Schedules and posts
  /** Hash: schedule id → schedule. */
  schedules: (guildId: string) => `{g:${guildId}}:schedules`,
  /** Hash: schedule id → what happened to its latest slot. */
  lastRuns: (guildId: string) => `{g:${guildId}}:last-runs`,
  /** Sorted set: question id → when it was last posted. */
  lastPosted: (guildId: string) => `{g:${guildId}}:last-posted`,
  /** Sorted set: slot id → when it was due; every post ever made. */
  posts: (guildId: string) => `{g:${guildId}}:posts`,
  /** Sorted set: slot id → when it closes; posts that accept answers. */
  openPosts: (guildId: string) => `{g:${guildId}}:open-posts`,
  /** Hash: the post of a slot. */
  post: (guildId: string, slotId: string) => `{g:${guildId}}:post:${slotId}`,
  /** Hash: user id → answer. */
  answers: (guildId: string, slotId: string) => `{g:${guildId}}:answers:${slotId}`,

  // Points
  /**
   * Hash of counters. serial: schedules; audited: audit log entries; answered, correct, credited: answers, correct
   * answers and credits that count; deleted: answers and credits their members deleted; rescored: answers rescored.
   * answered + credited + deleted is the shared sequence of answers and credits, and never decreases.
   */
  totals: (guildId: string) => `{g:${guildId}}:totals`,
  /** Hash: user id → streak. */
  streaks: (guildId: string) => `{g:${guildId}}:streaks`,
  /** Sorted set: user id → score; see score.lua. */
  leaderboard: (guildId: string, name: string) => `{g:${guildId}}:leaderboard:${name}`,
  /** Set: ids of members who are hidden from leaderboards. */
  hiddenMembers: (guildId: string) => `{g:${guildId}}:hidden-members`,
  /** Hash: user id and reason → credit; one hash per season, and "ever" for credits given once. */
  credits: (guildId: string, scope: string) => `{g:${guildId}}:credits:${scope}`,
  /** Hash: user id → points that count toward the cap of this day. */
  creditedOn: (guildId: string, day: string) => `{g:${guildId}}:credited-on:${day}`,
  /** Set: requests to recompute a member's leaderboard entries, each with the instant, day and topic concerned. */
  pendingRecomputes: (guildId: string) => `{g:${guildId}}:pending-recomputes`,
  /** Hash: season number → its winners. */
  hallOfFame: (guildId: string) => `{g:${guildId}}:hall-of-fame`,

  // A guild's own questions
  /** Hash: question id → question. */
  ownQuestions: (guildId: string) => `{g:${guildId}}:own-questions`,
  /** Hash: "version" → number of changes to the own questions; id of a built-in question → the day it was retired here. */
  bank: (guildId: string) => `{g:${guildId}}:bank`,
  /** Hash: item id → suggestion or report that waits for a moderator. */
  reviewQueue: (guildId: string) => `{g:${guildId}}:review-queue`,
  /** String, expires: the question this member is writing. */
  draft: (guildId: string, userId: string) => `{g:${guildId}}:draft:${userId}`,
  /** Hash, expires: question id → question, of an import that waits for confirmation. */
  pendingImport: (guildId: string, importId: string) => `{g:${guildId}}:pending-import:${importId}`,
  /** String: the latest item analysis. */
  itemAnalysis: (guildId: string) => `{g:${guildId}}:item-analysis`,
  /** Hash: question id → revision whose answer key a moderator confirmed. */
  confirmedKeys: (guildId: string) => `{g:${guildId}}:confirmed-keys`,

  // Live quizzes
  /** String: id of the live quiz in progress in a channel. */
  activeLiveQuiz: (guildId: string, channelId: string) => `{g:${guildId}}:active-live-quiz:${channelId}`,
  /** Hash: a live quiz and what recording an answer needs. */
  liveQuiz: (guildId: string, quizId: string) => `{g:${guildId}}:live-quiz:${quizId}`,
  /** Set: ids of the players. */
  liveQuizPlayers: (guildId: string, quizId: string) => `{g:${guildId}}:live-quiz-players:${quizId}`,
  /** Hash: user id → rank after the latest round. */
  liveQuizRanks: (guildId: string, quizId: string) => `{g:${guildId}}:live-quiz-ranks:${quizId}`,
  /** Hash: round and user id → answer. */
  liveQuizAnswers: (guildId: string, quizId: string) => `{g:${guildId}}:live-quiz-answers:${quizId}`,
  /** String, expires: when the last reserved edit in a channel ends. */
  liveQuizRateLimit: (guildId: string, channelId: string) => `{g:${guildId}}:live-quiz-rate-limit:${channelId}`,

  // Learners
  /** Hash: question id → this learner's history with it, including its review card. */
  history: (userId: string) => `{u:${userId}}:history`,
  /** Hash: topic → mastery. */
  mastery: (userId: string) => `{u:${userId}}:mastery`,
  /** Hash: day and mode → number of answers; the last 13 weeks. */
  activity: (userId: string) => `{u:${userId}}:activity`,
  /** Sorted set: guild id → when this learner first used the bot there. */
  learnerGuilds: (userId: string) => `{u:${userId}}:guilds`,
  /** Hash: the latest quiz or review, and the id of its open question. */
  quiz: (userId: string) => `{u:${userId}}:quiz`,
  /** Hash: id, version, attempt: the open exam attempt. */
  examAttempt: (userId: string) => `{u:${userId}}:exam-attempt`,
  /** Hash: attempt id → result. */
  examResults: (userId: string) => `{u:${userId}}:exam-results`,
  /** Hash: attempt id → submitted attempt that still has to be processed. */
  submittedExams: (userId: string) => `{u:${userId}}:submitted-exams`,
  /** String: id of an attempt that timed out and whose result the learner has not seen yet. */
  unseenExam: (userId: string) => `{u:${userId}}:unseen-exam`,
  /** String, expires after a day: this result has been shared. */
  sharedExam: (userId: string, attemptId: string) => `{u:${userId}}:shared-exam:${attemptId}`,
  /** Hash: time, zone; day, since, sent: the latest day with a reminder, when it was started, and whether it was sent. */
  reminder: (userId: string) => `{u:${userId}}:reminder`,
  /** String: the reminder was turned off because direct messages are closed; the learner has not been notified yet. */
  reminderUndeliverable: (userId: string) => `{u:${userId}}:reminder-undeliverable`,

  // Built-in questions
  /** Hash: question id → revision its answers were last scored with. */
  questionRevisions: () => "{questions}:revisions",
  /** Hash: question id and revision → how far its difficulty rating has moved. */
  ratings: () => "{questions}:ratings",
  /** Hash: question id and revision → number of first attempts that moved it. */
  ratingCounts: () => "{questions}:rating-counts",

  // Processes
  /** Sorted set: agenda entry → when it is due. */
  agenda: (shard: number, pace: string) => `{a:${shard}}:${pace}`,
  /** String, expires: a process handles this interaction. */
  interactionClaim: (interactionId: string) => `{i:${interactionId}}:claim`,
  /** String, expires after 5 s: a shard of this bucket has started its gateway session. */
  identify: (bucket: number) => `{identify}:${bucket}`,
  /** String, expires: when the last reserved message send ends. */
  sendRateLimit: () => "{send-rate-limit}",
  /** String, expires after a minute: proves that Redis accepts writes. */
  probe: () => "{probe}",
  /** String: version of the data format. */
  formatVersion: () => "{rootine}:format-version",
  /** String: a restore has started but not finished, so data is missing. */
  restoring: () => "{rootine}:restoring",
};

/** Prefixes of all keys that must not be lost. The others expire, or belong to queues. */
export const PERSISTENT_PREFIXES = ["{g:", "{u:", "{a:", "{questions}"] as const;
