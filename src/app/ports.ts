import type { Activity } from "../core/activity.ts";
import type { AgendaEntry, Pace } from "../core/agenda.ts";
import type { Answer } from "../core/answer.ts";
import type { Attempt, Result } from "../core/attempt.ts";
import type { AuditEntry } from "../core/audit.ts";
import type { Credit, Standing } from "../core/board.ts";
import type { Calendar, WeekStart } from "../core/calendar.ts";
import type { Case } from "../core/case.ts";
import type { PersonalRecord } from "../core/export.ts";
import type { FirstAttempt, ItemStatistics } from "../core/item-analysis.ts";
import type { Known, Learnt, Seen } from "../core/learner.ts";
import type { Crowd, Live, LiveAnswer, OptionNames } from "../core/live.ts";
import type { LivePlace, LiveResult } from "../core/live-score.ts";
import type { Mastery, Rating } from "../core/mastery.ts";
import type { Earned, Outgoing } from "../core/notice.ts";
import type { Period } from "../core/period.ts";
import type { Post } from "../core/post.ts";
import type { Difficulty, Question } from "../core/question.ts";
import type { Quiz } from "../core/quiz.ts";
import type { Nudge, Reminder } from "../core/reminder.ts";
import type { Results } from "../core/results.ts";
import type { ChannelTrouble, Schedule, SkipReason } from "../core/schedule.ts";
import type { FeedbackTime, Settings, SettingsPatch } from "../core/settings.ts";
import type { Streak } from "../core/streak.ts";
import type { Form } from "../core/suggestion.ts";
import type { Instant, LocalDate, Zone } from "../core/time.ts";
import type { Topic } from "../core/topic.ts";

/** What the capabilities need from outside. Stores implement these on Redis, `discord/` on Discord. */

export type ScheduleStore = {
  list(guildId: string): Promise<Schedule[]>;
  find(guildId: string, id: string): Promise<Schedule | undefined>;
  /** A number no schedule of this guild has had. */
  nextSerial(guildId: string): Promise<number>;
  /** "taken": the id exists; "full": the guild holds `limit` schedules already. */
  add(guildId: string, schedule: Schedule, limit: number): Promise<"added" | "taken" | "full">;
  /** Puts `after` in the place of `before`; false, and nothing done, if somebody changed it meanwhile. */
  replace(guildId: string, before: Schedule, after: Schedule): Promise<boolean>;
  remove(guildId: string, id: string): Promise<void>;
  noteRun(guildId: string, id: string, run: LastRun): Promise<void>;
  /** What became of each schedule's latest slot, by schedule id. */
  lastRuns(guildId: string): Promise<Map<string, LastRun>>;
};

export type LastRun =
  | { outcome: "posted"; at: Instant; channelId: string; messageId: string }
  /** Without a reason: the bot was away. */
  | { outcome: "skipped"; at: Instant; reason?: SkipReason }
  /** A question wished for by hand, which its channel did not take. */
  | { outcome: "refused"; at: Instant; channelId: string; trouble: ChannelTrouble };

/** Of several processes that hear the same interaction, the one that acts on it. */
export type Interactions = {
  /** True for the first that asks, false for every later one. */
  take(interactionId: string): Promise<boolean>;
};

/** All that is due, by time. Every entry has one time; entries are equal when all their fields are. */
export type Agenda = {
  set(entry: AgendaEntry, at: Instant): Promise<void>;
  /** Moves the entry only forward to an earlier time, or adds it. */
  setNoLater(entry: AgendaEntry, at: Instant): Promise<void>;
  /** Adds the entry unless it is there already. */
  setIfAbsent(entry: AgendaEntry, at: Instant): Promise<void>;
  remove(entry: AgendaEntry): Promise<void>;
};

