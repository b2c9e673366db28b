import type { APIMessage } from "discord-api-types/v10";
import type { InteractionResult } from "../../src/playground/playground.ts";
import { textOf } from "../support/messages.ts";

/** Latencies and failures since the last `take`. */
export type Recorder = {
  /** Awaits an interaction; returns the message it created or updated. */
  timed(action: Promise<InteractionResult>): Promise<APIMessage | undefined>;
  take(): { latencies: number[]; failures: string[] };
};

/** Part of the bot's internal error message. */
const FAULT = /went wrong on my side/;

export function createRecorder(): Recorder {
  let latencies: number[] = [];
  let failures: string[] = [];
  return {
    async timed(action) {
      const began = performance.now();
      const { message, updated, failed } = await action;
      latencies.push(performance.now() - began);
      const shown = updated ?? message;
      const text = textOf(shown);
      if (failed !== undefined) failures.push(failed);
      else if (FAULT.test(text)) failures.push(text);
      return shown;
    },
    take() {
      const taken = { latencies, failures };
      latencies = [];
      failures = [];
      return taken;
    },
  };
}
