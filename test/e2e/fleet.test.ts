import type { APIMessage } from "discord-api-types/v10";
import { expect, it, onTestFinished } from "vitest";
import { slotJob } from "../../src/features/schedules/jobs.ts";
import { firstSlot, parseDays } from "../../src/features/schedules/rules.ts";
import { createScheduleStore } from "../../src/features/schedules/store.ts";
import { createAgenda } from "../../src/platform/jobs/agenda.ts";
import { connectRedis } from "../../src/platform/redis/connection.ts";
import { MINUTE, SECOND } from "../../src/platform/time.ts";
import { openPlayground, type Playground } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { silentLog } from "../support/log.ts";
import { customIdsOf, isPublic } from "../support/messages.ts";
import { type Started, start, stop, waitForOutput } from "../support/process.ts";
import { freshDatabase, temporaryFolder } from "../support/redis.ts";

/** A deployment as plain processes: 1 Redis, 2 bots with 4 shards in total, 3 workers. */

const SHARDS = 4;
const GUILDS_A_SHARD = 2;

it("a fleet of processes answers, posts, takes turns identifying shards and restarts without losing work", async () => {
  const playground = await openPlayground({ port: 0, limits: "none", sharding: { shards: SHARDS, maxConcurrency: 2 } });
  onTestFinished(() => playground.close());
  const guilds = await guildsOfEveryShard(playground);
  const common = {
    DISCORD_TOKEN: playground.token,
    DISCORD_API_URL: playground.apiUrl,
    REDIS_URL: await freshDatabase(),
    DATA_DIR: await temporaryFolder(),
    PORT: "0",
  };
  const bot = (SHARDS: string) => start({ ...common, ROLE: "bot", SHARDS });
  const worker = () => start({ ...common, ROLE: "worker" });

  const bots = [bot("0-1/4"), bot("2-3/4")] as const;
  const workers = [worker(), worker(), worker()] as const;
  await Promise.all([...bots, ...workers].map((one) => waitForOutput(one, /Ready in/)));
  expectShardsIdentifiedInTurn(playground);

  await addDueSchedules(common.REDIS_URL, guilds);
  await eventually(
    () => guilds.every(({ channels: [channel] }) => postsIn(playground, channel?.id) === 1),
    20 * SECOND,
  );

  const clicking = sendCommands(playground, guilds);
  const [oldBot] = bots;
  const newBot = bot("0-1/4");
  await waitForOutput(newBot, /Ready in/);
  expect(await Promise.all([stop(oldBot), stop(workers[0]), stop(workers[1])])).toEqual([0, 0, 0]);
  expect(await clicking.end()).toEqual([]);
  expect(clicking.answered()).toBeGreaterThan(50);

  await addDueSchedules(common.REDIS_URL, guilds, "second");
  await eventually(
    () => guilds.every(({ channels: [channel] }) => postsIn(playground, channel?.id) === 2),
    20 * SECOND,
  );
  expectShardsIdentifiedInTurn(playground);
  await endAll([newBot, bots[1], workers[2]]);
}, 120_000);

type Guilds = ReturnType<Playground["addGuild"]>[];

/** A guild's id determines its shard; creates enough guilds that every shard has some. */
async function guildsOfEveryShard(playground: Playground): Promise<Guilds> {
  const guilds: Guilds = [];
  const of = (shard: number) => guilds.filter(({ id }) => Number((BigInt(id) >> 22n) % BigInt(SHARDS)) === shard);
  while (Array.from({ length: SHARDS }, (_, shard) => of(shard).length).some((count) => count < GUILDS_A_SHARD)) {
    guilds.push(playground.addGuild({ members: 5 }));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return guilds;
}

/** Every shard identified, and two of the same bucket at least 5 s apart. */
function expectShardsIdentifiedInTurn(playground: Playground): void {
  const starts = playground.sessionStarts();
  expect(new Set(starts.map(({ shard }) => shard)).size).toBe(SHARDS);
  expect(starts.filter(({ accepted }) => !accepted)).toEqual([]);
}

/** Adds a schedule to every guild with an unposted slot from five minutes ago. */
async function addDueSchedules(redisUrl: string, guilds: Guilds, id = "first"): Promise<void> {
  const redis = connectRedis(redisUrl, { log: silentLog });
  const at = Math.floor(Date.now() / MINUTE - 5) * MINUTE;
  const rule = { days: parseDays("daily"), zone: "UTC", time: new Date(at).toISOString().slice(11, 16) };
  for (const { id: guildId, channels } of guilds) {
    const serial = await createScheduleStore(redis).serialFor(guildId, id);
    const schedule = {
      ...rule,
      id,
      serial,
      version: 0,
      channelId: channels[0]?.id ?? "",
      revealAfterHours: 6,
      thread: false,
    };
    await createScheduleStore(redis).add(guildId, schedule, 10);
    await createAgenda(redis).set(slotJob, { guildId, scheduleId: id }, firstSlot(schedule, at).at);
  }
  await redis.quit();
}

function postsIn(playground: Playground, channelId = ""): number {
  return playground.person(playground.people.moderator.id).visibleMessages(channelId).filter(isQuestion).length;
}

function isQuestion(message: APIMessage): boolean {
  return customIdsOf(message).length > 0 && isPublic(message);
}

/** Five members of every guild send commands at the maximum rate; returns what failed. */
function sendCommands(playground: Playground, guilds: Guilds) {
  const failures: unknown[] = [];
  let answered = 0;
  let over = false;
  const running = guilds.map(async ({ members, channels: [channel] }) => {
    for (let turn = 0; !over; turn += 1) {
      const member = playground.person(members[turn % members.length]?.id ?? "");
      const message = member.visibleMessages(channel?.id ?? "").find(isQuestion);
      const seen = await member
        .command("leaderboard", {}, message?.channel_id ?? "")
        .catch((error: unknown) => ({ error }));
      if ("message" in seen && seen.message) answered += 1;
      else failures.push(seen);
      await new Promise((resolve) => setTimeout(resolve, SECOND / 4));
    }
  });
  return {
    answered: () => answered,
    async end() {
      over = true;
      await Promise.all(running);
      return failures;
    },
  };
}

async function endAll(processes: Started[]): Promise<void> {
  expect(await Promise.all(processes.map(stop))).toEqual(processes.map(() => 0));
}