/** The agenda as a dispatcher sees it: what is due, and what becomes of it. */
export type AgendaFeed = {
  /** The entries of a pace that are due at `now`, the longest due first, at most `limit` of each shard. */
  due(pace: Pace, now: Instant, limit: number): Promise<DueEntry[]>;
  /** How many entries of a pace are due at `now`. */
  backlog(pace: Pace, now: Instant): Promise<number>;
  /** Moves entries on to `next`, or removes them; one that was moved meanwhile is left alone. */
  settle(entries: readonly (DueEntry & { next?: Instant })[]): Promise<void>;
};
/** `text` is the entry as it is stored in `list`; `entry` is absent where a newer version wrote what this one does not know. */
export type DueEntry = { list: string; text: string; entry: AgendaEntry | undefined; at: Instant };

/** A fixed choice for a slot. `again`: an earlier try may have sent it. `stale`: pick another question. */
export type Claim = { outcome: "fresh" | "again" | "done"; post: Post } | { outcome: "skipped" } | { outcome: "stale" };

export type PostStore = {
  find(guildId: string, slotId: string): Promise<Post | undefined>;
  /** When each question was last asked in this guild. */
  askedAt(guildId: string): Promise<Map<string, Instant>>;
  /** The posts that were due from `from` until before `to`. */
  between(guildId: string, from: Instant, to: Instant): Promise<Post[]>;
  /** The posts of this guild that take answers now, newest first. */
  open(guildId: string, now: Instant): Promise<Post[]>;
  /**
   * Fixes the question of a slot, once: a later claim gets the earlier one. "stale" when the picked question was asked
   * elsewhere since `expectedAskedAt` was read.
   */
  claim(post: Post, expectedAskedAt: Instant | undefined): Promise<Claim>;
  /** Sends a claimed post elsewhere, or later, than it was first meant to go. */
  renew(post: Post, to: Pick<Post, "channelId" | "closesAt">): Promise<Post>;
  /** Has this slot become anything already, be it only skipped? */
  isSettled(guildId: string, slotId: string): Promise<boolean>;
  /** claimed → sent, as the message it became. */
  markSent(post: Post, message: SentMessage): Promise<void>;
  /** claimed or sent → revealed: from here on no answer counts. */
  markRevealed(post: Post): Promise<void>;
  markThreadOpened(post: Post): Promise<void>;
  /** Nothing or claimed → skipped. */
  markSkipped(slot: SkippedSlot): Promise<void>;
};

export type SkippedSlot = {
  guildId: string;
  slotId: string;
  scheduleId: string;
  slotAt: Instant;
  reason?: SkipReason;
};

export type Recording =
  | { outcome: "recorded"; sequence: number; rankToday?: number }
  | { outcome: "already"; answer: Answer }
  | { outcome: "closed" }
  /** The member's streak is not what the answer was reckoned with: reckon again. */
  | { outcome: "stale"; streak: Streak | undefined };

export type AnswerStore = {
  /** What a click needs to know, in one round trip. */
  situation(guildId: string, slotId: string, userId: string): Promise<Situation>;
  /** What is known of a member apart from any post. */
  member(guildId: string, userId: string): Promise<MemberState>;
  /** Records a member's first answer with all that follows from it, in one step, or nothing. */
  record(post: Post, answer: NewAnswer, calendar: Calendar): Promise<Recording>;
  /** The answers to a post some at a time, each as it is when it is given; one may come twice. */
  some(guildId: string, slotId: string): AsyncIterable<readonly Answer[]>;
  /** The answers to a post in the order they counted. */
  ofPost(guildId: string, slotId: string): Promise<Answer[]>;
  count(guildId: string, slotId: string): Promise<number>;
  /** How many answers this guild has given to all posts, how many were right, and how many credits there are. */
  totals(guildId: string): Promise<{ answered: number; right: number; credited: number }>;
};

/** `zone` is that of the guild's days. */
export type MemberState = { streak?: Streak; zone: Zone };
/** `bankVersion` is that of the guild's own questions. */
export type Situation = MemberState & {
  calendar: Calendar;
  feedback: FeedbackTime;
  bankVersion: number;
  post?: Post;
  answer?: Answer;
};

