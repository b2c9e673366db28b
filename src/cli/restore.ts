import { parseArgs } from "node:util";
import { QUEUES } from "../platform/jobs/queue.ts";
import { restoreBackup } from "../platform/ops/restore.ts";
import { SetUpError } from "../platform/ops/start-error.ts";
import { isBotConnected } from "../platform/redis/server-check.ts";
import { runCommand } from "./run.ts";

/** `npm run restore -- FILE [--force]`: a backup into an empty Redis or, by force, in the place of what is there. */
await runCommand(async ({ redis, say }) => {
  const { values, positionals } = parseArgs({ options: { force: { type: "boolean" } }, allowPositionals: true });
  const [file] = positionals;
  if (!file) throw new SetUpError("Which file shall it be? For example: npm run restore -- rootine.backup.gz");
  if (await isBotConnected(redis)) {
    throw new SetUpError("A bot is at work on this Redis. Stop every process of it, then run this again.");
  }

  const queuePrefixes = QUEUES.map(({ prefix }) => prefix);
  const { pieces } = await restoreBackup(redis, file, { force: values.force ?? false, queuePrefixes, now: Date.now() });
  say(`Restored ${pieces} pieces from ${file}. Start the bot, then check with: npm run doctor`);
  return 0;
});
