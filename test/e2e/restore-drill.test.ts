import { join } from "node:path";
import { expect, it } from "vitest";
import { createErasureLog } from "../../src/platform/ops/erasures.ts";
import { PERSISTENT_PREFIXES } from "../../src/platform/redis/keys.ts";
import { eventually } from "../support/eventually.ts";
import { holdings, tracesOf } from "../support/every-trace.ts";
import { customIdOf } from "../support/messages.ts";
import { start } from "../support/process.ts";
import { questions } from "../support/questions.ts";
import { freshDatabase, temporaryFolder, testRedis } from "../support/redis.ts";
import { openStage } from "../support/stage.ts";

it("a backup restores into an empty Redis without members who deleted their data since", async () => {
  const stage = await openStage([questions.single()]);
  const [erased, other] = stage.playground.people.members;
  await stage.addSchedule();
  const post = await stage.postNow();
  for (const member of stage.members) await member.click(post, customIdOf(post, "again"));
  await stage.settled();
  await stage.leave();
  const before = await holdings(stage.redis, PERSISTENT_PREFIXES);

  const folder = await temporaryFolder();
  const file = join(folder, "rootine.backup.gz");
  const run = async (REDIS_URL: string, ...args: string[]) => {
    const started = start({ REDIS_URL, DATA_DIR: folder }, args);
    expect(await started.exit, started.printed()).toBe(0);
    return started.printed();
  };
  expect(await run(stage.redisUrl, "backup.ts", "backup", file)).toContain("keep it as safe as the bot's token");
  await createErasureLog(stage.redis, folder).add(erased.id, Date.now());

  const redisUrl = await freshDatabase();
  const redis = await testRedis(redisUrl);
  expect(await run(redisUrl, "backup.ts", "restore", file)).toContain("Members who deleted their data since: 1.");
  const restored = await holdings(redis, PERSISTENT_PREFIXES);
  for (const [key, content] of before) {
    // The deletion was added to the agenda.
    if (!key.includes("{a:")) expect(restored.get(key)?.sort(), key).toEqual(content.sort());
  }

  await openStage([questions.single()], { redisUrl });
  await eventually(async () => (await tracesOf(redis, erased.id)).length === 0, 20_000);
  expect((await tracesOf(redis, other.id)).length).toBeGreaterThan(3);
  expect(await run(redisUrl, "doctor.ts")).toContain("No issues found.");
}, 180_000);