export type NewAnswer = Omit<Answer, "sequence" | "streak"> & { streakBefore: Streak | undefined; streakAfter: Streak };

export type CreditStore = {
  /**
   * Credits each to its member, once for one reason, in a season or for ever, and within the cap of its day where it has one. Tells
   * for each what was credited, now or before. A calendar that has just been read saves a round trip.
   */
  credit(guildId: string, credits: readonly NewCredit[], calendar?: Calendar): Promise<Pick<Credit, "points" | "at">[]>;
};
export type NewCredit = Omit<Credit, "sequence"> & {
  dailyCap?: number;
  /** Once for ever, and not once a season. */
  onceForEver?: true;
};

export type BoardStore = {
  /**
   * `size` places from `first` on ("own": the page that holds this member), in one round trip; a `first` past the end
   * gives the last page.
   */
  page(guildId: string, board: string, userId: string, first: number | "own", size: number): Promise<BoardSlice>;
  /** The points of these members; none for who is not on the board. */
  points(guildId: string, board: string, userIds: readonly string[]): Promise<Map<string, number>>;
  /** Which of these boards somebody stands on. */
  played(guildId: string, boards: readonly string[]): Promise<ReadonlySet<string>>;
};

export type BoardSlice = {
  members: number;
  /** The asking member chose not to be shown. */
  hidden?: true;
  /** Places count from 0 here; absent: this member is not on the board. */
  ownRank?: number;
  first: number;
  page: RankedStanding[];
  /** The member's own place with its neighbours. */
  around: RankedStanding[];
};
export type RankedStanding = Omit<Standing, "sequence"> & { rank: number; streak?: Streak };

/** The members of a guild who are shown neither on boards nor among the first. */
export type HiddenMembers = {
  of(guildId: string): Promise<ReadonlySet<string>>;
  add(guildId: string, userId: string): Promise<void>;
  remove(guildId: string, userId: string): Promise<void>;
};

/** All that is kept about one person, wherever it stands. */
export type PersonalData = {
  read(userId: string): Promise<PersonalRecord>;
  /** Takes it away wherever it is found; how often it was. Once nothing is found, there is nothing. */
  forget(userId: string): Promise<number>;
};

/** How questions did, of all that had enough first attempts; see core/item-analysis.ts. */
export type Analysis = { at: Instant; items: (ItemStatistics & { rev: number; unchosen: string[] })[] };

export type HealthStore = {
  /** First answers to what was asked in this guild and is revealed; of very many members those of some. */
  attempts(guildId: string): Promise<FirstAttempt[]>;
  load(guildId: string): Promise<Analysis | undefined>;
  save(guildId: string, analysis: Analysis): Promise<void>;
  /** The revisions whose keys moderators have checked, by question id. */
  checked(guildId: string): Promise<ReadonlyMap<string, number>>;
  check(guildId: string, questionId: string, rev: number): Promise<void>;
};

/** A member whose boards are to be told again, for what was earned then. */
export type Touched = { name: string; userId: string; at: Instant; day: LocalDate; topic: Topic };

/** What judging answers again needs to keep. */
export type RescoreStore = {
  /** The posts of a question whose answers were judged by an earlier revision. */
  outdated(guildId: string, question: Pick<Question, "id" | "rev">): Promise<Post[]>;
  /** Puts answers judged again in the place of what they were, and notes whose boards are to follow. */
  replace(post: Post, changes: readonly { before: Answer; after: Answer }[]): Promise<void>;
  /** All answers to this post are judged by this revision. */
  settle(post: Post, rev: number): Promise<void>;
  touched(guildId: string): Promise<Touched[]>;
  restated(guildId: string, touched: readonly Touched[]): Promise<void>;
  /** The revisions of the built-in questions as they were noted last, by id. */
  revisions(): Promise<ReadonlyMap<string, number>>;
  revisionOf(questionId: string): Promise<number | undefined>;
  noteRevisions(questions: readonly Pick<Question, "id" | "rev">[]): Promise<void>;
  /** The guilds that were asked any of these questions. */
  askedIn(questionIds: readonly string[]): AsyncIterable<{ guildId: string; questionIds: readonly string[] }>;
};

