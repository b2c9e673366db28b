import type { Instant } from "../../platform/time.ts";
import type { Nudge } from "../reminders/rules.ts";

/** Something for one person alone, sent as a direct message; `discord/render/letter.ts` says how it reads. */
export type Letter =
  | ({ kind: "reminder" } & Nudge)
  | ({ kind: "verdict" } & Verdict)
  /** To the host of a live quiz that could not go on. */
  | { kind: "live-lost"; channelId: string; scored: boolean };

/** What became of a question somebody suggested: its id where it was approved, else why it was not. */
export type Verdict = { guildId: string; stem: string } & ({ questionId: string } | { reason: string });

/** How letters reach a person's direct messages. May throw DirectMessagesClosedError, MessageRejectedError or RetryLaterError. */
export type Mailer = {
  /**
   * Sends a letter, once for one `name`: within minutes Discord itself sees to that. Where an earlier try may have sent
   * it at `triedAt`, it is looked for first.
   */
  send(userId: string, letter: Letter, name: string, triedAt?: Instant): Promise<void>;
};
