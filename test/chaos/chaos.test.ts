import { expect, it, onTestFinished } from "vitest";
import { freshDatabase } from "../support/redis.ts";
import { startMortalRedis } from "./mortal-redis.ts";
import { chaos } from "./run.ts";
import { SHORT } from "./sizes.ts";
import { ANSWER_STEPS, WORK_STEPS } from "./steps.ts";

/** The cluster is shared by all tests, so this run must not kill it. */
async function redisOfThisRun() {
  if (process.env.TEST_REDIS === "cluster") return { redisUrl: await freshDatabase() };
  const redis = await startMortalRedis();
  onTestFinished(() => redis.stop());
  return { redis, redisUrl: redis.url };
}

it("the bot loses and repeats nothing when processes, Redis and Discord fail", async () => {
  const seed = process.env.CHAOS_SEED ?? "short-form";
  const report = await chaos({ ...SHORT, ...(await redisOfThisRun()), seed, until: 0, print: () => undefined });

  process.stdout.write(`Chaos, seed ${seed}: ${JSON.stringify(report, undefined, 2)}\n`);
  expect(report.violations).toEqual([]);
  expect(report).toMatchObject({ losses: 0, doubles: 0, crashes: [], pendingDeaths: [] });
  for (const step of [...WORK_STEPS, ...ANSWER_STEPS]) expect(report.deaths, `never died ${step}`).toHaveProperty(step);
  expect(report.acknowledged).toBeGreaterThan(100);
}, 300_000);