/** Which guilds the bot is in, as far as it was noted, and all that is kept of one. */
export type GuildData = {
  note(guildIds: readonly string[]): Promise<void>;
  strike(guildId: string): Promise<void>;
  noted(): Promise<string[]>;
  isNoted(guildId: string): Promise<boolean>;
  /** Removes everything of a guild, some at a time; how much there was. */
  remove(guildId: string): Promise<number>;
};

/** How far a guild's answers and credits had come. What was recorded before a mark can be read after it. */
export type Mark = { sequence: number; rescored: number };
/** What an answer or a credit adds to its member's standings. */
export type Earning = { userId: string; points: number; sequence: number; at: Instant; day: LocalDate; topic?: Topic };

/** Boards as they are told again, for some of their members. */
export type StandingStore = {
  mark(guildId: string): Promise<Mark>;
  /** All that these members ever earned in a guild, some at a time; what is recorded meanwhile may be among it. */
  earned(guildId: string, userIds: readonly string[]): AsyncIterable<readonly Earning[]>;
  /**
   * Puts standings told since `mark` in the place of what stands on a board; hidden members leave it. Tells for whom
   * nothing was done, for they earned more meanwhile or their answers were judged again. A board whose time is over is
   * not made anew.
   */
  write(guildId: string, board: RestatedBoard, standings: readonly Standing[], mark: Mark): Promise<string[]>;
};
/** `at`: when something was earned that counts for it; `now`: the present. */
export type RestatedBoard = { name: string; period: Period; at: Instant; now: Instant };
/** Who won the seasons that are over. */
export type HallStore = {
  /** Keeps the winners of a season, once. */
  enter(guildId: string, season: number, entry: HallEntry): Promise<void>;
  holds(guildId: string, season: number): Promise<boolean>;
  /** The seasons that are over, the latest first. */
  all(guildId: string): Promise<(HallEntry & { season: number })[]>;
};
export type HallEntry = { closedAt: Instant; winners: readonly Earned[]; members: number };

export type SettingsStore = {
  of(guildId: string): Promise<Settings>;
  /** Changes these settings and no others, in one step; of two changes of one setting the later stands. */
  change(guildId: string, patch: SettingsPatch): Promise<{ before: Settings; after: Settings }>;
  /** The zone of a guild's days; UTC until somebody chose one. */
  zone(guildId: string): Promise<Zone | undefined>;
  calendar(guildId: string): Promise<Calendar>;
  /** Weeks start on another day from the next such day on; `today` is the guild's. */
  changeWeekStart(guildId: string, start: WeekStart, today: LocalDate): Promise<{ before: Settings; after: Settings }>;
  /** Ends season number `season` at this instant, once; tells when it ended, now or before. */
  closeSeason(guildId: string, season: number, at: Instant): Promise<Instant>;
  setZoneIfUnset(guildId: string, zone: Zone): Promise<void>;
};

/** A guild's latest changes, the newest first. */
export type AuditLog = {
  /** Tells the entry's number, which no other of this guild has. */
  note(guildId: string, entry: AuditEntry): Promise<number>;
  /** `size` entries from `first` on, counted from 0, and how many there are. */
  page(guildId: string, first: number, size: number): Promise<{ entries: AuditEntry[]; total: number }>;
};

/** Notices on their way, and the names of those that were told. */
export type NoticeStore = {
  /** Keeps it, unless there is or was one of this id. */
  put(guildId: string, id: string, outgoing: Outgoing): Promise<void>;
  /** The notice, if it has still to be told. */
  find(guildId: string, id: string): Promise<Outgoing | undefined>;
  markTried(guildId: string, id: string, outgoing: Outgoing): Promise<void>;
  /** It has been told, or never can be. */
  settle(guildId: string, id: string): Promise<void>;
  /** Another notice may be told under this id. */
  forget(guildId: string, id: string): Promise<void>;
};

