import { describe, expect, it } from "vitest";
import { createGuildStore } from "../../src/features/privacy/guild-store.ts";
import { GUILD_PREFIX } from "../../src/platform/redis/keys.ts";
import { DAY, HOUR } from "../../src/platform/time.ts";
import type { AddedGuild } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { tracesOf } from "../support/every-trace.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";

/** A second guild in which a question was posted and answered. */
async function playInAnother({ playground }: Stage): Promise<AddedGuild> {
  const added = playground.addGuild({ name: "Passing by" });
  const channel = added.channels[0]?.id ?? "";
  const moderator = playground.person(playground.people.moderator.id, { guildId: added.id });
  await moderator.command("schedule add", { channel, time: "09:00", timezone: "UTC" }, channel);
  await moderator.command("schedule post-now", { schedule: "daily" }, channel);
  const post = await eventually(() =>
    moderator.visibleMessages(channel).find((one) => customIdsOf(one)[0]?.startsWith("daily.answer:")),
  );
  await moderator.click(post, customIdsOf(post)[0] ?? "");
  return added;
}

const keysOf = async (stage: Stage, { id }: AddedGuild) =>
  (await tracesOf(stage.redis, `rootine:{g:${id}}`)).filter((key) => key.startsWith(GUILD_PREFIX));

/** Data that members and moderators created; jobs create and delete other keys as time passes. */
const isOfMembers = (key: string) => /answers|streaks|board:all$|schedules/.test(key);

describe("a server the bot was removed from", () => {
  it.each([
    ["while the bot was online", (stage: Stage, id: string) => Promise.resolve(stage.playground.removeGuild(id))],
    [
      "while the bot was offline",
      async (stage: Stage, id: string) => {
        await stage.leave();
        stage.playground.removeGuild(id);
        await stage.join();
      },
    ],
  ])("loses its data after 30 days if it was removed %s; other servers keep theirs", async (_, remove) => {
    const stage = await openStage([questions.single()]);
    const { redis } = stage;
    const [left, other] = [await playInAnother(stage), await playInAnother(stage)];
    await remove(stage, left.id);
    await expect.poll(() => createGuildStore(redis).has(left.id)).toBe(false);

    stage.advance(29 * DAY);
    await stage.settled();
    expect((await keysOf(stage, left)).length).toBeGreaterThan(8);
    const before = await keysOf(stage, other);

    stage.advance(DAY);
    await expect.poll(async () => (await keysOf(stage, left)).filter(isOfMembers), { timeout: 8_000 }).toEqual([]);
    // Hourly passes delete what was written since the previous one, until nothing is left.
    for (let pass = 0; pass < 3; pass += 1) {
      await stage.settled();
      stage.advance(HOUR);
    }
    await expect.poll(() => keysOf(stage, left), { timeout: 8_000 }).toEqual([]);
    expect(before.filter(isOfMembers)).toHaveLength(4);
    expect((await keysOf(stage, other)).filter(isOfMembers)).toEqual(before.filter(isOfMembers));
  });

  it("posts again automatically once the bot is invited back, and announces it", async () => {
    const stage = await openStage([questions.single()]);
    const { playground } = stage;
    const [daily, general] = [stage.channels.daily, stage.channels.general];
    const shown = (await stage.moderator.command("settings show", {}, general)).message ?? "";
    await stage.moderator.select(shown, "settings.pick", ["auditChannel"]);
    await stage.moderator.select(shown, "settings.channel:auditChannel", [general]);
    // The last slot is due when the clock stops, because a slot past its grace period doesn't pause the schedule.
    await stage.addSchedule({ time: new Date(stage.clock() + HOUR).toISOString().slice(11, 16) });
    playground.removeGuild(playground.guild.id);
    stage.advance(DAY + HOUR);
    await stage.settled();
    playground.restoreGuild(playground.guild.id);
    const shownTexts = () => stage.moderator.visibleMessages(general).map(textOf).join("\n");
    await expect
      .poll(shownTexts)
      .toContain("While I wasn't in this server, I paused **daily**. I'm back, so it's running again.");
    const list = textOf((await stage.moderator.command("schedule list", {}, general)).message);
    expect(list).toContain("next <t:");
    stage.advance(DAY);
    await stage.settled();
    expect(stage.moderator.visibleMessages(daily).map(textOf).join("\n")).toContain("A PUT times out");
  });

  it("keeps its data if the bot returns in time", async () => {
    const stage = await openStage([questions.single()]);
    const guild = await playInAnother(stage);
    const { redis } = stage;
    const guilds = createGuildStore(redis);
    // The bot saw the removal, but was offline when it was added again.
    await stage.leave();
    await guilds.remove(guild.id);
    await redis.zadd(
      `rootine:{a:${Number((BigInt(guild.id) >> 22n) % 16n)}}:immediate`,
      stage.clock() + DAY,
      `delete-guild:${guild.id}`,
    );
    await stage.join();
    await expect.poll(() => guilds.has(guild.id)).toBe(true);
    expect(await tracesOf(redis, `delete-guild:${guild.id}`)).toEqual([]);
    expect((await keysOf(stage, guild)).length).toBeGreaterThan(8);
  });
});
