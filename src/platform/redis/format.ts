import { SetupError } from "../setup-error.ts";
import type { Redis } from "./client.ts";
import { keys } from "./keys.ts";

/** How data is stored. Increase it with every incompatible change. */
export const FORMAT_VERSION = 1;

/** Refuses data that this version can't read. Marks a new database with this version's format. */
export async function checkFormat(redis: Redis): Promise<void> {
  const [stored, restoring] = await redis.mget(keys.formatVersion(), keys.restoring());
  if (restoring) {
    throw new SetupError("A restore was interrupted, so data is missing. Run the restore again with --force.");
  }
  if (stored === null) await redis.set(keys.formatVersion(), FORMAT_VERSION, "NX");
  else if (Number(stored) !== FORMAT_VERSION) {
    throw new SetupError(
      `The data in Redis has format ${stored}; this version of Rootine reads format ${FORMAT_VERSION}. ` +
        "Start the version that wrote it, or restore a backup of this version.",
    );
  }
}
