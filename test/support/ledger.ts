import { type Ledger, ledgerErrors } from "../../src/features/boards/ledger-rules.ts";
import { createLedgerStore } from "../../src/features/boards/ledger-store.ts";
import type { Redis } from "../../src/platform/redis/client.ts";

/** A guild's answers and credits with the leaderboards, streaks and counts stored for them. */
export function readLedger(redis: Redis, guildId: string): Promise<Ledger> {
  return createLedgerStore(redis).read(guildId);
}

/** How a guild's leaderboards, streaks and counts differ from its answers and credits. */
export async function checkLedger(redis: Redis, guildId: string): Promise<string[]> {
  return ledgerErrors(await readLedger(redis, guildId));
}
