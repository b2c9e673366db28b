import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/**
 * The playground's own time: the machine's, and as far ahead of it as somebody has moved it. It never goes back, for ids
 * and streaks could not follow. Whatever people see goes by it; sockets, rate limits and the three seconds of an
 * interaction go by the machine's.
 */
export type PlaygroundTime = {
  now(): number;
  /** How many milliseconds it is ahead of the machine's. */
  ahead(): number;
  /** Moves on to a later instant; an earlier one changes nothing. */
  moveTo(instant: number): void;
  /** Told after each move; the answer ends that. */
  onMove(listener: () => void): () => void;
};

/** At most a year at once: enough for every season, and no slip of a finger ends in the year 9999. */
export const FURTHEST_MOVE_MS = 366 * 86_400_000;

/** With a folder, a restart goes on at the time that was left: what is stored carries it. */
export function createTime(dataDir?: string): PlaygroundTime {
  const path = dataDir === undefined ? undefined : join(dataDir, "clock.json");
  const listeners = new Set<() => void>();
  let ahead = path === undefined ? 0 : read(path);
  const now = () => Date.now() + ahead;
  return {
    now,
    ahead: () => ahead,
    moveTo(instant) {
      const by = Math.min(instant - now(), FURTHEST_MOVE_MS);
      if (!(by > 0)) return;
      ahead += Math.ceil(by);
      if (path !== undefined) write(path, ahead);
      for (const listener of listeners) listener();
    },
    onMove(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const stored = z.object({ ahead: z.int().nonnegative() });

function read(path: string): number {
  try {
    return stored.parse(JSON.parse(readFileSync(path, "utf8"))).ahead;
  } catch {
    // Not there, or not ours: then no time has been moved.
    return 0;
  }
}

/** The rename makes it whole or not at all. */
function write(path: string, ahead: number): void {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify({ ahead }));
  renameSync(`${path}.new`, path);
}
