import { DELETED_USER_ID } from "./rules.ts";

/**
 * Every kind of guild key, and what it holds about members. A test compares it with keys.ts, so that no feature can
 * store data that `/privacy` doesn't know.
 * - none: nothing about members
 * - points: answers, credits, streaks and leaderboards, which have code of their own
 * - entries: one key per guild; deleting replaces the id in values and removes fields named after it
 * - questions: like entries, but fields are question ids and stay
 * - notification, live-quiz: one key per notification or live quiz; handled like entries
 * - draft: the member's id is in the key's name
 * - expires: may quote a member for some minutes
 */
export const GUILD_KINDS: ReadonlyMap<
  string,
  "none" | "points" | "entries" | "questions" | "notification" | "live-quiz" | "draft" | "expires"
> = new Map([
  ["removal", "none"],
  ["absence", "none"],
  ["schedules", "none"],
  ["last-runs", "none"],
  ["settings", "none"],
  ["totals", "none"],
  ["last-posted", "none"],
  ["posts", "none"],
  ["open-posts", "none"],
  ["post", "none"],
  ["bank", "none"],
  ["item-analysis", "none"],
  ["confirmed-keys", "none"],
  ["running-live-quizzes", "none"],
  ["deleted-answers", "none"],
  ["schedule-request", "none"],
  ["audit-notices", "none"],
  ["waiting-posts", "none"],
  ["live-quizzes", "none"],
  ["live-quiz-rate-limit", "none"],
  ["answers", "points"],
  ["credits", "points"],
  ["credited-on", "points"],
  ["leaderboard", "points"],
  ["streaks", "points"],
  ["hidden-members", "points"],
  ["audit-log", "entries"],
  ["review-queue", "entries"],
  ["pending-recomputes", "entries"],
  ["own-questions", "questions"],
  ["notification", "notification"],
  ["live-quiz", "live-quiz"],
  ["live-quiz-players", "live-quiz"],
  ["live-quiz-ranks", "live-quiz"],
  ["live-quiz-answers", "live-quiz"],
  ["draft", "draft"],
  ["pending-import", "expires"],
]);

/** Every kind of learner key. All of them are deleted. */
export const LEARNER_KINDS = [
  "history",
  "mastery",
  "activity",
  "sittings",
  "quiz",
  "exam-attempt",
  "exam-results",
  "submitted-exams",
  "unseen-exam",
  "reminder",
  "reminder-undeliverable",
  "guilds",
] as const;

/** A field or member of a key, and its value. */
export type Match = { field: string; value: string };

/**
 * Whether data in a guild's key belongs to the member: their actions, or an entry in their name. Never what others
 * wrote.
 */
export function ownPart(kind: string, { field, value }: Match, userId: string): Match | undefined {
  switch (kind) {
    // Their suggestions and reports, and their actions as a moderator. Someone else's entry may mention them.
    case "audit-log":
    case "review-queue":
      return property(parse(value), "by") === userId ? { field, value } : undefined;
    case "live-quiz":
      return property(parse(value), "hostId") === userId
        ? { field, value: JSON.stringify({ hostId: userId }) }
        : undefined;
    case "live-quiz-players":
    case "live-quiz-ranks":
    case "live-quiz-answers":
    case "pending-recomputes":
      return containsId(field, userId) ? { field, value } : undefined;
    default:
      return undefined;
  }
}

/** Whether an id is one of the numbers in a key name, field or agenda entry. */
export function containsId(name: string, id: string): boolean {
  return name.split(/\D+/).includes(id);
}

/** Ids of members in a key name, field or value, except those of deleted ones. */
export function userIdsIn(text: string): string[] {
  return (text.match(/(?<!\d)\d{17,20}(?!\d)/g) ?? []).filter((id) => id !== DELETED_USER_ID);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
