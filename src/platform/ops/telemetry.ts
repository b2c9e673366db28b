import type { EventEmitter } from "node:events";

/** Events worth counting, emitted where they happen. metrics.ts listens. */
export type Telemetry = EventEmitter<Events>;

type InteractionOutcome =
  | "answered"
  | "refused"
  | "failed"
  /** Discord no longer accepted the reply. */
  | "late"
  /** Rate limited, without a reply. */
  | "ignored"
  /** Redis was unreachable. */
  | "unreachable";

type Events = {
  interaction: [{ kind: string; outcome: InteractionOutcome; milliseconds: number }];
  /** An answer to a post. */
  answer: [outcome: string];
  /** An attempt to post a slot. */
  slot: [{ outcome: string; lateMilliseconds: number }];
  /** An attempt of a job ended. "failed": permanently. */
  job: [{ kind: string; outcome: "completed" | "retried" | "failed" }];
  /** Discord responded to a request; 429 means rate limited. */
  request: [{ method: string; url: string; status: number }];
  /** A request waits for a known rate limit. */
  wait: [{ method: string; url: string }];
};
