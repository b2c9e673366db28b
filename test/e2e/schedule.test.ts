import { PermissionFlagsBits } from "discord-api-types/v10";
import { beforeEach, describe, expect, it } from "vitest";
import { clockChangeBetween, DAY, HOUR, MINUTE } from "../../src/platform/time.ts";
import type { SimulatedUser } from "../../src/playground/playground.ts";
import { customIdsOf, isPublic, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";

let stage: Stage;
let moderator: SimulatedUser;
let daily: string;

beforeEach(async () => {
  stage = await openStage(["a", "b", "c"].map((name) => questions.single({ id: `http.${name}` })));
  ({ moderator } = stage);
  ({ daily } = stage.channels);
});

const run = async (command: string, options: Record<string, string | boolean | number> = {}) =>
  textOf((await moderator.command(`schedule ${command}`, options, daily)).message);
const publicPosts = () => moderator.visibleMessages(daily).filter(isPublic);

describe("/schedule add", () => {
  it("shows the schedule and its next three runs", async () => {
    const reply = await run("add", {
      channel: daily,
      time: "9:00",
      days: "weekdays",
      timezone: "Europe/Berlin",
      topic: "http",
    });
    expect(reply).toMatch(
      /\*\*weekdays-http\*\* is set: weekdays at 09:00 Europe\/Berlin in <#\d+>, HTTP and networking\./,
    );
    expect(reply).toMatch(/Next: <t:\d+:F>, <t:\d+:F>, <t:\d+:F>\./);
    expect(reply).toContain("Post one now");
  });

  it.each([
    [{ time: "9.30pm" }, "I can't read the time `9.30pm`. Use 24-hour HH:MM, like `21:30`."],
    [
      { days: "someday" },
      "I can't read the days `someday`. Use `daily`, `weekdays`, `weekends` or a list like `mon,wed,fri`.",
    ],
    [
      { timezone: "Berlin" },
      "I don't know the time zone `Berlin`. Pick one from the list as you type, like `Europe/Berlin`.",
    ],
    [
      { "reveal-after": "25h" },
      "I can't reveal the answer after `25h`. Use whole hours from `1h` to `24h`, like `6h`.",
    ],
    [
      { topic: "sql" },
      "I have no questions for SQL. Pick another topic or difficulty, or change **Questions** in `/settings show`.",
    ],
  ])("refuses %j with an example of valid input", async (wrong, sentence) => {
    expect(await run("add", { channel: daily, time: "09:00", ...wrong })).toBe(sentence);
    expect(await run("list")).toContain("no schedules yet");
  });

  it("names the permission the bot is missing in the channel", async () => {
    const { announcements } = stage.channels;
    const reply = await run("add", { channel: announcements, time: "09:00", thread: true });
    expect(reply).toBe(
      `I can't post in <#${announcements}> yet. Give me **Send Messages** and **Create Public Threads** there, then try again.`,
    );
  });

  it("allows at most 25 schedules", async () => {
    for (let hour = 0; hour < 25; hour += 1) await run("add", { channel: daily, time: `${hour % 24}:00` });
    const full = await run("add", { channel: daily, time: "09:00" });
    expect(full).toContain("This server already has 25 schedules");
    expect(stage.log.warnings).toEqual([]);
    expect(await run("list")).toContain("25 schedules");
  });

  it("defaults to the first time zone a moderator chose", async () => {
    await run("add", { channel: daily, time: "09:00", timezone: "Asia/Tokyo" });
    expect(await run("add", { channel: daily, time: "10:00" })).toContain("Asia/Tokyo in <#");
  });

  it("suggests time zones and schedules as the moderator types", async () => {
    const zones = await moderator.autocomplete(
      "schedule add",
      { channel: daily, time: "09:00", timezone: "new y" },
      "timezone",
      daily,
    );
    expect(zones.choices?.map(({ value }) => value)).toContain("America/New_York");
    await run("add", { channel: daily, time: "09:00" });
    const ids = await moderator.autocomplete("schedule pause", { schedule: "da" }, "schedule", daily);
    expect(ids.choices).toEqual([{ name: "daily", value: "daily" }]);
  });
});

describe("the bot with a slow Discord", { timeout: 40_000 }, () => {
  const SLOW = 3_300;
  beforeEach(() => {
    moderator = stage.playground.person(moderator.id, { settleAfterMs: 30_000 });
  });

  it("saves schedules and settings and replies even if a first reply after 3 s is lost", async () => {
    await run("add", { channel: daily, time: "09:00" });
    await run("pause", { schedule: "daily" });
    const { general, backEndTalk } = stage.channels;
    const panel = (await moderator.command("settings show", {}, general)).message ?? "";
    await moderator.select(panel, "settings.pick", ["summaryChannel"]);
    const close = await moderator.click(panel, "boards.close-season:1:ask");
    stage.playground.faults.inject({ kind: "latency", milliseconds: SLOW, on: "GET /channels/{channel_id}" });

    const [added, live, chosen, closed, edited, resumed] = await Promise.all([
      run("add", { channel: general, time: "10:00" }),
      moderator.command("quiz live", {}, backEndTalk),
      moderator.select(panel, "settings.channel:summaryChannel", [general]),
      moderator.click(close.message ?? "", "boards.close-season:1:confirm"),
      run("edit", { schedule: "daily", thread: true }),
      run("resume", { schedule: "daily" }).catch(String),
    ]);
    expect(added).toContain("**daily-2** is set");
    expect(textOf(live.message)).toContain("Live quiz");
    expect(textOf(chosen.updated)).toContain(`**Summary channel** · <#${general}>`);
    expect(textOf(closed.message)).toContain("No one has earned points this season");
    expect([edited, resumed].join("\n")).toMatch(/\*\*daily\*\* is (now|running)/);
    expect(await run("list")).toContain("### 2 schedules");
    expect(stage.log.warnings).toEqual([]);
  });

  it("says that Discord doesn't respond", async () => {
    const stop = stage.playground.faults.inject({
      kind: "error-before",
      status: 503,
      on: "GET /channels/{channel_id}",
    });
    expect(await run("add", { channel: daily, time: "09:00" })).toContain("Discord isn't responding right now");
    stop();
    stage.playground.faults.inject({ kind: "rate-limit", retryAfter: 0.2, count: 2, on: "GET /channels/{channel_id}" });
    expect(await run("add", { channel: daily, time: "09:00" })).toContain("**daily** is set");
    expect(stage.log.warnings).toEqual([]);
  });

  it("logs a reply that Discord no longer accepted", async () => {
    stage.playground.faults.inject({ kind: "late-ack", count: 1 });
    await moderator.command("help", {}, daily);
    expect(stage.log.warnings.join()).toContain("Interaction expired before the reply");
  });

  it("logs a deferred reply that took more than 15 minutes", async () => {
    stage.playground.faults.inject({ kind: "latency", milliseconds: 500, on: "GET /channels/{channel_id}" });
    const patient = stage.playground.person(moderator.id, { settleAfterMs: 1_000 });
    const adding = patient.command("schedule add", { channel: daily, time: "09:00" }, daily);
    await expect
      .poll(() => stage.playground.traffic.requests.some(({ route }) => route.includes("callback")))
      .toBe(true);
    stage.advance(16 * MINUTE);
    expect(await adding).toMatchObject({ thinking: true });
    await expect.poll(() => stage.log.warnings.join()).toContain("Interaction expired before the reply");
    expect(stage.log.warnings).toHaveLength(1);
  });
});

describe("a schedule", () => {
  const soon = () => new Date(stage.clock() + HOUR).toISOString().slice(11, 16);

  beforeEach(async () => {
    // A morning, so that an hour or two later is the same day, whenever this test runs.
    stage.advance(DAY - (stage.clock() % DAY) + 8 * HOUR);
    await run("add", { channel: daily, time: soon(), timezone: "UTC" });
  });

  it("previews five runs and mentions clock changes", async () => {
    const upcoming = await run("preview", { schedule: "daily" });
    expect(upcoming.match(/:R>/g)).toHaveLength(5);
    expect(upcoming).toMatch(/\w{3}, \w{3} \d{1,2}, \d{2}:\d{2}/);
    await run("edit", { schedule: "daily", timezone: "Europe/Berlin", days: "sun" });
    // Shortly before the clocks change, whenever this test runs.
    const summer = clockChangeBetween(stage.clock(), stage.clock() + 300 * DAY, "Europe/Berlin") ?? 0;
    stage.advance(summer - 10 * DAY - stage.clock());
    const reply = await run("preview", { schedule: "daily" });
    expect(reply).toMatch(/Clocks in Europe\/Berlin change <t:\d+:F>/);
  });

  it("posts once per manual post and links to it", async () => {
    const reply = await run("post-now", { schedule: "daily" });
    await stage.settled();
    const [post] = publicPosts();
    expect(reply).toContain(`https://discord.com/channels/${stage.playground.guild.id}/${daily}/${post?.id}`);
    stage.advance(MINUTE);
    await stage.settled();
    expect(publicPosts()).toHaveLength(1);
  });

  it("keeps its settings and posts nothing while paused, then resumes", async () => {
    expect(await run("pause", { schedule: "daily" })).toContain("I paused **daily** and kept its settings");
    stage.advance(2 * HOUR);
    await stage.settled();
    expect(publicPosts()).toHaveLength(0);
    expect(await run("post-now", { schedule: "daily" })).toContain("**daily** is paused");
    expect(await run("resume", { schedule: "daily" })).toContain("**daily** is running again.");
    stage.advance(24 * HOUR);
    await stage.settled();
    expect(publicPosts()).toHaveLength(1);
  });

  it("asks for confirmation before it is removed", async () => {
    const asked = await moderator.command("schedule remove", { schedule: "daily" }, daily);
    expect(textOf(asked.message)).toContain("Remove **daily**");
    const [remove, keep] = customIdsOf(asked.message);
    expect(textOf((await moderator.click(asked.message ?? "", keep ?? "")).updated)).toBe("I kept **daily** as it is.");

    const again = await moderator.command("schedule remove", { schedule: "daily" }, daily);
    expect(textOf((await moderator.click(again.message ?? "", remove ?? "")).updated)).toContain("I removed **daily**");
    expect(await run("list")).toContain("no schedules yet");
  });

  it("explains an unknown id and an edit without changes", async () => {
    expect(await run("pause", { schedule: "dayli" })).toBe(
      "There's no schedule `dayli` in this server. See all schedules with `/schedule list`.",
    );
    expect(await run("edit", { schedule: "daily" })).toContain("Add what to change");
  });

  it("posts once a day even if its time is moved after the post", async () => {
    stage.advance(HOUR);
    await stage.settled();
    expect(publicPosts()).toHaveLength(1);
    const reply = await run("edit", { schedule: "daily", time: soon() });
    const [, first] = /Next: <t:(\d+):F>/.exec(reply) ?? [];
    expect(Number(first) * 1000).toBeGreaterThan(stage.clock() + 20 * HOUR);
    stage.advance(HOUR);
    await stage.settled();
    expect(publicPosts()).toHaveLength(1);
  });

  it("pauses when its channel is deleted, and posts the missed question in another one", async () => {
    stage.playground.deleteChannel(daily);
    const { general } = stage.channels;
    stage.advance(HOUR);
    const list = await listed(general);
    expect(list).toContain("paused because its channel was deleted.");
    expect(list).toContain("Pick another channel with `/schedule edit schedule:daily channel:` to resume it.");

    await moderator.command("schedule edit", { schedule: "daily", channel: general }, general);
    await stage.settled();
    expect(moderator.visibleMessages(general).map(textOf).join("\n")).toContain("A PUT times out");
  });

  it("explains a manual post that fails because its channel was deleted", async () => {
    stage.playground.deleteChannel(daily);
    const { general } = stage.channels;
    const reply = textOf((await moderator.command("schedule post-now", { schedule: "daily" }, general)).message);
    expect(reply).toBe(`<#${daily}> was deleted. Pick another channel. For a schedule, use \`/schedule edit\`.`);
  });

  it("pauses when the bot can't post, and resumes once it can", async () => {
    stage.playground.setBotPermissions(daily, { deny: PermissionFlagsBits.SendMessages });
    stage.advance(HOUR);
    expect(await listed(stage.channels.general)).toContain("I can't post in");
    expect(await run("resume", { schedule: "daily" })).toContain("Give me **Send Messages** there");
    stage.playground.setBotPermissions(daily, { allow: PermissionFlagsBits.SendMessages });
    expect(await run("resume", { schedule: "daily" })).toContain("**daily** is running again.");
    await stage.settled();
    expect(publicPosts()).toHaveLength(1);
  });

  it("skips a slot after the bot was away for more than six hours, and says so", async () => {
    await run("edit", { schedule: "daily", time: soon() });
    stage.advance(8 * HOUR);
    expect(await listed(daily)).toContain("I was offline for too long");
    expect(publicPosts()).toHaveLength(0);
  });

  it("skips a slot when there is no question to ask, and posts the next one", async () => {
    const { general } = stage.channels;
    const choose = async (name: string, kind: string, value: string) => {
      const shown = (await moderator.command("settings show", {}, general)).message ?? "";
      await moderator.select(shown, "settings.pick", [name]);
      await moderator.select(shown, kind, [value]);
    };
    await choose("auditChannel", "settings.channel:auditChannel", general);
    await choose("bankMix", "settings.choose:bankMix", "own");
    stage.advance(HOUR);
    expect(await listed(general)).toContain("no question matched");
    expect(moderator.visibleMessages(general).map(textOf).join("\n")).toContain(
      "**daily** didn't post because no question matches it",
    );
    expect(publicPosts()).toHaveLength(0);

    await choose("bankMix", "settings.choose:bankMix", "both");
    stage.advance(24 * HOUR);
    await stage.settled();
    expect(publicPosts()).toHaveLength(1);
    expect(stage.log.warnings).toEqual([]);
  });

  it("refuses a button once the moderator can't manage the server anymore", async () => {
    const asked = await moderator.command("schedule remove", { schedule: "daily" }, daily);
    stage.playground.setModerator(moderator.id, false);
    const [remove] = customIdsOf(asked.message);
    const seen = await moderator.click(asked.message ?? "", remove ?? "");
    expect(textOf(seen.message)).toContain("Only moderators can do that. Ask a member with **Manage Server**");
  });

  it("handles each command once when two bots are running", async () => {
    await stage.join();
    await run("add", { channel: daily, time: "12:00", topic: "http" });
    for (let round = 0; round < 5; round += 1) {
      expect(await run("pause", { schedule: "daily" })).toContain("I paused **");
      expect(await run("resume", { schedule: "daily" })).toContain("is running again");
    }
    expect(await run("list")).toContain("### 2 schedules");
  });

  it("can lose its topic, difficulty and role", async () => {
    const { students } = stage.playground.guild.roles;
    await run("edit", { schedule: "daily", topic: "http", difficulty: 2, "ping-role": students });
    expect(await run("edit", { schedule: "daily", "no-ping": true, topic: "any", difficulty: 0 })).toContain(
      "any topic.",
    );
    const reply = await run("preview", { schedule: "daily" });
    expect(reply).toContain("any topic");
  });

  it("shows which time zone counts for streaks and how to change it", async () => {
    expect(await run("add", { channel: daily, time: "12:00" })).toContain(
      "Streaks and leaderboards use the time zone UTC. Change it with `/settings zone`.",
    );
    await run("remove", { schedule: "daily-2" });
  });
});

/** The list of schedules once everything due has run. */
async function listed(channel: string): Promise<string> {
  await stage.settled();
  return textOf((await moderator.command("schedule list", {}, channel)).message);
}
