import { describe, expect, it } from "vitest";
import { freshDatabase } from "../redis/server.ts";
import { crash } from "./crash.ts";
import { STEPS } from "./steps.ts";

describe("200 slots due at once, two bots that die at every step, a Discord with bad days", () => {
  it("posts each exactly once, reveals it, and loses no answer", async () => {
    const seed = process.env.CHAOS_SEED ?? "short-form";
    const report = await crash({
      seed,
      redisUrl: await freshDatabase(),
      guilds: 40,
      channelsPerGuild: 5,
      membersPerGuild: 4,
      randomKills: 3,
      say: () => undefined,
    });

    process.stdout.write(`Crash test, seed ${seed}: ${JSON.stringify(report)}\n`);
    expect(report).toMatchObject({
      slots: 200,
      posted: 200,
      doubled: [],
      lost: [],
      unrevealed: [],
      wronged: [],
      drifted: [],
    });
    for (const step of STEPS) expect(report.deaths, `never died ${step}`).toHaveProperty(step);
    expect(report.acknowledged).toBeGreaterThan(400);
  }, 300_000);
});
