import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { z } from "zod";
import type { Redis } from "./client.ts";
import { DataError } from "./data-error.ts";
import { defineScript } from "./define-script.ts";
import { keys, PERSISTENT_PREFIXES } from "./keys.ts";
import { agendaByPace } from "./migrations/0001-agenda-by-pace.ts";
import { keysUnder } from "./scan.ts";

/**
 * What brings data from one shape into the next, in order; the shape's version is how many there were. Each may die at
 * any line and be run again, so it must do no harm to what it has done already.
 */
const MIGRATIONS: readonly ((redis: Redis) => Promise<void>)[] = [agendaByPace];

export const SCHEMA = MIGRATIONS.length;

const HELD_MS = 30_000;
const release = defineScript(new URL("./release-lock.lua", import.meta.url), z.literal([0, 1]));
const extend = defineScript(new URL("./extend-lock.lua", import.meta.url), z.literal([0, 1]));

/** Brings the data into the shape this version works with; of several processes one does it and the others wait. */
export async function migrate(redis: Redis, log: Pick<Logger, "info">): Promise<void> {
  while ((await schemaOf(redis)) < SCHEMA) {
    const token = randomUUID();
    const isOurs = await redis.set(keys.migrating(), token, "PX", HELD_MS, "NX");
    if (isOurs !== "OK") await sleep(100);
    else await withLock(redis, token, () => migrateAlone(redis, log));
  }
}

/** The version of the data's shape: that of this version where there is no data. Refuses what it must not touch. */
async function schemaOf(redis: Redis): Promise<number> {
  const [stored, restoring] = await redis.mget(keys.schema(), keys.restoring());
  if (restoring) {
    throw new DataError("A restore was interrupted, so a part of the data is missing. Run it again with --force.");
  }
  const schema = Number(stored ?? 0);
  if (schema > SCHEMA) {
    throw new DataError(
      `The data was written by a newer version of Rootine (shape ${schema}, this one knows ${SCHEMA}). Start that version again, or restore a backup made before it.`,
    );
  }
  return schema;
}

async function migrateAlone(redis: Redis, log: Pick<Logger, "info">): Promise<void> {
  const from = await schemaOf(redis);
  const hasData = await holdsData(redis);
  for (const [version, run] of MIGRATIONS.entries()) {
    if (version < from) continue;
    if (hasData) {
      log.info({ schema: version + 1 }, "Bringing the data into its new shape");
      await run(redis);
    }
    await redis.set(keys.schema(), version + 1);
  }
}

export async function holdsData(redis: Redis): Promise<boolean> {
  for (const prefix of PERSISTENT_PREFIXES) {
    for await (const batch of keysUnder(redis, prefix)) if (batch.length > 0) return true;
  }
  return false;
}

/** Holds on to the lock for as long as the work takes; if this process dies, it is free in half a minute. */
async function withLock(redis: Redis, token: string, work: () => Promise<void>): Promise<void> {
  const holding = setInterval(
    () => void extend(redis, [keys.migrating()], [token, HELD_MS]).catch(() => undefined),
    HELD_MS / 3,
  );
  try {
    await work();
  } finally {
    clearInterval(holding);
    await release(redis, [keys.migrating()], [token]);
  }
}
