import type { APIMessage } from "discord-api-types/v10";
import type { Seen } from "../../src/playground/playground.ts";

/** How long what members did took to be answered, and what went wrong, since it was last asked. */
export type Watch = {
  /** Waits for an answer; the message it brought or changed. */
  timed(deed: Promise<Seen>): Promise<APIMessage | undefined>;
  take(): { latencies: number[]; failures: string[] };
};

export function createWatch(): Watch {
  let latencies: number[] = [];
  let failures: string[] = [];
  return {
    async timed(deed) {
      const began = performance.now();
      const { message, updated, failed } = await deed;
      latencies.push(performance.now() - began);
      if (failed !== undefined) failures.push(failed);
      return updated ?? message;
    },
    take() {
      const taken = { latencies, failures };
      latencies = [];
      failures = [];
      return taken;
    },
  };
}
