import type { Finding } from "../../platform/ops/doctor.ts";
import type { Redis } from "../../platform/redis/client.ts";
import { isBotConnected } from "../../platform/redis/server-check.ts";
import { createSettingsStore } from "../settings/store.ts";
import { ledgerErrors, recount } from "./ledger-rules.ts";
import { createLedgerStore } from "./ledger-store.ts";
import { createRecomputeService } from "./recompute-service.ts";
import { createRecomputeStore } from "./recompute-store.ts";
import { computeLeaderboards } from "./rules.ts";

const MAX_SHOWN = 3;

/** Checks that leaderboards, streaks and counts match the answers. With `rebuild`, repairs those that don't. */
export async function checkLeaderboards(
  redis: Redis,
  { guildIds, rebuild }: { guildIds: readonly string[]; rebuild: boolean },
): Promise<Finding[]> {
  if (rebuild && (await isBotConnected(redis))) {
    const problem = "A bot is using this Redis. Stop all its processes, then run this again with --rebuild.";
    return [{ check: "Leaderboards", problem }];
  }

  const ledgers = createLedgerStore(redis);
  const findings: Finding[] = [];
  for (const guildId of guildIds) {
    const differences = ledgerErrors(await ledgers.read(guildId));
    if (differences.length === 0) continue;
    const check = `Leaderboards of server ${guildId}`;
    if (!rebuild) {
      const fix = "Run npm run doctor -- --rebuild. If members are answering right now, check again first.";
      findings.push({ check, problem: `${summarize(differences)} ${fix}` });
      continue;
    }
    await rebuildFromAnswers(redis, guildId);
    const remaining = ledgerErrors(await ledgers.read(guildId));
    findings.push(
      remaining.length === 0 ? { check, ok: "rebuilt from the answers" } : { check, problem: summarize(remaining) },
    );
  }
  if (findings.length > 0) return findings;
  return [{ check: "Leaderboards", ok: `match the answers in all ${guildIds.length} servers` }];
}

/** Rebuilds leaderboards, streaks and counts. Stop all bots first. */
async function rebuildFromAnswers(redis: Redis, guildId: string): Promise<void> {
  const [ledgers, settings] = [createLedgerStore(redis), createSettingsStore(redis)];
  const ledger = await ledgers.read(guildId);
  const { answers, credits, calendar } = ledger;
  const { streaks } = computeLeaderboards(answers, credits, { calendar });
  await ledgers.reset(guildId, { totals: recount(ledger), streaks });
  const recompute = createRecomputeService({ recomputes: createRecomputeStore(redis), settings, clock: Date.now });
  await recompute.entries(guildId, [...new Set([...answers, ...credits].map(({ userId }) => userId))]);
}

function summarize(differences: readonly string[]): string {
  const more = differences.length > MAX_SHOWN ? ` and ${differences.length - MAX_SHOWN} more` : "";
  return `They don't match the answers: ${differences.slice(0, MAX_SHOWN).join("; ")}${more}.`;
}
