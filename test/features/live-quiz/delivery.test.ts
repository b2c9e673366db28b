import { REST } from "discord.js";
import { expect, it, onTestFinished } from "vitest";
import { createLiveMessenger } from "../../../src/features/live-quiz/delivery.ts";
import type { LiveScreen } from "../../../src/features/live-quiz/ports.ts";
import { createTurns } from "../../../src/platform/discord/send-turns.ts";
import { connectRedis } from "../../../src/platform/redis/connection.ts";
import { SECOND } from "../../../src/platform/time.ts";
import { silentLog } from "../../support/log.ts";
import { freshDatabase } from "../../support/redis.ts";

const lobby: LiveScreen = {
  show: "lobby",
  live: {
    id: "1",
    guildId: "410000000000000000",
    channelId: "410000000000000101",
    hostId: "410000000000000301",
    zone: "UTC",
    count: 5,
    seconds: 20,
    phase: "lobby",
    dueAt: 0,
    rounds: [],
    version: 1,
  },
  settled: false,
  players: 1,
};

it("edits a channel once a second at most, however many workers draw its quiz, and no other channel waits", async () => {
  const url = await freshDatabase();
  const edits: { channel: string | undefined; at: number }[] = [];
  const worker = () => {
    const redis = connectRedis(url, { log: silentLog });
    onTestFinished(() => redis.disconnect());
    const rest = new REST({
      makeRequest: async (to) => {
        edits.push({ channel: /channels\/(\d+)/.exec(to)?.[1], at: performance.now() });
        return Response.json({});
      },
    }).setToken("none");
    return createLiveMessenger({ rest, botId: () => "1", turns: createTurns(redis) });
  };
  const [one, two] = [worker(), worker()];
  const elsewhere = { ...lobby, live: { ...lobby.live, channelId: "410000000000000102" } };

  const began = performance.now();
  await Promise.all([one.draw("1", lobby), two.draw("1", lobby), one.draw("1", lobby), two.draw("2", elsewhere)]);
  const since = (channelId: string) => edits.filter(({ channel }) => channel === channelId).map(({ at }) => at - began);
  const [first = 0, second = 0, third = 0] = since(lobby.live.channelId);
  // However late a busy machine is with one of them, none may come before its turn.
  expect(second).toBeGreaterThanOrEqual(SECOND);
  expect(third).toBeGreaterThanOrEqual(2 * SECOND);
  expect(Math.max(first, ...since(elsewhere.live.channelId))).toBeLessThan(second);
  expect(edits).toHaveLength(4);
});
