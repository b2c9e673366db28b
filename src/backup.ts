import { parseArgs } from "node:util";
import { SetupError } from "./config.ts";
import { deleteLearnerJob } from "./features/privacy/jobs.ts";
import { createAgenda } from "./platform/jobs/agenda.ts";
import { openJobQueues, QUEUES } from "./platform/jobs/queue.ts";
import { writeBackup } from "./platform/ops/backup.ts";
import { type OperatorTools, runOperatorCommand } from "./platform/ops/operator-command.ts";
import { restoreBackup } from "./platform/ops/restore.ts";
import { connectRedis } from "./platform/redis/connection.ts";
import { checkFormat } from "./platform/redis/open-redis.ts";
import { isBotConnected } from "./platform/redis/server-check.ts";

/** `npm run backup -- FILE` writes all data to a file. `npm run restore -- FILE [--force]` restores it. */
await runOperatorCommand(async (tools) => {
  const { values, positionals } = parseArgs({ options: { force: { type: "boolean" } }, allowPositionals: true });
  const [command, file] = positionals;
  if (!file) throw new SetupError(`Name a file, for example: npm run ${command ?? "backup"} -- rootine.backup.gz`);
  await (command === "restore" ? restore(tools, file, values.force ?? false) : backup(tools, file));
  return 0;
});

async function backup({ redis, redisUrl, log, print }: OperatorTools, file: string): Promise<void> {
  await checkFormat(redis);
  const queueRedis = connectRedis(redisUrl, { log, purpose: "bullmq", name: "rootine-operator" });
  const queues = openJobQueues(queueRedis);
  const { records } = await writeBackup({ redis, unfinished: queues.unfinished, now: Date.now() }, file);
  await queues.close();
  queueRedis.disconnect();
  print(`Wrote ${records} records to ${file}. It contains members' answers, so keep it as safe as the bot's token.`);
}

/** Restores a backup into an empty Redis. With `force`, replaces existing data. */
async function restore({ config, redis, print }: OperatorTools, file: string, force: boolean): Promise<void> {
  if (await isBotConnected(redis)) {
    throw new SetupError("A bot is using this Redis. Stop all its processes, then run this again.");
  }
  const queuePrefixes = QUEUES.map(({ prefix }) => prefix);
  const options = { force, queuePrefixes, dataDir: config.DATA_DIR, now: Date.now() };
  const { records, erased } = await restoreBackup(redis, file, options);
  const agenda = createAgenda(redis);
  for (const userId of erased) await agenda.set(deleteLearnerJob, { userId }, Date.now());
  print(`Restored ${records} records from ${file}. Start the bot, then check the data with: npm run doctor`);
  if (erased.length === 0) return;
  print(`Members who deleted their data since: ${erased.length}. The bot deletes it again when it starts.`);
}
