import { type APIMessage, PermissionFlagsBits } from "discord-api-types/v10";
import { beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/platform/time.ts";
import type { SimulatedUser } from "../../src/playground/playground.ts";
import { checkLedger } from "../support/ledger.ts";
import { customIdOf, customIdsOf, isPublic, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";

let stage: Stage;
let moderator: SimulatedUser;
let members: Stage["members"];
let daily: string;
let general: string;

beforeEach(async () => {
  stage = await openStage(["a", "b", "c"].map((name) => questions.single({ id: `http.${name}` })));
  ({ moderator, members } = stage);
  ({ daily, general } = stage.channels);
});

const panel = async () => (await moderator.command("settings show", {}, general)).message ?? "";
const log = async () => textOf((await moderator.command("settings log", {}, general)).message);
const publicIn = (channel: string) => moderator.visibleMessages(channel).filter(isPublic);
/** The newest public message with these words, once everything due has run. */
async function posted(channel: string, words: string): Promise<APIMessage> {
  await stage.settled();
  const found = publicIn(channel).findLast((message) => textOf(message).includes(words));
  if (!found) throw new Error(`No message says ${words}:\n${publicIn(channel).map(textOf).join("\n---\n")}`);
  return found;
}
/** Selects a setting in the panel and sets it. Returns the updated panel. */
async function set(name: string, kind: string, value: string) {
  const shown = await panel();
  await moderator.select(shown, "settings.pick", [name]);
  const seen = await moderator.select(shown, kind, [value]);
  return textOf(seen.updated ?? seen.message);
}

describe("/settings", () => {
  it("shows every setting with its default", async () => {
    const shown = textOf((await moderator.command("settings show", {}, general)).message);
    for (const line of [
      "**Time zone** · UTC",
      "**Week starts on** · Monday",
      "**Moderator role** · off",
      "**Audit channel** · off",
      "**Review channel** · off",
      "**Summary channel** · off",
      "**Questions** · built-in and this server's own",
      "**Answer feedback** · right after answering",
    ]) {
      expect(shown).toContain(line);
    }
    expect(shown).toMatch(/\*\*Seasons\*\* · quarterly · season 1 ends <t:\d+:R>/);
  });

  it("recomputes the week's leaderboard when the week start changes", async () => {
    await stage.addSchedule();
    await play(members[0]);
    await set("weekStart", "settings.choose:weekStart", "sunday");
    stage.advance(6 * SECOND);
    await stage.settled();
    const board = await members[0].command("leaderboard", { period: "week" }, daily);
    expect(textOf(board.message)).toContain("**you** · 21 points");
    expect(await checkLedger(stage.redis, stage.playground.guild.id)).toEqual([]);
  });

  it("changes a setting, posts the change in the audit channel and adds it to the log", async () => {
    expect(await set("auditChannel", "settings.channel:auditChannel", general)).toContain(
      `**Audit channel** · <#${general}>`,
    );
    expect(await set("feedback", "settings.choose:feedback", "at-reveal")).toContain(
      "**Answer feedback** · at the reveal",
    );
    expect(await set("weekStart", "settings.choose:weekStart", "sunday")).toContain("**Week starts on** · Sunday");
    const zone = await moderator.command("settings zone", { timezone: "europe/berlin" }, general);
    expect(textOf(zone.message)).toContain("now start and end in Europe/Berlin");

    const change = `<@${moderator.id}> changed **Answer feedback** from right after answering to at the reveal`;
    await posted(general, change);
    const entries = await log();
    expect(entries).toContain(change);
    expect(entries).toContain("changed **Week starts on** from Monday to Sunday");
    expect(entries).toContain("changed **Time zone** from UTC to Europe/Berlin");
    expect(entries).toContain("Page 1 of 1 · 4 changes");
  });

  it("keeps the server's time zone when its only schedule moves to another", async () => {
    await stage.addSchedule({ timezone: "Asia/Tokyo" });
    await moderator.command("schedule edit", { schedule: "daily", timezone: "Europe/Berlin" }, daily);
    expect(textOf((await moderator.command("settings show", {}, general)).message)).toContain(
      "**Time zone** · Asia/Tokyo",
    );
  });

  it("logs nothing when nothing changed, and refuses an unknown time zone", async () => {
    await set("feedback", "settings.choose:feedback", "at-once");
    const zone = await moderator.command("settings zone", { timezone: "Berlin" }, general);
    expect(textOf(zone.message)).toContain("I don't know the time zone `Berlin`");
    expect(await log()).toContain("No changes yet.");
  });

  it("refuses a channel the bot can't post in, and warns when it loses access to one", async () => {
    const { announcements } = stage.channels;
    expect(await set("summaryChannel", "settings.channel:summaryChannel", announcements)).toContain(
      "Give me **Send Messages** there",
    );
    await set("auditChannel", "settings.channel:auditChannel", general);
    stage.playground.setBotPermissions(general, { deny: PermissionFlagsBits.SendMessages });
    expect(await set("feedback", "settings.choose:feedback", "at-reveal")).toContain(
      "**Answer feedback** · at the reveal",
    );
    expect(textOf((await moderator.command("settings show", {}, daily)).message)).toMatch(
      /\*\*Audit channel\*\* · <#\d+>\n-# ⚠ I can't post in <#\d+> yet. Give me \*\*Send Messages\*\*/,
    );
    await moderator.command("settings zone", { timezone: "Asia/Tokyo" }, daily);
    expect(await log()).toContain("changed **Answer feedback**");
  });

  it("answers in time when Discord is slow to return channels", async () => {
    await set("auditChannel", "settings.channel:auditChannel", general);
    stage.playground.faults.inject({ kind: "latency", milliseconds: 4 * SECOND, on: "GET /channels/{channel_id}" });
    expect(textOf((await moderator.command("settings show", {}, daily)).message)).toContain(
      `**Audit channel** · <#${general}>`,
    );
    expect(stage.playground.faults.hits("latency")).toBe(1);
  });

  it("refuses @everyone as the moderator role", async () => {
    expect(await set("moderatorRole", "settings.role", stage.playground.guild.id)).toContain(
      "Every member has that role",
    );
  });

  it("turns a channel setting off", async () => {
    await set("auditChannel", "settings.channel:auditChannel", general);
    const shown = await panel();
    await moderator.select(shown, "settings.pick", ["auditChannel"]);
    const off = await moderator.click(shown, "settings.turn-off:auditChannel");
    expect(textOf(off.updated)).toContain("**Audit channel** · off");
    expect(await log()).toContain(`from <#${general}> to off`);
  });

  it("pages through the log", async () => {
    await stage.addSchedule();
    for (let hour = 0; hour < 12; hour += 1) await stage.addSchedule({ time: `${hour}:00` });
    for (const command of ["pause", "resume", "pause", "resume"])
      await moderator.command(`schedule ${command}`, { schedule: "daily" }, daily);
    const first = await moderator.command("settings log", {}, general);
    expect(textOf(first.message)).toContain("Page 1 of 2 · 15 changes");
    expect(textOf(first.message)).toMatch(/paused schedule `daily` \(2 times\)/);
    const second = await moderator.click(first.message ?? "", "audit-log.page:2:older");
    expect(textOf(second.updated)).toContain("added schedule `daily`");
    expect(textOf(second.updated).match(/added schedule `daily/g)).toHaveLength(5);
  });

  it("lets only holders of the moderator role act as moderators", async () => {
    const one = members[0];
    expect((await one.command("settings show", {}, general)).failed).toBeDefined();
    expect(textOf((await one.command("help", {}, general)).message)).not.toContain("For moderators");
    const { students } = stage.playground.guild.roles;
    expect(await set("moderatorRole", "settings.role", students)).toContain(`**Moderator role** · <@&${students}>`);
    expect(textOf((await one.command("help", {}, general)).message)).toContain("For moderators");
  });
});

/** Posts a question and lets these members answer it correctly. */
async function play(...players: SimulatedUser[]) {
  const post = await stage.postNow();
  const right = customIdOf(post, "again");
  for (const player of players) expect(textOf((await player.click(post, right)).message)).toContain("Correct!");
}

describe("a season", () => {
  beforeEach(async () => {
    await stage.addSchedule({ time: "00:00" });
  });

  it("closes once a moderator confirms, and is listed in the hall of fame", async () => {
    await play(members[0], members[1]);
    const asked = await moderator.click(await panel(), "boards.close-season:1:ask");
    expect(textOf(asked.message)).toContain("End season 1 now? 2 members took part.");
    const confirm = () => moderator.click(asked.message ?? "", "boards.close-season:1:confirm");
    const [closing] = await Promise.all([confirm(), confirm()]);
    expect(textOf(closing.updated)).toBe("Season 1 has ended. I'll post the winners here in a moment.");

    const result = await posted(general, "is over");
    expect(textOf(result)).toContain(`1. <@${members[0].id}> · 21 points\n2. <@${members[1].id}> · 21 points`);
    const hall = await members[2].click(result, "boards.hall-of-fame");
    expect(hall.ephemeral).toBe(true);
    expect(textOf(hall.message)).toMatch(/\*\*Season 1\*\* · ended <t:\d+:R> · 2 members\n1\. <@\d+> · 21 points/);
    const board = await members[0].command("leaderboard", { period: "season" }, general);
    expect(textOf(board.message)).toContain("No one has answered this season yet.");
    expect((await log()).match(/<@\d+> ended season 1/g)).toHaveLength(1);

    expect(publicIn(general)).toHaveLength(1);
  });

  it("leaves winners who deleted their data out of the hall of fame", async () => {
    await play(members[0]);
    const asked = await moderator.click(await panel(), "boards.close-season:1:ask");
    await moderator.click(asked.message ?? "", "boards.close-season:1:confirm");
    await stage.settled();
    const board = await members[1].command("leaderboard", { period: "season" }, general);
    const hall = async () => textOf((await members[1].click(board.message ?? "", "boards.hall-of-fame")).message);
    expect(await hall()).toContain(`1. <@${members[0].id}>`);

    const confirm = await members[0].command("privacy delete", {}, general);
    await members[0].click(confirm.message ?? "", "privacy.delete:confirm");
    await expect.poll(hall).toContain("No one scored.");
  });

  it("can't be closed when no one played", async () => {
    const asked = await moderator.click(await panel(), "boards.close-season:1:ask");
    const closing = await moderator.click(asked.message ?? "", "boards.close-season:1:confirm");
    expect(textOf(closing.message)).toContain("No one has earned points this season");
  });

  it("stays open when the winners can't be posted", async () => {
    await play(members[0]);
    const asked = await moderator.click(await panel(), "boards.close-season:1:ask");
    stage.playground.setBotPermissions(general, { deny: PermissionFlagsBits.SendMessages });
    const closing = await moderator.click(asked.message ?? "", "boards.close-season:1:confirm");
    expect(textOf(closing.message)).toContain(`I can't post in <#${general}> yet. Give me **Send Messages** there`);
    const { message } = await moderator.command("settings show", {}, general);
    expect(textOf(message)).toContain("season 1 ends");

    stage.playground.setBotPermissions(general, { allow: PermissionFlagsBits.SendMessages });
    await moderator.click(asked.message ?? "", "boards.close-season:1:confirm");
    await posted(general, "Season 1 is over");
  });

  it("ends once after its month, and the next one starts", async () => {
    await set("summaryChannel", "settings.channel:summaryChannel", general);
    await endMonth();
    expect(textOf(await posted(general, "Season 1 is over"))).toContain("1 member took part.");
    expect(textOf((await moderator.command("settings show", {}, daily)).message)).toMatch(/season 2 ends <t:\d+:R>/);
    expect(publicIn(general).filter((message) => textOf(message).includes("is over"))).toHaveLength(1);
  });

  it("ends without a post when no summary channel is set", async () => {
    await endMonth();
    await stage.settled();
    expect(textOf((await moderator.command("settings show", {}, daily)).message)).toContain("season 2 ends");
    const messages = [...publicIn(daily), ...publicIn(general)];
    expect(messages.filter((message) => textOf(message).includes("is over"))).toEqual([]);
  });

  async function endMonth(): Promise<void> {
    await set("seasonLength", "settings.choose:seasonLength", "month");
    await moderator.command("schedule pause", { schedule: "daily" }, daily);
    await moderator.command("schedule resume", { schedule: "daily" }, daily);
    await play(members[0]);
    await moderator.command("schedule pause", { schedule: "daily" }, daily);
    stage.advance(32 * DAY);
    await stage.join();
  }
});

describe("the weekly summary", () => {
  it("is posted in its channel on the first day of the week, at the time of the first schedule", async () => {
    await stage.addSchedule();
    await set("summaryChannel", "settings.channel:summaryChannel", general);
    await play(members[0], members[1], members[2]);
    await moderator.command("schedule pause", { schedule: "daily" }, daily);
    const now = new Date(stage.clock());
    const days = (8 - (now.getUTCDay() || 7)) % 7 || 7;
    const due = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + days, 9);
    stage.advance(due - stage.clock() - HOUR);
    await stage.settled();
    expect(publicIn(general)).toHaveLength(0);

    stage.advance(HOUR + 1_000);
    const summary = await posted(general, "Last week");
    expect(textOf(summary)).toContain(`### Last week\n1. <@${members[0].id}> · 21 points`);
    expect(textOf(summary)).toContain("3 members took part");
    const board = await members[0].click(summary, "boards.open:week");
    expect(board.ephemeral).toBe(true);
    await stage.restart();
    await stage.settled();
    expect(publicIn(general)).toHaveLength(1);
  });
});

describe("a warning in the audit channel", () => {
  const soon = () => new Date(stage.clock() + HOUR).toISOString().slice(11, 16);

  beforeEach(async () => {
    await set("auditChannel", "settings.channel:auditChannel", general);
    await stage.addSchedule({ time: soon() });
  });
  const warned = (sentence: string) => posted(general, sentence);

  it("reports a paused schedule, with a button to resume it", async () => {
    stage.playground.setBotPermissions(daily, { deny: PermissionFlagsBits.SendMessages });
    stage.advance(HOUR);
    const warning = await warned(`I paused **daily** because I can't post in <#${daily}> anymore.`);
    expect(await log()).toContain("I paused schedule `daily` because I can't post in its channel anymore");
    const resume = customIdOf(warning, "schedules.resume:daily");
    const refused = await members[0].click(warning, resume);
    expect(textOf(refused.message)).toContain("Only moderators can do that");

    stage.playground.setBotPermissions(daily, { allow: PermissionFlagsBits.SendMessages });
    const resumed = await moderator.click(warning, resume);
    expect(textOf(resumed.updated)).toBe("**daily** is running again.");
    await posted(daily, "A PUT times out");
  });

  it("doesn't change another schedule of the same name", async () => {
    stage.playground.setBotPermissions(daily, { deny: PermissionFlagsBits.SendMessages });
    stage.advance(HOUR);
    const warning = await warned(`I paused **daily** because I can't post in <#${daily}> anymore.`);
    const asked = await moderator.command("schedule remove", { schedule: "daily" }, daily);
    const confirm = customIdOf(asked.message, "schedules.remove:daily");
    await moderator.click(asked.message?.id ?? "", confirm);
    stage.playground.setBotPermissions(daily, { allow: PermissionFlagsBits.SendMessages });
    await stage.addSchedule({ time: soon() });
    await moderator.command("schedule pause", { schedule: "daily" }, daily);

    const [move = "", resume = ""] = customIdsOf(warning);
    for (const touched of [moderator.select(warning, move, [general]), moderator.click(warning, resume)])
      expect(textOf((await touched).message)).toContain("another one is named **daily** now");
    const list = textOf((await moderator.command("schedule list", {}, daily)).message);
    expect(list).toContain(`<#${daily}>`);
    expect(list).toContain("paused");
  });

  it("reports a failed manual post and shows it in the list of schedules", async () => {
    const { faults } = stage.playground;
    faults.inject({ on: /\/channels\/\{channel_id\}\/messages/, kind: "error-before" });
    const waiting = await moderator.command("schedule post-now", { schedule: "daily" }, daily);
    expect(textOf(waiting.message)).toContain("I'll post the question as soon as");
    faults.clear();
    stage.playground.setBotPermissions(daily, { deny: PermissionFlagsBits.SendMessages });
    stage.advance(MINUTE);

    const reason = `I can't post in <#${daily}> anymore`;
    await warned(`I couldn't post the question you requested from **daily** because ${reason}`);
    const list = await moderator.command("schedule list", {}, daily);
    expect(textOf(list.message)).toMatch(/couldn't post the question you requested <t:\d+:R> because/);
    expect(textOf(list.message)).toContain(reason);
    expect(textOf(list.message), "it continues with its own slots").toContain("next <t:");
  });

  it("offers to move the schedule when its channel was deleted", async () => {
    stage.playground.deleteChannel(daily);
    stage.advance(HOUR);
    const warning = await warned("I paused **daily** because its channel was deleted.");
    const [move = "", ...others] = customIdsOf(warning);
    expect([move.split(":", 2).join(":"), others]).toEqual(["schedules.move:daily", []]);
    await moderator.select(warning, move, [general]);
    await warned("A PUT times out");
  });

  it("reports once that few questions are left", async () => {
    await moderator.command("schedule post-now", { schedule: "daily" }, daily);
    await warned("**daily** has 2 new questions left.");
    await moderator.command("schedule post-now", { schedule: "daily" }, daily);
    await stage.settled();
    expect(publicIn(general).filter((message) => textOf(message).includes("new questions left"))).toHaveLength(1);
  });
});
