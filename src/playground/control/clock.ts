import { join } from "node:path";
import { z } from "zod";
import { createEmitter } from "../emitter.ts";
import { readJsonFile, writeJsonFile } from "../persistence/files.ts";

export type Clock = ReturnType<typeof createClock>;

/** Long enough for every season, and short enough that a typo doesn't lead to the year 9999. */
export const MAX_MOVE_MS = 366 * 86_400_000;

const stored = z.object({ ahead: z.int().nonnegative() });

/**
 * The playground's clock: the machine's time plus an offset. It never goes back, because ids and streaks can't.
 * Everything users see uses it. Sockets and the three seconds of an interaction use the machine's clock. With a data
 * folder, the offset survives restarts, because stored data contains times of this clock.
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
    /** Moves the clock forward to an instant. Ignores an earlier one. */
    moveTo(instant: number) {
      const by = Math.min(instant - now(), MAX_MOVE_MS);
      // Negated, so NaN is ignored too.
      if (!(by > 0)) return;
      ahead += Math.ceil(by);
      if (path !== undefined) writeJsonFile(path, { ahead });
      moves.emit();
    },
    onMove: moves.subscribe,
  };
}