/** How notices reach their channel. Each may throw ChannelError, MessageError or TryLaterError. */
export type Announcer = {
  /** Two sends under one name within minutes make one message. */
  send(outgoing: Outgoing, name: string): Promise<void>;
  /** Did an earlier try send it? */
  wasSent(outgoing: Outgoing): Promise<boolean>;
};

/** What is known of a learner across guilds. */
export type LearnerStore = {
  /** Every question the learner has answered, by id. */
  seen(userId: string): Promise<Map<string, Seen>>;
  mastery(userId: string): Promise<Map<Topic, Mastery>>;
  /** What is known of these questions, and the mastery of every topic, in one round trip. */
  known(userId: string, questionIds: readonly string[]): Promise<Known>;
  /** Puts what was learnt in the place of what was known, all of it; false, and nothing done, if that changed meanwhile. */
  commit(userId: string, known: Known, learnt: Learnt): Promise<boolean>;
};

/** How much each learner answered on which day. */
export type ActivityStore = {
  /** Notes what sittings came to so far; told again, or again with more, each counts once. */
  note(userId: string, activities: readonly Activity[]): Promise<void>;
  /** That of the last weeks. */
  of(userId: string): Promise<Activity[]>;
};

/** In which guilds a learner answers what is posted: the last few, of the last weeks. */
export type PlacesStore = {
  note(userId: string, guildId: string, at: Instant): Promise<void>;
  lately(userId: string, now: Instant): Promise<string[]>;
};

export type QuizStore = {
  /** The learner's quiz, under way or ended, and what is known that its open question may change, in one round trip. */
  load(userId: string): Promise<{ quiz?: Quiz; known: Known }>;
  /**
   * Puts `after` in the place of `before`, with what was learnt, or nothing. "moved": another step came first;
   * "learnt": another answer taught something meanwhile, so reckon again.
   */
  save(
    userId: string,
    before: Quiz | undefined,
    after: Quiz,
    taught?: { known: Known; learnt: Learnt },
  ): Promise<"saved" | "moved" | "learnt">;
};

/** A live quiz as it is stored, with what is counted beside it. */
export type StoredLive = { live: Live; crowd: Crowd; lobbyMessageId?: string };

export type LiveRecording =
  /** `again`: it had been recorded before, by this very tap or an earlier one. */
  | { outcome: "recorded"; answer: LiveAnswer; again: boolean; names: OptionNames; crowd: Crowd }
  /** "closed": that round takes no answer any more; "strange": no such option; "full": no more players. */
  | { outcome: "closed" | "strange" | "full" };

/** The live quizzes of guilds, one under way in a channel at most. They are forgotten some days after they end. */
export type LiveStore = {
  /** "taken": another is under way in this channel. */
  create(live: Live): Promise<"created" | "taken">;
  load(guildId: string, quizId: string): Promise<StoredLive | undefined>;
  /**
   * Puts `after` in the place of `before`; false, and nothing done, if another step came first. `asked`: the options of
   * the round it opens, whose question counts as asked in the guild from `at` on.
   */
  save(before: Live, after: Live, asked?: { names: OptionNames; at: Instant }): Promise<boolean>;
  /** The lobby's message, as the first who knows it tells. */
  noteLobby(guildId: string, quizId: string, messageId: string): Promise<void>;
  join(guildId: string, quizId: string, userId: string): Promise<"joined" | "already" | "full" | "begun" | "over">;
  /** Records the first answer of a member to the round that takes answers; who answers plays. */
  answer(guildId: string, quizId: string, answer: LiveAnswer): Promise<LiveRecording>;
  answers(guildId: string, quizId: string): Promise<LiveAnswer[]>;
  /** Keeps who stands where after a round, so that each may ask without all being reckoned again. */
  keepPlaces(live: Live, places: readonly LivePlace[]): Promise<void>;
  /** How one player stands, and how many have played; nothing for who has answered nothing that is closed. */
  place(guildId: string, quizId: string, userId: string): Promise<LiveMine | undefined>;
};

