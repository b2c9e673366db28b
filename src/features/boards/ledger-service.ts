import { ledgerErrors, recount } from "./ledger-rules.ts";
import type { LedgerStore } from "./ledger-store.ts";
import type { RecomputeService } from "./recompute-service.ts";
import { computeLeaderboards } from "./rules.ts";

export function createLedgerService({
  ledgers,
  recompute,
}: {
  ledgers: LedgerStore;
  recompute: Pick<RecomputeService, "entries">;
}) {
  /** How a guild's leaderboards, streaks and counts differ from its answers and credits. */
  async function check(guildId: string): Promise<string[]> {
    return ledgerErrors(await ledgers.read(guildId));
  }

  /** Rebuilds leaderboards, streaks and counts from answers and credits. Stop all bots first. */
  async function rebuild(guildId: string): Promise<void> {
    const ledger = await ledgers.read(guildId);
    const { answers, credits, calendar } = ledger;
    const { streaks } = computeLeaderboards(answers, credits, { calendar });
    await ledgers.reset(guildId, { totals: recount(ledger), streaks });
    await recompute.entries(guildId, [...new Set([...answers, ...credits].map(({ userId }) => userId))]);
  }

  return { check, rebuild };
}
