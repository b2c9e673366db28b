import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { agendaKey, createAgenda } from "../../../src/platform/jobs/agenda.ts";
import type { JobQueues } from "../../../src/platform/jobs/queue.ts";
import { createChecksum, writeBackup } from "../../../src/platform/ops/backup.ts";
import { createErasureLog } from "../../../src/platform/ops/erasures.ts";
import { restoreBackup, validateBackup } from "../../../src/platform/ops/restore.ts";
import { connectRedis } from "../../../src/platform/redis/connection.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { checkFormat, FORMAT_VERSION } from "../../../src/platform/redis/open-redis.ts";
import { isBotConnected } from "../../../src/platform/redis/server-check.ts";
import { DAY } from "../../../src/platform/time.ts";
import { silentLog } from "../../support/log.ts";
import { freshDatabase, temporaryFolder } from "../../support/redis.ts";

type Redis = ReturnType<typeof connectRedis>;
const GUILD = "410000000000000001";

async function fresh(name = "rootine-operator", url?: string): Promise<Redis> {
  const redis = connectRedis(url ?? (await freshDatabase()), { log: silentLog, name });
  onTestFinished(() => redis.disconnect());
  return redis;
}

/** All persistent data as plain values. */
async function contents(redis: Redis): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const key of (await redis.keys("*")).sort()) {
    const read: Record<string, () => Promise<unknown>> = {
      string: () => redis.get(key),
      hash: () => redis.hgetall(key),
      zset: () => redis.zrange(key, "0", "-1", "WITHSCORES"),
      set: async () => (await redis.smembers(key)).sort(),
      list: () => redis.lrange(key, 0, -1),
    };
    found[key] = await read[await redis.type(key)]?.();
  }
  return found;
}

async function fill(redis: Redis): Promise<void> {
  const many = Array.from({ length: 2_500 }, (_, index) => index);
  await redis.hset(keys.streaks(GUILD), ...many.flatMap((n) => [`4200000000000${n}`, `[${n},"2026-11-22",0]`]));
  await redis.zadd(keys.leaderboard(GUILD, "all"), ...many.flatMap((n) => [n * 2 ** 32 + 4_294_967_000, `u${n}`]));
  await redis.rpush(keys.auditLog(GUILD), ...many.map((n) => `change ${n}`));
  await redis.sadd(keys.hiddenMembers(GUILD), "1", "2");
  await redis.set(keys.examAttempt("420000000000000001"), 'x:1 ✓ \u0000 "\\\n');
  await redis.set(keys.sharedExam("420000000000000001", "x"), "1", "PX", 60_000);
  await redis.hset(keys.ratings(), "http.safe@1", "0.5");
  await checkFormat(redis);
}

