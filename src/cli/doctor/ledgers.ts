import { auditLedger } from "../../features/boards/ledger-service.ts";
import { readLedger } from "../../features/boards/read-ledger.ts";
import { rebuildLedger } from "../../features/boards/rebuild.ts";
import type { Redis } from "../../platform/redis/client.ts";
import { allKeysUnder } from "../../platform/redis/scan.ts";
import { isBotConnected } from "../../platform/redis/server-check.ts";
import type { Finding } from "./finding.ts";

const SHOWN = 3;

/** Whether every server's boards, streaks and counts are the sum of its answers; and makes them so where asked to. */
export async function examineLedgers(
  redis: Redis,
  { rebuild, now }: { rebuild: boolean; now: number },
): Promise<Finding[]> {
  if (rebuild && (await isBotConnected(redis))) {
    return [
      { about: "Boards", todo: "A bot is at work on this Redis. Stop every process of it, then run --rebuild again." },
    ];
  }

  const guilds = await guildsWithAnswers(redis);
  const findings: Finding[] = [];
  for (const guildId of guilds) {
    const wrong = auditLedger(await readLedger(redis, guildId));
    if (wrong.length === 0) continue;
    const about = `Boards of server ${guildId}`;
    if (!rebuild) {
      findings.push({
        about,
        todo: `${summary(wrong)} Run npm run doctor -- --rebuild, or again while nobody answers.`,
      });
      continue;
    }
    await rebuildLedger(redis, guildId, () => now);
    const left = auditLedger(await readLedger(redis, guildId));
    findings.push(left.length === 0 ? { about, ok: "rebuilt from the answers" } : { about, todo: summary(left) });
  }
  return findings.length > 0
    ? findings
    : [{ about: "Boards", ok: `equal the answers in all ${guilds.length} servers` }];
}

function summary(wrong: readonly string[]): string {
  const more = wrong.length > SHOWN ? ` and ${wrong.length - SHOWN} more` : "";
  return `They are not the sum of the answers: ${wrong.slice(0, SHOWN).join("; ")}${more}.`;
}

async function guildsWithAnswers(redis: Redis): Promise<string[]> {
  const found = await allKeysUnder(redis, "{g:");
  return found.flatMap((key) => /^\{g:(\d+)\}:totals$/.exec(key)?.[1] ?? []);
}
