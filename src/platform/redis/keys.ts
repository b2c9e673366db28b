import type { Pace } from "../jobs/define-job.ts";

/**
 * Every key, in one place. What belongs to a guild carries the hash tag {g:…}, so that a script may touch all of it on
 * Redis Cluster; what belongs to a learner carries {u:…}, and the agenda is spread over tags of its own.
 */
export const keys = {
  /** What every key of a guild begins with. */
  guild: (guildId: string) => `{g:${guildId}}:`,
  /** String, for a minute: proof that something can be written. */
  probe: () => "{probe}",
  /** Set: the guilds the bot is in. */
  guilds: () => "{guilds}:present",
  /** Hash: schedule id → its rule. */
  schedules: (guildId: string) => `{g:${guildId}}:schedules`,
  /** Hash: schedule id → what became of its latest slot. */
  runs: (guildId: string) => `{g:${guildId}}:runs`,
  /** Hash: setting → value, where it is not the default; also weekChanges and closings, see core/calendar.ts. */
  settings: (guildId: string) => `{g:${guildId}}:settings`,
  /** List: what was changed, by whom and when, the newest first. */
  audit: (guildId: string) => `{g:${guildId}}:audit`,
  /** Hash: question id → question; the guild's own ones. */
  ownQuestions: (guildId: string) => `{g:${guildId}}:own-questions`,
  /** Hash: version → how often its own questions changed; id of a built-in question → the day it was retired here. */
  bank: (guildId: string) => `{g:${guildId}}:bank`,
  /** Hash: case id → suggestion or report that waits for a moderator. */
  queue: (guildId: string) => `{g:${guildId}}:queue`,
  /** String, for a while: the question this member is writing. */
  draft: (guildId: string, userId: string) => `{g:${guildId}}:draft:${userId}`,
  /** Hash, for a while: question id → question, of an import that waits to be confirmed. */
  importing: (guildId: string, importId: string) => `{g:${guildId}}:import:${importId}`,
  /** String: a notice on its way, or "sent". */
  notice: (guildId: string, id: string) => `{g:${guildId}}:notice:${id}`,
  /** Hash: number of a season → who won it. */
  hall: (guildId: string) => `{g:${guildId}}:hall`,
  /**
   * Hash: serial (of schedules); audited: how many changes were ever noted; answered, right, credited: what stands;
   * forgotten: answers and credits whose members took them away. answered + credited + forgotten is the sequence of
   * answers and credits: it only ever rises. rescored: how many answers were judged again.
   */
  totals: (guildId: string) => `{g:${guildId}}:totals`,
  /** Sorted set: question id → when it was last asked. */
  asked: (guildId: string) => `{g:${guildId}}:asked`,
  /** Sorted set: slot id → when it was due; every post there ever was. */
  posts: (guildId: string) => `{g:${guildId}}:posts`,
  /** Sorted set: slot id → when it closes; the posts that take answers. */
  open: (guildId: string) => `{g:${guildId}}:open`,
  /** Hash: the post of a slot. */
  post: (guildId: string, slotId: string) => `{g:${guildId}}:post:${slotId}`,
  /** Hash: user id → answer. */
  answers: (guildId: string, slotId: string) => `{g:${guildId}}:answers:${slotId}`,
  /** Hash: user id → streak. */
  streaks: (guildId: string) => `{g:${guildId}}:streaks`,
  /** Set: user ids of members who are not shown on boards. */
  hidden: (guildId: string) => `{g:${guildId}}:hidden`,
  /** String: how the questions do, as it was reckoned last. */
  health: (guildId: string) => `{g:${guildId}}:health`,
  /** Hash: question id → the revision whose key a moderator has checked. */
  checked: (guildId: string) => `{g:${guildId}}:checked`,
  /** Set: members whose boards are to be told again, each with an instant, a day and a topic they are to be told for. */
  touched: (guildId: string) => `{g:${guildId}}:touched`,
  /** Hash: user id and reason → what was credited, once in this season or, in "ever", once for ever. */
  credits: (guildId: string, scope: string) => `{g:${guildId}}:credits:${scope}`,
  /** Hash: user id → points credited on a day under its cap. */
  creditedOn: (guildId: string, day: string) => `{g:${guildId}}:credited:${day}`,
  /** Sorted set: user id → points and how early they were reached, as one number; see record.lua. */
  board: (guildId: string, name: string) => `{g:${guildId}}:board:${name}`,
  /** String, for 5 s: a shard of this bucket has begun its gateway session. */
  identify: (bucket: number) => `{identify}:${bucket}`,
  /** String, for as long as it is to come: when the last turn to send that was taken ends. */
  sendTurns: () => "{turns}:end",
  /** String: id of the live quiz under way in a channel. */
  liveIn: (guildId: string, channelId: string) => `{g:${guildId}}:live-in:${channelId}`,
  /** String, for as long as it is to come: when the last turn to draw a live quiz in a channel ends. */
  drawTurns: (guildId: string, channelId: string) => `{g:${guildId}}:draw-turns:${channelId}`,
  /** Hash: a live quiz, and what an answer has to know of it; see live.ts. */
  live: (guildId: string, quizId: string) => `{g:${guildId}}:live:${quizId}`,
  /** Set: user ids of those who play it. */
  livePlayers: (guildId: string, quizId: string) => `{g:${guildId}}:live-players:${quizId}`,
  /** Hash: user id → how they stand after the latest round. */
  livePlaces: (guildId: string, quizId: string) => `{g:${guildId}}:live-places:${quizId}`,
  /** Hash: round and user id → answer. */
  liveAnswers: (guildId: string, quizId: string) => `{g:${guildId}}:live-answers:${quizId}`,
  /** String: somebody acts on this interaction already. */
  interaction: (interactionId: string) => `{i:${interactionId}}:taken`,
  /** Hash: question id → what this learner has seen of it, with its card. */
  seen: (userId: string) => `{u:${userId}}:seen`,
  /** Hash: state, open (question id): the quiz or review under way, or the latest; see quizzes.ts. */
  quiz: (userId: string) => `{u:${userId}}:quiz`,
  /** Hash: day and sitting → how many answers; the last 13 weeks. */
  activity: (userId: string) => `{u:${userId}}:activity`,
  /** Sorted set: guild id → when this learner last answered a question posted there; few, and not for ever. */
  places: (userId: string) => `{u:${userId}}:places`,
  /** Hash: time, zone; day, since, sent: the last day that had a letter, when it was begun, whether it went. */
  reminder: (userId: string) => `{u:${userId}}:reminder`,
  /** String: the reminder went because direct messages are closed, and its learner has still to be told. */
  reminderClosed: (userId: string) => `{u:${userId}}:reminder-closed`,
  /** Hash: topic → mastery. */
  mastery: (userId: string) => `{u:${userId}}:mastery`,
  /** Hash: built-in question id → the revision that answers were judged by last. */
  revisions: () => "{items}:revisions",
  /** Hash: question id and revision → how far its difficulty has moved from its seed. */
  ratings: () => "{items}:ratings",
  /** Hash: question id and revision → how many first attempts moved it. */
  ratingCounts: () => "{items}:rating-counts",
  /** String: the open exam attempt: id, version and the rest; see exams.ts. */
  exam: (userId: string) => `{u:${userId}}:exam`,
  /** Hash: attempt id → its result. */
  examResults: (userId: string) => `{u:${userId}}:exam-results`,
  /** Hash: attempt id → a submitted attempt whose consequences are still to be seen to. */
  examsSubmitted: (userId: string) => `{u:${userId}}:exams-submitted`,
  /** String: id of an attempt that was submitted by time while the learner was away. */
  examUntold: (userId: string) => `{u:${userId}}:exam-untold`,
  /** String, for a day: what shared this result. */
  examShared: (userId: string, attemptId: string) => `{u:${userId}}:exam-shared:${attemptId}`,
  /** Sorted set: agenda entry → when it is due. */
  agenda: (shard: number, pace: Pace) => `{a:${shard}}:${pace}`,
  /** String: the version of the shape all data is in; see migrate.ts. */
  schema: () => "{rootine}:schema",
  /** String, for a while: who brings the data into the shape of this version. */
  migrating: () => "{rootine}:migrating",
  /** String: a restore has begun and not ended, so there is but a part of the data. */
  restoring: () => "{rootine}:restoring",
};

/** How the keys begin that hold what must not be lost; all others are gone by themselves in minutes, or are queues. */
export const LASTING = ["{g:", "{u:", "{a:", "{items}"] as const;
