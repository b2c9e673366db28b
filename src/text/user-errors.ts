import type { PoolFilter } from "../features/questions/bank-rules.ts";
import type { Instant } from "../platform/time.ts";

/** The errors that users can cause, with the values in their messages. The messages are in `<locale>/errors.ts`. */
export type UserErrors = {
  "time-unreadable": { given: string };
  "days-unreadable": { given: string };
  "days-empty": Record<never, never>;
  "zone-unknown": { given: string };
  "option-invalid": { option: string; given: string };
  "reveal-after-unreadable": { given: string };
  "schedule-unknown": { given: string };
  "schedules-full": { limit: number };
  "schedule-changed": { id: string };
  "schedule-replaced": { id: string };
  "schedule-paused": { id: string };
  "edit-empty": { id: string };
  "pool-empty": PoolFilter;
  "pool-unwanted": Record<never, never>;
  "channel-unsuitable": Record<never, never>;
  "channel-deleted": { channelId: string };
  "channel-beyond-member": { channelId: string };
  "permissions-missing": { channelId: string; permissions: readonly string[] };
  "role-unmentionable": { roleId: string };
  "role-beyond-member": { roleId: string };
  "discord-unavailable": Record<never, never>;
  "post-failed": { channelId: string };
  "post-delayed": Record<never, never>;
  "manual-posts-full": { limit: number };
  "question-unknown": { given: string };
  "draft-not-found": Record<never, never>;
  "still-checking": Record<never, never>;
  "suggestions-full": { limit: number };
  "suggestions-member-full": { limit: number };
  "reports-full": { limit: number };
  "reports-member-full": { limit: number };
  "review-item-changed": Record<never, never>;
  "review-item-changed-draft-saved": Record<never, never>;
  "review-item-changed-edit-refused": { edit: readonly string[] };
  "suggestion-invalid": Record<never, never>;
  "bank-full": { limit: number };
  "search-empty": Record<never, never>;
  "not-retired": { id: string };
  "already-retired": { id: string };
  "question-revised": { id: string };
  "file-too-large": { limit: number };
  "file-unreachable": Record<never, never>;
  "file-kind-unknown": { given: string };
  "imports-busy": Record<never, never>;
  "import-running": Record<never, never>;
  "bank-too-large": { limit: number };
  "import-not-found": Record<never, never>;
  "import-outdated": Record<never, never>;
  "bank-empty": Record<never, never>;
  "career-unknown": { given: string };
  "question-closed": Record<never, never>;
  "question-removed": Record<never, never>;
  "answer-deleted": Record<never, never>;
  "number-unreadable": { given: string; unit?: string };
  "number-ambiguous": { given: string; readings: readonly [string, string] };
  "order-repeats": { step: string };
  "answer-empty": Record<never, never>;
  "answer-withheld": { until: Instant };
  "exam-unknown": { given: string };
  "exam-empty": Record<never, never>;
  "exam-none-open": Record<never, never>;
  "exam-not-found": Record<never, never>;
  "exam-nothing-missed": Record<never, never>;
  "exam-already-shared": Record<never, never>;
  "exam-share-forbidden": Record<never, never>;
  "role-everyone": Record<never, never>;
  "season-over": { season: number };
  "season-empty": Record<never, never>;
  "moderators-only": Record<never, never>;
  "manage-server-only": Record<never, never>;
  "server-only": Record<never, never>;
  "bot-not-in-server": { inviteUrl: string };
  "profile-elsewhere": Record<never, never>;
  "quiz-over": Record<never, never>;
  "live-channel-busy": Record<never, never>;
  "live-full": { limit: number };
  "live-started": Record<never, never>;
  "live-over": Record<never, never>;
  "live-closed": Record<never, never>;
  "live-moved-on": Record<never, never>;
  "live-no-players": Record<never, never>;
  "live-no-score": Record<never, never>;
  "live-guild-busy": { limit: number };
  "live-moderators-only": Record<never, never>;
  "not-a-question": Record<never, never>;
  "review-unanswered": Record<never, never>;
  "button-outdated": Record<never, never>;
  "command-outdated": Record<never, never>;
  "too-fast": { seconds: number };
};

export type UserErrorCode = keyof UserErrors;

/** An error that a user caused and can fix. The router turns it into a reply. */
export class UserError<Code extends UserErrorCode = UserErrorCode> extends Error {
  override readonly name = "UserError";
  readonly code: Code;
  readonly values: UserErrors[Code];

  constructor(code: Code, values: UserErrors[Code]) {
    super(code);
    this.code = code;
    this.values = values;
  }
}
