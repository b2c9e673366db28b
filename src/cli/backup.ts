import { openJobQueues } from "../platform/jobs/queue.ts";
import { writeBackup } from "../platform/ops/backup.ts";
import { SetUpError } from "../platform/ops/start-error.ts";
import { connectRedis } from "../platform/redis/connection.ts";
import { migrate } from "../platform/redis/migrate.ts";
import { runCommand } from "./run.ts";

/** `npm run backup -- FILE`: all data into one file. */
await runCommand(async ({ redis, redisUrl, log, say }) => {
  const [file] = process.argv.slice(2);
  if (!file) throw new SetUpError("Which file shall it be? For example: npm run backup -- rootine.backup.gz");

  await migrate(redis, log);
  const queueRedis = connectRedis(redisUrl, { log, purpose: "bullmq", name: "rootine-operator" });
  const queue = openJobQueues(queueRedis);
  const { pieces } = await writeBackup({ redis, unfinished: queue.unfinished, now: Date.now() }, file);
  await queue.close();
  queueRedis.disconnect();
  say(`${file} holds all data, in ${pieces} pieces. Keep it as safe as the bot's token: members' answers are in it.`);
  return 0;
});
