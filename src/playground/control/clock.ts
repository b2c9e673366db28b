import { join } from "node:path";
import { z } from "zod";
import { createEmitter } from "../emitter.ts";
import { readJsonFile, writeJsonFile } from "../persistence/files.ts";

export type Clock = ReturnType<typeof createClock>;

/** Enough for every season, and a typo doesn't end in the year 9999. */
export const MAX_MOVE_MS = 366 * 86_400_000;

const stored = z.object({ ahead: z.int().nonnegative() });

/**
 * The playground's clock: the machine's time plus however far it was moved. It never goes back, because ids and streaks
 * couldn't follow. Everything users see follows it; sockets and the three seconds of an interaction follow the machine's.
 * With a folder, it keeps its offset across restarts: stored data depends on it.
 */
export function createClock(dataDir?: string) {
  const path = dataDir === undefined ? undefined : join(dataDir, "clock.json");
  const moves = createEmitter();
  let ahead = (path === undefined ? undefined : readJsonFile(path, stored))?.ahead ?? 0;
  const now = () => Date.now() + ahead;
  return {
    now,
    /** How many milliseconds the clock is ahead of the machine's. */
    ahead: () => ahead,
    /** Moves the clock forward to an instant; an earlier one changes nothing. */
    moveTo(instant: number) {
      const by = Math.min(instant - now(), MAX_MOVE_MS);
      // Written this way round so that NaN changes nothing either.
      if (!(by > 0)) return;
      ahead += Math.ceil(by);
      if (path !== undefined) writeJsonFile(path, { ahead });
      moves.emit();
    },
    onMove: moves.subscribe,
  };
}
