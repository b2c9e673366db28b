import { createLeaderboardStore } from "../../../src/features/boards/store.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { type Figure, median, thousands } from "../figures.ts";
import type { BenchRedis } from "../redis.ts";

/** A page of a very long leaderboard, with the member's rank and neighbors, compared with a PING. */

const MEMBERS = 1_000_000;
const BATCH = 10_000;
const ASKED = 3_000;
const GUILD = "1034567890123456789";
const UNIT = 2 ** 32;

export async function board({ client }: BenchRedis): Promise<Figure[]> {
  const key = keys.leaderboard(GUILD, "all");
  for (let first = 0; first < MEMBERS; first += BATCH) {
    const pairs = Array.from({ length: BATCH }, (_, index) => [scoreOf(first + index), memberOf(first + index)]);
    await client.zadd(key, ...pairs.flat());
  }

  const boards = createLeaderboardStore(client);
  const times: Record<"ping" | "own" | "page", number[]> = { ping: [], own: [], page: [] };
  for (let asked = 0; asked < ASKED; asked += 1) {
    const member = memberOf((asked * 7_919) % MEMBERS);
    times.ping.push(await timed(() => client.ping()));
    times.own.push(await timed(() => boards.page(GUILD, "all", member, "own", 10)));
    times.page.push(await timed(() => boards.page(GUILD, "all", member, 10 * (asked % 100), 10)));
  }

  const figure = (what: "own" | "page", name: string): Figure => ({
    name: `leaderboard of ${thousands(MEMBERS)}: ${name}, relative to PING's p50`,
    value: median(times[what]) / median(times.ping),
    unit: "×",
    target: { atMost: 3 },
    from: `${thousands(median(times[what]) * 1_000)} µs to ${thousands(median(times.ping) * 1_000)} µs`,
  });
  return [
    figure("own", "the page with one's own place"),
    figure("page", "one of the first pages, own place beside it"),
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function memberOf(index: number): string {
  return String(820_000_000_000_000_000n + BigInt(index) * 4_194_304_007n);
}

function scoreOf(index: number): string {
  return String((index % 5_000) * UNIT + (UNIT - 1 - index));
}
