import { openJobQueues } from "../jobs/queue.ts";
import { connectRedis } from "../redis/connection.ts";
import { checkFormat } from "../redis/format.ts";
import { SetupError } from "../setup-error.ts";
import { writeBackup } from "./backup.ts";
import { runOperatorCommand } from "./operator-command.ts";

/** `npm run backup -- FILE` writes all data to a file. */
await runOperatorCommand(async ({ redis, redisUrl, log, print }) => {
  const [file] = process.argv.slice(2);
  if (!file) throw new SetupError("Name the file to write, like: npm run backup -- rootine.backup.gz");

  await checkFormat(redis);
  const queueRedis = connectRedis(redisUrl, { log, purpose: "bullmq", name: "rootine-operator" });
  const queues = openJobQueues(queueRedis);
  const { records } = await writeBackup({ redis, unfinished: queues.unfinished, now: Date.now() }, file);
  await queues.close();
  queueRedis.disconnect();
  print(`Wrote ${records} records to ${file}. It contains members' answers: keep it as safe as the bot's token.`);
  return 0;
});
