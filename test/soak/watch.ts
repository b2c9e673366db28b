import type { APIMessage } from "discord-api-types/v10";
import type { InteractionResult } from "../../src/playground/playground.ts";
import { textOf } from "../support/messages.ts";

/** How long what members did took to be answered, and what went wrong, since it was last asked. */
export type Watch = {
  /** Waits for an answer; the message it brought or changed. */
  timed(deed: Promise<InteractionResult>): Promise<APIMessage | undefined>;
  take(): { latencies: number[]; failures: string[] };
};

/** How the bot says that something went wrong on its side. */
const FAULT = /went wrong on my side/;

export function createWatch(): Watch {
  let latencies: number[] = [];
  let failures: string[] = [];
  return {
    async timed(deed) {
      const began = performance.now();
      const { message, updated, failed } = await deed;
      latencies.push(performance.now() - began);
      const shown = updated ?? message;
      const said = textOf(shown);
      if (failed !== undefined) failures.push(failed);
      else if (FAULT.test(said)) failures.push(said);
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