/** How one player stands after the rounds that are closed; `asked` is how many of them count. */
export type LiveMine = Pick<LivePlace, "place" | "score" | "right"> & { players: number; asked: number };

/** What a live quiz shows in its channel. `settled`: its time has passed, and nothing can be done about it any more. */
export type LiveScreen = { live: Live; settled: boolean } & (
  | { show: "lobby"; players: number }
  | { show: "question"; question: Question; crowd: Crowd; closesAt: Instant }
  /** Of the present round. */
  | {
      show: "result";
      question: Question;
      results: readonly LiveResult[];
      places: readonly LivePlace[];
      nextAt: Instant;
    }
  | { show: "podium"; places: readonly LivePlace[] }
);

/** How live quizzes reach their channel. Each may throw ChannelError, MessageError or TryLaterError. */
export type LiveMessenger = {
  /** Sends a screen; two sends of one screen within minutes make one message. Returns the message's id. */
  send(screen: LiveScreen): Promise<string>;
  /** The message an earlier try sent for this screen, if one did. */
  find(screen: LiveScreen): Promise<string | undefined>;
  /** Draws a screen in the place of what the message shows. A message that is gone is left gone. */
  draw(messageId: string, screen: LiveScreen): Promise<void>;
};

/** How hard questions have proved to be, over all learners. */
export type RatingStore = {
  /** The ratings of these questions, by id; seeded where nobody has answered yet. */
  of(questions: readonly Question[]): Promise<Map<string, Rating>>;
  /** Moves ratings, each by one more first attempt. */
  move(moves: Learnt["moves"]): Promise<void>;
};

/** The exams of learners. Each has one attempt open at most. */
export type ExamStore = {
  open(userId: string): Promise<Attempt | undefined>;
  /** Puts `after` in the place of `before`, or of nothing; false, and nothing done, if another step came first. */
  save(userId: string, before: Attempt | undefined, after: Attempt): Promise<boolean>;
  /** Ends the open attempt; false, and nothing done, if another step came first. `told`: the learner is at the screen. */
  finish(userId: string, attempt: Attempt, result: Result, told: boolean): Promise<boolean>;
  /** A submitted attempt whose consequences have not been seen to. */
  submitted(userId: string, attemptId: string): Promise<Attempt | undefined>;
  /** The consequences of a submitted attempt have been seen to. */
  settle(userId: string, attemptId: string): Promise<void>;
  result(userId: string, attemptId: string): Promise<Result | undefined>;
  /** The latest results, oldest first. */
  results(userId: string): Promise<Result[]>;
  /** The attempt that time submitted while its learner was away, until that has been told. */
  untold(userId: string): Promise<Result | undefined>;
  markTold(userId: string, attemptId: string): Promise<void>;
  /** False if anything but `by` shared it a short while ago. */
  claimShare(userId: string, attemptId: string, by: string): Promise<boolean>;
  /** `by` could not share it after all. */
  releaseShare(userId: string, attemptId: string, by: string): Promise<void>;
};

/** The reminders of learners: at most one each, and one letter a day. */
export type ReminderStore = {
  find(userId: string): Promise<Reminder | undefined>;
  /** Turns it on, or changes it; the last day that had a letter stays known. */
  set(userId: string, reminder: Pick<Reminder, "time" | "zone">): Promise<Reminder>;
  /** Turns it off; false if it was off. */
  remove(userId: string): Promise<boolean>;
  /** Turns it off because nothing can be delivered, which its learner has still to be told. */
  close(userId: string): Promise<void>;
  /** True once after `close`, or `keepClosed`, unless it was turned on meanwhile. */
  takeClosed(userId: string): Promise<boolean>;
  keepClosed(userId: string): Promise<void>;
  /** Fixes that this day has its letter; `since`: an earlier try began then and may have sent it. */
  claim(
    userId: string,
    day: LocalDate,
    now: Instant,
  ): Promise<{ outcome: "claimed"; since?: Instant } | { outcome: "done" }>;
  markSent(userId: string, day: LocalDate): Promise<void>;
};

