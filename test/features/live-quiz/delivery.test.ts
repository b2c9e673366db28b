import { REST } from "discord.js";
import { expect, it, onTestFinished } from "vitest";
import { createLiveDelivery } from "../../../src/features/live-quiz/delivery.ts";
import type { LiveMessage } from "../../../src/features/live-quiz/rules.ts";
import { createReserveInterval } from "../../../src/platform/discord/send-limiter.ts";
import { connectRedis } from "../../../src/platform/redis/connection.ts";
import { SECOND } from "../../../src/platform/time.ts";
import { silentLog } from "../../support/log.ts";
import { freshDatabase } from "../../support/redis.ts";
import { lobby } from "./fixtures.ts";

const message: LiveMessage = { kind: "lobby", quiz: lobby, expired: false, players: 1 };

it("the delivery edits a channel at most once a second across workers, without delaying other channels", async () => {
  const url = await freshDatabase();
  const edits: { channel: string | undefined; at: number }[] = [];
  const startWorker = () => {
    const redis = connectRedis(url, { log: silentLog });
    onTestFinished(() => redis.disconnect());
    const rest = new REST({
      makeRequest: async (to) => {
        edits.push({ channel: /channels\/(\d+)/.exec(to)?.[1], at: performance.now() });
        return Response.json({});
      },
    }).setToken("none");
    return createLiveDelivery({ restFor: () => rest, botId: () => "1", reserveInterval: createReserveInterval(redis) });
  };
  const [one, two] = [startWorker(), startWorker()];
  const elsewhere = { ...message, quiz: { ...lobby, channelId: "410000000000000102" } };

  const start = performance.now();
  await Promise.all([one.edit("1", message), two.edit("1", message), one.edit("1", message), two.edit("2", elsewhere)]);
  const timesIn = (channelId: string) =>
    edits.filter(({ channel }) => channel === channelId).map(({ at }) => at - start);
  const [first = 0, second = 0, third = 0] = timesIn(lobby.channelId);
  // A busy machine may delay edits, but none may be early.
  expect(second).toBeGreaterThanOrEqual(SECOND);
  expect(third).toBeGreaterThanOrEqual(2 * SECOND);
  expect(Math.max(first, ...timesIn(elsewhere.quiz.channelId))).toBeLessThan(second);
  expect(edits).toHaveLength(4);
});
