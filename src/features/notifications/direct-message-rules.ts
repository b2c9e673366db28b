import type { ReminderReasons } from "../reminders/rules.ts";

/** The decision on a suggested question: its id if it was approved, otherwise the reason. */
export type SuggestionDecision = { guildId: string; stem: string } & ({ questionId: string } | { reason: string });

export type DirectMessage =
  | ({ kind: "reminder" } & ReminderReasons)
  | ({ kind: "suggestion-decided" } & SuggestionDecision)
  /** To the host of a live quiz that ended because its channel became unavailable. */
  | { kind: "live-quiz-lost"; channelId: string; scored: boolean };
