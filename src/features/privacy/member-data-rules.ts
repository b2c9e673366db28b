import { DELETED_USER_ID } from "./rules.ts";

/**
 * Every kind of guild key, by what it holds about members. A test compares the list with keys.ts, so no feature can
 * store data that `/privacy` doesn't cover.
 * - none: nothing about members
 * - points: answers, credits, streaks and leaderboards, which are handled separately
 * - entries: one key per guild. Deletion replaces the id in values and removes fields named after it.
 * - questions: like entries, but fields are question ids, which stay
 * - notification, liveQuiz: one key per notification or live quiz, handled like entries
 * - draft: the key's name contains the member's id
 * - expires: may quote a member, but only for minutes
 */
export const GUILD_KINDS: Readonly<
  Record<
    "none" | "points" | "entries" | "questions" | "notification" | "liveQuiz" | "draft" | "expires",
    readonly string[]
  >
> = {
  none: [
    ...["removal", "schedules", "last-runs", "settings", "totals", "last-posted", "posts", "open-posts"],
    ...["post", "bank", "item-analysis", "confirmed-keys", "running-live-quizzes", "deleted-answers"],
    ...["schedule-request", "audit-notices", "waiting-posts", "live-quizzes", "live-quiz-rate-limit"],
  ],
  points: ["answers", "credits", "credited-on", "leaderboard", "streaks", "hidden-members"],
  entries: ["audit-log", "review-queue", "pending-recomputes"],
  questions: ["own-questions"],
  notification: ["notification"],
  liveQuiz: ["live-quiz", "live-quiz-players", "live-quiz-ranks", "live-quiz-answers"],
  draft: ["draft"],
  expires: ["pending-import"],
};

/** Every kind of learner key. All of them are deleted. */
export const LEARNER_KINDS = [
  "history",
  "mastery",
  "activity",
  "sessions",
  "quiz",
  "exam-attempt",
  "exam-results",
  "submitted-exams",
  "unseen-exam",
  "preferences",
  "reminder",
  "reminder-undeliverable",
  "guilds",
] as const;

/** A field or member of a key, and its value. */
export type Match = { field: string; value: string };

/**
 * Returns the part of an entry that belongs to the member: their actions, or an entry under their id. Never returns
 * what others wrote.
 */
export function ownPart(kind: string, { field, value }: Match, userId: string): Match | undefined {
  switch (kind) {
    // Their suggestions, reports and moderator actions. Others' entries may mention them too.
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

/** Finds members' ids in a key name, field or value. Excludes the placeholder for deleted members. */
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