describe("a backup", () => {
  let source: Redis;
  let file: string;
  let options: Parameters<typeof restoreBackup>[2];
  const write = (unfinished: Awaited<ReturnType<JobQueues["unfinished"]>> = []) =>
    writeBackup({ redis: source, unfinished: async () => unfinished, now: Date.now() }, file);

  beforeEach(async () => {
    source = await fresh();
    const dataDir = await temporaryFolder();
    file = join(dataDir, "backup.gz");
    options = { force: false, queuePrefixes: ["rootine:{immediate}"], dataDir, now: Date.now() };
  });

  it("restores values of every type and size with their TTL", async () => {
    await fill(source);
    await write();
    const target = await fresh();
    await restoreBackup(target, file, options);

    expect(await contents(target)).toEqual(await contents(source));
    expect(await target.pttl(keys.sharedExam("420000000000000001", "x"))).toBeGreaterThan(50_000);
    expect(await target.pttl(keys.examAttempt("420000000000000001"))).toBe(-1);
    await checkFormat(target);
  });

  it("restores any text", async () => {
    const text = fc.string({ unit: "binary", maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string({ minLength: 1 }), text, { minKeys: 1, noNullPrototype: true }),
        async (fields) => {
          await source.flushdb();
          await source.hset(keys.settings(GUILD), fields);
          await write();
          const target = await fresh();
          await restoreBackup(target, file, options);
          expect(await target.hgetall(keys.settings(GUILD))).toEqual(await source.hgetall(keys.settings(GUILD)));
          target.disconnect();
        },
      ),
      { numRuns: 10 },
    );
  });

  it("returns queued jobs to the agenda and contains no queue", async () => {
    await source.set("rootine:{immediate}:immediate:meta", "x");
    const post = { entry: `post:${GUILD}:daily:1-2026-11-22`, dueAt: 5_000 };
    const reveal = { entry: `reveal:${GUILD}:1-2026-11-21`, dueAt: 1_000 };
    await write([
      { ...post, pace: "rate-limited" },
      { ...reveal, pace: "rate-limited" },
    ]);
    const target = await fresh();
    await restoreBackup(target, file, options);

    expect(await target.keys("rootine:{immediate}*")).toEqual([]);
    const due = await createAgenda(target).due("rate-limited", 10_000, 10);
    expect(due).toMatchObject([reveal, post]);
  });

  it("contains a job that finished after its guild was read", async () => {
    const entry = { entry: `reveal:${GUILD}:1-2026-11-21`, dueAt: 1_000 };
    const agenda = agendaKey("rate-limited", entry.entry);
    await source.hset(keys.settings(GUILD), "zone", "UTC");
    await source.zadd(agenda, entry.dueAt, entry.entry);
    const hscan = source.hscan.bind(source);
    vi.spyOn(source, "hscan").mockImplementation(async (...args) => {
      const read = await hscan(...args);
      await source.zrem(agenda, entry.entry);
      return read;
    });
    await write();
    const target = await fresh();
    await restoreBackup(target, file, options);
    expect(await createAgenda(target).due("rate-limited", 10_000, 10)).toMatchObject([entry]);
  });

  it("replaces existing data only with force, and then all of it", async () => {
    await fill(source);
    await write();
    const target = await fresh();
    await target.hset(keys.settings("430000000000000009"), "zone", "UTC");
    await target.set("rootine:{immediate}:immediate:1", "a job");
    await target.set("foreign-key", "1");
    await expect(restoreBackup(target, file, options)).rejects.toThrow("already contains data");

    await restoreBackup(target, file, { ...options, force: true });
    await target.del("foreign-key");
    expect(await contents(target)).toEqual(await contents(source));
  });

  it.each<[string, (backup: Buffer) => Buffer, string]>([
    ["cut off", (backup) => backup.subarray(0, backup.length - 40), "can't be read as a backup"],
    ["cut off between two lines", (backup) => edited(backup, (lines) => lines.slice(0, -1)), "is incomplete"],
    [
      "changed",
      (backup) => edited(backup, (lines) => lines.map((line) => line.replace("change 7", "change 8"))),
      "is damaged",
    ],
    ["missing a line", (backup) => edited(backup, (lines) => lines.filter((_, n) => n !== 1)), "is damaged"],
    ["another file", () => gzipSync('{"hello":"world"}\n'), "isn't a backup of Rootine"],
    ["not gzipped", () => Buffer.from("hello"), "can't be read as a backup"],
    [
      "of another format",
      (backup) =>
        edited(backup, ([head = "", ...rest]) => [head.replace(`"formatVersion":1`, `"formatVersion":2`), ...rest]),
      "has format 2",
    ],
  ])("is rejected before anything is deleted if it is %s", async (_, spoil, sentence) => {
    await fill(source);
    await write();
    await writeFile(file, spoil(await readFile(file)));
    const target = await fresh();
    await target.hset(keys.settings(GUILD), "zone", "UTC");
    await expect(restoreBackup(target, file, { ...options, force: true })).rejects.toThrow(sentence);
    expect(await target.hget(keys.settings(GUILD), "zone")).toBe("UTC");
  });

  it("is rejected if it contains another program's key", async () => {
    await source.hset(keys.settings(GUILD), "zone", "UTC");
    await write();
    const line = JSON.stringify({ key: "shop:cart", type: "string", value: "1" });
    await writeFile(file, resealed(await readFile(file), line));
    await expect(restoreBackup(await fresh(), file, options)).rejects.toThrow(
      "a key that isn't Rootine's: \"shop:cart\"",
    );
  });

  it("is readable only by its owner and leaves no partial file", async () => {
    await fill(source);
    await Promise.all([write(), write()]);
    expect(await readdir(options.dataDir)).toEqual(["backup.gz"]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    source.disconnect();
    await expect(write()).rejects.toThrow();
    expect(await readdir(options.dataDir)).toEqual(["backup.gz"]);
  });

  describe("with a learner who deleted their data", () => {
    const [erased, other] = ["420000000000000001", "420000000000000002"];
    const restored = async (target: Redis, now = Date.now()) =>
      (await restoreBackup(target, file, { ...options, force: true, now })).erased;

    beforeEach(async () => {
      await source.hset(keys.streaks(GUILD), erased, "1", other, "2");
    });

    it("removes them again even if Redis was lost", async () => {
      await write();
      await createErasureLog(source, options.dataDir).add(erased, Date.now() + 1);
      expect(await restored(await fresh())).toEqual([erased]);
    });

    it("removes them again from a Redis that it replaces, every time", async () => {
      await write();
      await createErasureLog(source, undefined).add(erased, Date.now() + 1);
      expect(await restored(source)).toEqual([erased]);
      expect(await restored(source)).toEqual([erased]);
    });

    it("ignores learners who deleted their data before the backup", async () => {
      await createErasureLog(source, options.dataDir).add(erased, Date.now() - 1_000);
      await write();
      expect(await restored(await fresh())).toEqual([]);
    });

    it("stores the deletion without the id and for 400 days", async () => {
      const log = createErasureLog(source, options.dataDir);
      await log.add(erased, 1_000);
      await log.add(other, 1_001 + 400 * DAY);
      const stored = await source.zrange(keys.erasures(), "0", "-1");
      expect(stored).toHaveLength(1);
      const file = await readFile(join(options.dataDir, "erasures"), "utf8");
      expect(file + stored).not.toMatch(/42000000000000000[12]/);
      expect((await stat(join(options.dataDir, "erasures"))).mode & 0o777).toBe(0o600);
    });
  });

  it("records its format and size", async () => {
    await fill(source);
    const { records } = await write();
    expect(await validateBackup(file)).toMatchObject({ formatVersion: FORMAT_VERSION, records });
  });
});

it("a restore detects a bot that is connected to the same database", async () => {
  const url = await freshDatabase();
  const operator = await fresh("rootine-operator", url);
  await (await fresh("rootine-worker")).ping();
  expect(await isBotConnected(operator)).toBe(false);
  await (await fresh("rootine-all", url)).ping();
  expect(await isBotConnected(operator)).toBe(true);
});

function edited(backup: Buffer, edit: (lines: string[]) => string[]): Buffer {
  const lines = gunzipSync(backup).toString("utf8").trimEnd().split("\n");
  return gzipSync(`${edit(lines).join("\n")}\n`);
}

/** With one more record and a valid checksum. */
function resealed(backup: Buffer, line: string): Buffer {
  return edited(backup, (lines) => {
    const body = [...lines.slice(0, -1), line];
    const checksum = createChecksum();
    for (const one of body) checksum.addLine(one);
    return [...body, JSON.stringify({ end: true, records: body.length - 1, sha256: checksum.digest() })];
  });
}
