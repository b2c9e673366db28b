import type { Instant } from "../../platform/time.ts";
import type { Activity } from "../profile/activity-rules.ts";
import type { Question } from "../questions/rules.ts";
import type { Topic } from "../questions/topic-rules.ts";
import type { Mastery, Rating } from "./mastery-rules.ts";
import type { Known, Learnt, Seen } from "./rules.ts";

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

/** How hard questions have proved to be, over all learners. */
export type RatingStore = {
  /** The ratings of these questions, by id; seeded where nobody has answered yet. */
  of(questions: readonly Question[]): Promise<Map<string, Rating>>;
  /** Moves ratings, each by one more first attempt. */
  move(moves: Learnt["moves"]): Promise<void>;
};