/** All questions a guild sees; those it retired carry the day, also where they are built in. */
export type Bank = {
  find(id: string): Question | undefined;
  /** Every question's id, retired ones too. */
  ids(): readonly string[];
  pool(filter: { topic?: Topic | undefined; difficulty?: Difficulty | undefined }): readonly Question[];
};

/** The banks of all guilds. A bank is a view of one moment: ask anew for every use. */
export type Banks = {
  /** The questions that come with the bot. */
  builtIn: Bank;
  /** A guild's bank as it is now, in one round trip; the built-in one where there is no guild. */
  of(guildId: string | undefined): Promise<Bank>;
  /** The bank as it was when it was last asked for, at once: a guess at what to read beside it. */
  lately(guildId: string | undefined): Bank;
  /** One question of a guild's bank: as of a version that was just read, or as it is now. */
  find(guildId: string, questionId: string, version?: number): Promise<Question | undefined>;
  /** A bank that knows all these questions at these revisions or later ones; most often without a round trip. */
  holding(guildId: string | undefined, items: readonly { questionId: string; rev: number }[]): Promise<Bank>;
};

/** What a guild has made of its bank. `version` is another after every change. */
export type OwnBank = {
  version: number;
  /** Its own questions, retired ones too. */
  questions: readonly Question[];
  /** The built-in questions it has retired, with the day. */
  retired: ReadonlyMap<string, LocalDate>;
};

export type OwnBankStore = {
  version(guildId: string): Promise<number>;
  load(guildId: string): Promise<OwnBank>;
  /**
   * Writes these questions over those of the same ids, all or none, and settles the case they came from. "moved": the
   * bank is no longer at version `read`, or the case is another; "full": the guild would have too many.
   */
  change(
    guildId: string,
    read: number,
    questions: readonly Question[],
    settled?: { id: string; edition: number },
  ): Promise<"done" | "moved" | "full">;
  /** Retires a built-in question for this guild, or with no day lets it be asked again. */
  retireBuiltIn(guildId: string, questionId: string, day: LocalDate | undefined): Promise<void>;
};

/** What an author should mend in a question; `at` names the part. */
export type Finding = { severity: "error" | "warning"; at: string; message: string };

/** The rules that the built-in questions answer to, for those of guilds. */
export type QuestionLinter = {
  /** What they say about a question that stands, or would stand, among these. */
  lint(question: Question, among: readonly Question[], today: LocalDate): Promise<Finding[]>;
};

/** A file of questions. */
export type ImportFile = { kind: "yaml" | "json" | "csv"; bytes: Uint8Array };

/** Reads files of questions for a guild's bank, which holds the `known` ones. */
export type ImportReader = {
  read(file: ImportFile & { guildId: string; today: LocalDate; known: readonly Question[] }): Promise<ImportReading>;
};

/** What is in a file, and what is wrong with it. `questions`: those to be written, none while there is an error. */
export type ImportReading = {
  questions: readonly [id: string, question: string][];
  added: number;
  changed: number;
  same: number;
  problems: readonly { line: number; severity: "error" | "warning"; message: string }[];
};

/** Writes questions as files, none larger than this, that the reader takes in again as the same. */
export type QuestionWriter = { write(questions: readonly Question[], mostBytes: number): Promise<Uint8Array[]> };

/** What people upload. May throw a UserError. */
export type Attachments = { read(url: string, mostBytes: number): Promise<Uint8Array> };

/** Imports that wait to be confirmed. */
export type ImportStore = {
  /** Keeps what is to be written into a bank of this version, for a while. */
  keep(guildId: string, importId: string, version: number, questions: ImportReading["questions"]): Promise<void>;
  /** The questions it is to write; none where it is gone, or done. */
  ids(guildId: string, importId: string): Promise<string[]>;
  /** Writes it, all or nothing; tells how many questions that were, now or before. "moved": the bank has changed. */
  commit(guildId: string, importId: string): Promise<{ count: number } | "gone" | "moved" | "full">;
  drop(guildId: string, importId: string): Promise<void>;
};

