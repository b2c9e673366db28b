import type { EventEmitter } from "node:events";

/** What is worth counting, told where it happens; whoever counts listens, and where nobody does it costs nothing. */
export type Telemetry = EventEmitter<Signals>;

type Signals = {
  /** An interaction was seen to. "late": Discord no longer took the answer; "ignored": one of a flood; "away": without Redis. */
  interaction: [
    {
      kind: string;
      outcome: "answered" | "refused" | "failed" | "late" | "ignored" | "unreachable";
      milliseconds: number;
    },
  ];
  answer: [outcome: string];
  /** A slot was seen to, so long after it was due. */
  slot: [{ outcome: string; lateMilliseconds: number }];
  /** An attempt of a job ended. "failed": permanently. */
  job: [{ kind: string; outcome: "completed" | "retried" | "failed" }];
  /** Discord answered a request; 429 is a limit we ran into. */
  request: [{ method: string; url: string; status: number }];
  /** A request waits, or is put off, because of a limit we know of. */
  wait: [{ method: string; url: string }];
};
