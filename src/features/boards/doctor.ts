import type { Finding } from "../../platform/ops/doctor.ts";
import type { Redis } from "../../platform/redis/client.ts";
import { isBotConnected } from "../../platform/redis/server-check.ts";
import { createSettingsStore } from "../settings/store.ts";
import { createLedgerService } from "./ledger-service.ts";
import { createLedgerStore } from "./ledger-store.ts";
import { createRecomputeService } from "./recompute-service.ts";
import { createRecomputeStore } from "./recompute-store.ts";

const MAX_SHOWN = 3;

/** Checks that leaderboards, streaks and counts match the answers, or rebuilds them from the answers. */
export async function checkLeaderboards(
  redis: Redis,
  { guildIds, rebuild }: { guildIds: readonly string[]; rebuild: boolean },
): Promise<Finding[]> {
  if (rebuild && (await isBotConnected(redis))) {
    const problem = "A bot is using this Redis. Stop all its processes, then run this with --rebuild again.";
    return [{ check: "Leaderboards", problem }];
  }

  const settings = createSettingsStore(redis);
  const recompute = createRecomputeService({ recomputes: createRecomputeStore(redis), settings, clock: Date.now });
  const ledgers = createLedgerService({ ledgers: createLedgerStore(redis), recompute });
  const findings: Finding[] = [];
  for (const guildId of guildIds) {
    const differences = await ledgers.check(guildId);
    if (differences.length === 0) continue;
    const check = `Leaderboards of server ${guildId}`;
    if (!rebuild) {
      const fix = "Run npm run doctor -- --rebuild. If members are answering right now, check again first.";
      findings.push({ check, problem: `${summarize(differences)} ${fix}` });
      continue;
    }
    await ledgers.rebuild(guildId);
    const remaining = await ledgers.check(guildId);
    findings.push(
      remaining.length === 0 ? { check, ok: "rebuilt from the answers" } : { check, problem: summarize(remaining) },
    );
  }
  if (findings.length > 0) return findings;
  return [{ check: "Leaderboards", ok: `match the answers in all ${guildIds.length} servers` }];
}

function summarize(differences: readonly string[]): string {
  const more = differences.length > MAX_SHOWN ? ` and ${differences.length - MAX_SHOWN} more` : "";
  return `They don't match the answers: ${differences.slice(0, MAX_SHOWN).join("; ")}${more}.`;
}
