import { parseArgs } from "node:util";
import { QUEUES } from "../jobs/queue.ts";
import { isBotConnected } from "../redis/server-check.ts";
import { SetupError } from "../setup-error.ts";
import { runOperatorCommand } from "./operator-command.ts";
import { restoreBackup } from "./restore.ts";

/** `npm run restore -- FILE [--force]` restores a backup into an empty Redis. With --force it replaces existing data. */
await runOperatorCommand(async ({ redis, print }) => {
  const { values, positionals } = parseArgs({ options: { force: { type: "boolean" } }, allowPositionals: true });
  const [file] = positionals;
  if (!file) throw new SetupError("Name the backup to restore, like: npm run restore -- rootine.backup.gz");
  if (await isBotConnected(redis)) {
    throw new SetupError("A bot is using this Redis. Stop all its processes, then run this again.");
  }

  const queuePrefixes = QUEUES.map(({ prefix }) => prefix);
  const { records } = await restoreBackup(redis, file, {
    force: values.force ?? false,
    queuePrefixes,
    now: Date.now(),
  });
  print(`Restored ${records} records from ${file}. Start the bot, then check the data with: npm run doctor`);
  return 0;
});
