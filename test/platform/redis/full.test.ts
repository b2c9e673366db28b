import { expect, it, onTestFinished } from "vitest";
import { DEFAULT_CALENDAR } from "../../../src/features/boards/calendar-rules.ts";
import { ledgerErrors } from "../../../src/features/boards/ledger-rules.ts";
import { createAnswerStore } from "../../../src/features/daily/answer-store.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import { advanceStreak } from "../../../src/features/daily/rules.ts";
import { connectRedis } from "../../../src/platform/redis/connection.ts";
import { startEmbeddedRedis } from "../../../src/platform/redis/embedded/index.ts";
import { checkLedger, readLedger } from "../../support/ledger.ts";
import { silentLog } from "../../support/log.ts";
import { postWith } from "../../support/posts.ts";
import { redisPackages, temporaryFolder } from "../../support/redis.ts";

const guildId = "410000000000000000";
const post = postWith();

it("answers are rejected completely while Redis is full, and accepted once there is room", async () => {
  const server = await startEmbeddedRedis({
    dataDir: await temporaryFolder(),
    log: silentLog,
    packagesDir: redisPackages(),
  });
  onTestFinished(() => server.stop());
  const redis = connectRedis(server.url, { log: silentLog });
  onTestFinished(() => redis.disconnect());
  await createPostStore(redis).claim(post, undefined);
  const answers = createAnswerStore(redis);
  const day = "2026-11-22";
  const record = (userId: string) => {
    const streakAfter = advanceStreak(undefined, day);
    const given = { userId, response: ["again"], correct: true, base: 20, bonus: 1, at: 2_000, day };
    return answers.record(post, { ...given, streakBefore: undefined, streakAfter }, DEFAULT_CALENDAR);
  };

  // Loaded scripts take memory too.
  expect(await record("first")).toMatchObject({ outcome: "recorded" });
  await readLedger(redis, guildId);
  const used = Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1]);
  await redis.config("SET", "maxmemory", String(used + 300_000));
  let answered = 1;
  const refused: unknown[] = [];
  for (let member = 0; member < 5_000 && refused.length < 20; member += 1) {
    await record(String(member)).then(
      () => (answered += 1),
      (error: unknown) => refused.push(error),
    );
  }
  expect(answered).toBeGreaterThan(10);
  expect(refused).toHaveLength(20);
  expect(String(refused[0])).toContain("OOM");
  const ledger = await readLedger(redis, guildId);
  expect(ledger.answers).toHaveLength(answered);
  expect(ledgerErrors(ledger)).toEqual([]);

  await redis.config("SET", "maxmemory", "0");
  expect(await record("latecomer")).toMatchObject({ outcome: "recorded" });
  expect(await checkLedger(redis, guildId)).toEqual([]);
}, 20_000);
