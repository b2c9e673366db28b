import { type AddressInfo, connect, createServer } from "node:net";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { createInteractionClaims } from "../../../src/platform/discord/interaction.ts";
import { connectRedis } from "../../../src/platform/redis/connection.ts";
import { silentLog } from "../../support/log.ts";
import { freshDatabase } from "../../support/redis.ts";

let url: string;

beforeEach(async () => {
  url = await freshDatabase();
});

function claimsOn(url: string) {
  const redis = connectRedis(url, { log: silentLog, purpose: "interactive" });
  onTestFinished(() => redis.disconnect());
  return { redis, claims: createInteractionClaims(redis) };
}

/** A connection to Redis that can lose the next reply, and then breaks. */
async function unreliable(target: string) {
  const { pathname, searchParams } = new URL(target);
  let losesNext = false;
  const server = createServer((client) => {
    const upstream = connect(pathname);
    client.pipe(upstream);
    upstream.on("data", (data) => {
      if (!losesNext) return void client.write(data);
      losesNext = false;
      client.destroy();
    });
    client.on("close", () => upstream.destroy()).on("error", () => undefined);
    upstream.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return {
    url: `redis://127.0.0.1:${port}/${searchParams.get("db") ?? 0}`,
    loseNextReply: () => {
      losesNext = true;
    },
  };
}

it("only one of several processes runs an interaction", async () => {
  const [one, other] = [claimsOn(url).claims, claimsOn(url).claims];
  const claimed = await Promise.all([one.claim("1"), other.claim("1"), one.claim("1")]);
  expect(claimed.filter(Boolean)).toHaveLength(1);
  expect(await other.claim("2")).toBe(true);
});

it("an interaction is claimed even if Redis's reply was lost and the command was repeated", async () => {
  const connection = await unreliable(url);
  const { redis, claims } = claimsOn(connection.url);
  await redis.ping();
  connection.loseNextReply();
  expect(await claims.claim("1")).toBe(true);
  expect(await claimsOn(url).claims.claim("1")).toBe(false);
});
