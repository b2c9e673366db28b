import { expect, it } from "vitest";
import { checkLeaderboards } from "../../src/features/boards/doctor.ts";
import { createScheduleStore } from "../../src/features/schedules/store.ts";
import { keys } from "../../src/platform/redis/keys.ts";
import { customIdOf } from "../support/messages.ts";
import { start } from "../support/process.ts";
import { questions } from "../support/questions.ts";
import { temporaryFolder } from "../support/redis.ts";
import { openStage, type Stage } from "../support/stage.ts";

async function examine({ playground, redisUrl }: Stage, ...args: string[]) {
  const variables = {
    DISCORD_TOKEN: playground.token,
    DISCORD_API_URL: playground.apiUrl,
    REDIS_URL: redisUrl,
    DATA_DIR: await temporaryFolder(),
  };
  const started = start(variables, ["doctor.ts", ...args]);
  const code = await started.exit;
  return { code, output: started.printed() };
}

it("doctor reports each problem with its fix, and rebuilds leaderboards once the bot has stopped", async () => {
  const stage = await openStage([questions.single()]);
  const { redis } = stage;
  const { guild, people } = stage.playground;
  await stage.addSchedule();
  const post = await stage.postNow();
  await stage.members[0].click(post, customIdOf(post, "again"));

  const healthy = await examine(stage);
  expect(healthy.output).toContain("✓ Commands: all");
  expect(healthy.output).toContain("✓ Schedules: 1 of 1 can post in their channel");
  expect(healthy.output).toContain("✓ Clock: matches");
  expect(healthy.output).toContain("✓ Leaderboards: match the answers in all 1 servers");
  expect(healthy.output).toContain("No issues found.");
  expect(healthy.code).toBe(0);

  const schedules = createScheduleStore(redis);
  const [schedule] = await schedules.list(guild.id);
  if (schedule) await schedules.replace(guild.id, schedule, { ...schedule, channelId: guild.channels.announcements });
  await redis.zadd(keys.leaderboard(guild.id, "all"), "999999999999999", people.members[1].id);
  await redis.hset(keys.streaks(guild.id), people.members[0].id, '{"length":99,"lastDay":"2020-01-01","freezes":2}');
  await redis.hincrby(keys.totals(guild.id), "answered", 5);

  const broken = await examine(stage);
  expect(broken.output).toMatch(/✗ Schedule daily in server \d+: Give the bot Send Messages in channel \d+/);
  expect(broken.output).toMatch(/✗ Leaderboards of server \d+: They don't match the answers: .*--rebuild/);
  expect(broken.code).toBe(1);
  const [refused] = await checkLeaderboards(redis, { guildIds: [guild.id], rebuild: true });
  expect(refused).toMatchObject({ problem: expect.stringContaining("A bot is using this Redis") });

  await stage.leave();
  const rebuilt = await examine(stage, "--rebuild");
  expect(rebuilt.output).toMatch(/✓ Leaderboards of server \d+: rebuilt from the answers/);
  const [checked] = await checkLeaderboards(redis, { guildIds: [guild.id], rebuild: false });
  expect(checked).toMatchObject({ ok: expect.stringContaining("match the answers") });
}, 180_000);

it("doctor exits when its output is closed", async () => {
  const { redisUrl } = await openStage([questions.single()]);
  const { child, exit, printed } = start({ REDIS_URL: redisUrl }, ["doctor.ts"]);
  child.stdout?.destroy();
  expect(await exit, printed()).toBe(0);
});
