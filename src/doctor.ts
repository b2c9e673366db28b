import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { commands, messageCommands } from "../commands/index.ts";
import { lintContent } from "./bank/lint.ts";
import { checkLeaderboards } from "./features/boards/doctor.ts";
import { checkLearnerGuilds } from "./features/privacy/doctor.ts";
import { createScheduleStore } from "./features/schedules/store.ts";
import { type CheckedSchedule, checkDiscord, checkRedis, type Finding, formatFinding } from "./platform/ops/doctor.ts";
import { runOperatorCommand } from "./platform/ops/operator-command.ts";
import type { Redis } from "./platform/redis/client.ts";
import { allKeysWithPrefix } from "./platform/redis/client.ts";
import { GUILD_PREFIX, parseKey } from "./platform/redis/keys.ts";

const CONTENT = fileURLToPath(new URL("../content", import.meta.url));

/** `npm run doctor [-- --rebuild]` checks everything that the bot needs. Exits with 1 if it found issues. */
await runOperatorCommand(async ({ config, redis, print }) => {
  const { values } = parseArgs({ options: { rebuild: { type: "boolean", default: false } } });
  let issues = 0;
  const report = (findings: readonly Finding[]) => {
    issues += findings.filter((finding) => "problem" in finding).length;
    for (const finding of findings) print(formatFinding(finding));
  };

  report([{ check: "Environment", ok: `all variables are valid; this process runs as ROLE=${config.ROLE}` }]);
  report(await checkRedis(redis, config));
  const commandNames = [...commands, ...messageCommands].map(({ declaration }) => declaration.name);
  report(await checkDiscord(config, { commandNames, schedules: await activeSchedules(redis) }));
  report([checkQuestions()]);
  report(await checkLeaderboards(redis, { guildIds: await guildsWith(redis, "totals"), rebuild: values.rebuild }));
  report([await checkLearnerGuilds(redis, { rebuild: values.rebuild })]);
  print(issues === 0 ? "No issues found." : `Issues found: ${issues}.`);
  return issues === 0 ? 0 : 1;
});

function checkQuestions(): Finding {
  const today = new Date().toISOString().slice(0, 10);
  const { questions, findings } = lintContent(CONTENT, { today });
  const errors = findings.filter(({ severity }) => severity === "error").length;
  if (errors > 0) return { check: "Questions", problem: `${errors} errors. npm run content:lint lists them.` };
  return { check: "Questions", ok: `${questions.length}, no errors` };
}

/** Returns all schedules except those that a moderator paused. */
async function activeSchedules(redis: Redis): Promise<CheckedSchedule[]> {
  const store = createScheduleStore(redis);
  const active: CheckedSchedule[] = [];
  for (const guildId of await guildsWith(redis, "schedules")) {
    for (const { id, channelId, thread, pause } of await store.list(guildId)) {
      if (pause?.by !== "moderator") active.push({ guildId, id, channelId, thread });
    }
  }
  return active;
}

/** Returns the ids of the guilds that have a key of this kind. */
async function guildsWith(redis: Redis, kind: string): Promise<string[]> {
  const keys = (await allKeysWithPrefix(redis, GUILD_PREFIX)).map(parseKey);
  return keys.flatMap((key) => (key.owner === "guild" && key.kind === kind ? key.guildId : []));
}