/** What waits for the moderators of a guild. */
export type QueueStore = {
  /** The oldest first. */
  list(guildId: string): Promise<Case[]>;
  find(guildId: string, id: string): Promise<Case | undefined>;
  /**
   * "again": this member's very suggestion waits already. "full": as many of its kind wait as may; "yours-full": as many
   * of this member's.
   */
  add(guildId: string, one: Case): Promise<"added" | "again" | "full" | "yours-full">;
  /** Puts a later edition in the place of the one before it; false, and nothing done, if there is another by now. */
  change(guildId: string, after: Case): Promise<boolean>;
  /** Takes it off the queue; false, and nothing done, if there is another edition by now, or none. */
  settle(guildId: string, one: Pick<Case, "id" | "edition">): Promise<boolean>;
};

/** The question each member is writing. */
export type DraftStore = {
  load(guildId: string, userId: string): Promise<Form | undefined>;
  save(guildId: string, userId: string, form: Form): Promise<void>;
  drop(guildId: string, userId: string): Promise<void>;
};

/** Tells a channel that something waits for its moderators. It may fail: the queue has it anyway. */
export type Bell = { ring(channelId: string, one: Case, topic: Topic): Promise<void> };

/** How posts reach their channel. Each may throw ChannelError, MessageError or TryLaterError. */
export type Messenger = {
  /** Sends the post; two sends of one post within minutes make one message. Returns the message's id. */
  send(post: Post, question: Question): Promise<string>;
  /** The message an earlier try sent for this post, to its channel or to one it was tried in before, if one did. */
  find(post: Post): Promise<SentMessage | undefined>;
  /** Draws the post's message anew. A message that is gone is left gone. */
  draw(post: Post, question: Question, results: Results): Promise<void>;
  /** Opens the thread under the post, once however often it is called; false where the channel cannot have one. */
  openThread(post: Post, question: Question): Promise<boolean>;
};

export type SentMessage = { channelId: string; messageId: string };

/** Something for one person alone, sent as a direct message; `discord/render/letter.ts` says how it reads. */
export type Letter =
  | ({ kind: "reminder" } & Nudge)
  | ({ kind: "verdict" } & Verdict)
  /** To the host of a live quiz that could not go on. */
  | { kind: "live-lost"; channelId: string; scored: boolean };

/** What became of a question somebody suggested: its id where it was approved, else why it was not. */
export type Verdict = { guildId: string; stem: string } & ({ questionId: string } | { reason: string });

/** How letters reach a person's direct messages. May throw ClosedError, MessageError or TryLaterError. */
export type Mailer = {
  /**
   * Sends a letter, once for one `name`: within minutes Discord itself sees to that. Where an earlier try may have sent
   * it at `triedAt`, it is looked for first.
   */
  send(userId: string, letter: Letter, name: string, triedAt?: Instant): Promise<void>;
};

/** This person takes no direct messages from us, and trying again will not help. */
export class ClosedError extends Error {
  override readonly name = "ClosedError";
}

/** The channel does not take the message, and trying again will not help. */
export class ChannelError extends Error {
  override readonly name = "ChannelError";
  readonly trouble: ChannelTrouble;

  constructor(trouble: ChannelTrouble, options?: ErrorOptions) {
    super(`The channel does not take the message: ${trouble}`, options);
    this.trouble = trouble;
  }
}

/** Discord refuses the message itself: a mistake of ours that no second try mends. */
export class MessageError extends Error {
  override readonly name = "MessageError";
}

/** Discord cannot take it now: a limit, a fault, no connection. Worth another try, after `after` ms where it said so. */
export class TryLaterError extends Error {
  override readonly name = "TryLaterError";
  readonly after: number | undefined;

  constructor(message: string, options: ErrorOptions & { after?: number } = {}) {
    super(message, options);
    this.after = options.after;
  }
}
