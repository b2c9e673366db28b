import { PermissionFlagsBits } from "discord-api-types/v10";
import { beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/platform/time.ts";
import type { SimulatedUser } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { customIdOf, customIdsOf, isPublic, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";

let stage: Stage;
let moderator: SimulatedUser;
let members: SimulatedUser[];
let daily: string;
let general: string;

beforeEach(async () => {
  stage = await openStage(["a", "b", "c"].map((name) => questions.single({ id: `http.${name}` })));
  ({ daily, general } = stage.playground.guild.channels);
  moderator = stage.playground.person(stage.playground.people.moderator.id);
  members = stage.playground.people.members.map(({ id }) => stage.playground.person(id));
});

const panel = async () => (await moderator.command("settings show", {}, general)).message ?? "";
const log = async () => textOf((await moderator.command("settings log", {}, general)).message);
const publicIn = (channel: string) => moderator.visibleMessages(channel).filter(isPublic);
/** Picks a setting in the panel and gives it a value; the panel as it is then. */
async function set(name: string, kind: string, value: string) {
  const shown = await panel();
  await moderator.select(shown, "settings.pick", [name]);
  const seen = await moderator.select(shown, kind, [value]);
  return textOf(seen.updated ?? seen.message);
}
const member = (index: number) => {
  const found = members[index];
  if (!found) throw new Error(`There is no member ${index}`);
  return found;
};

describe("/settings", () => {
  it("shows every setting in words, with what is the default", async () => {
    const shown = textOf((await moderator.command("settings show", {}, general)).message);
    for (const line of [
      "**Time zone** · UTC",
      "**Week** · starts on Monday",
      "**Language of dates** · British English",
      "**Moderators** · those who may Manage Server",
      "**Audit channel** · none",
      "**Review channel** · none",
      "**Weekly summary** · off",
      "**Questions** · built-in ones and this server's own",
      "**Feedback** · at once",
    ]) {
      expect(shown).toContain(line);
    }
    expect(shown).toMatch(/\*\*Seasons\*\* · a quarter each · season 1 ends <t:\d+:R>/);
  });

  it("changes one at a time, tells it in the audit channel and keeps it in the log", async () => {
    expect(await set("auditChannel", "settings.channel:auditChannel", general)).toContain(
      `**Audit channel** · <#${general}>`,
    );
    expect(await set("feedback", "settings.choose:feedback", "at-reveal")).toContain("**Feedback** · at the reveal");
    expect(await set("weekStart", "settings.choose:weekStart", "sunday")).toContain("**Week** · starts on Sunday");
    const zone = await moderator.command("settings zone", { timezone: "europe/berlin" }, general);
    expect(textOf(zone.message)).toContain("now begin and end in Europe/Berlin");

    const told = `<@${moderator.id}> changed **Feedback** from at once to at the reveal`;
    await eventually(() => publicIn(general).some((message) => textOf(message).includes(told)));
    const kept = await log();
    expect(kept).toContain(told);
    expect(kept).toContain("changed **Week** from starts on Monday to starts on Sunday");
    expect(kept).toContain("changed **Time zone** from UTC to Europe/Berlin");
    expect(kept).toContain("page 1 of 1 · 4 changes kept");
  });

  it("writes dates in the language of the server", async () => {
    await moderator.command("schedule add", { channel: daily, time: "09:00", days: "mon" }, daily);
    const preview = async () =>
      textOf((await moderator.command("schedule preview", { schedule: "mon" }, daily)).message);
    expect(await preview()).toMatch(/Mon,? \d+ \w+,? 09:00/);
    await set("dateLanguage", "settings.choose:dateLanguage", "de");
    expect(await preview()).toMatch(/Mo\.?,? \d+\. [\wä]+\.?,? 09:00/);
  });

  it("does not move the zone with its only schedule", async () => {
    await moderator.command("schedule add", { channel: daily, time: "09:00", timezone: "Asia/Tokyo" }, daily);
    await moderator.command("schedule edit", { schedule: "daily", timezone: "Europe/Berlin" }, daily);
    expect(textOf((await moderator.command("settings show", {}, general)).message)).toContain(
      "**Time zone** · Asia/Tokyo",
    );
  });

  it("notes nothing where nothing changed, and refuses a zone it does not know", async () => {
    await set("feedback", "settings.choose:feedback", "at-once");
    const zone = await moderator.command("settings zone", { timezone: "Berlin" }, general);
    expect(textOf(zone.message)).toContain("I don't know the time zone `Berlin`");
    expect(await log()).toContain("Nothing has been changed yet.");
  });

  it("refuses a channel it cannot post in, and names one that takes nothing any more", async () => {
    const { announcements } = stage.playground.guild.channels;
    expect(await set("summaryChannel", "settings.channel:summaryChannel", announcements)).toContain(
      "give me **Send Messages** there",
    );
    await set("auditChannel", "settings.channel:auditChannel", general);
    stage.playground.setBotPermissions(general, { deny: PermissionFlagsBits.SendMessages });
    expect(await set("feedback", "settings.choose:feedback", "at-reveal")).toContain("**Feedback** · at the reveal");
    expect(textOf((await moderator.command("settings show", {}, daily)).message)).toMatch(
      /\*\*Audit channel\*\* · <#\d+>\n-# ⚠ I can't post in <#\d+> yet: give me \*\*Send Messages\*\*/,
    );
    await moderator.command("settings zone", { timezone: "Asia/Tokyo" }, daily);
    expect(await log()).toContain("changed **Feedback**");
  });

  it("is there in time though Discord takes long to say how its channels do", async () => {
    await set("auditChannel", "settings.channel:auditChannel", general);
    stage.playground.faults.inject({ kind: "latency", milliseconds: 4 * SECOND, on: "GET /channels/{channel_id}" });
    expect(textOf((await moderator.command("settings show", {}, daily)).message)).toContain(
      `**Audit channel** · <#${general}>`,
    );
    expect(stage.playground.faults.hits("latency")).toBe(1);
  });

  it("refuses the role of everyone as the moderators'", async () => {
    expect(await set("moderatorRole", "settings.role", stage.playground.guild.id)).toContain("Everybody has that role");
  });

  it("turns a channel off again", async () => {
    await set("auditChannel", "settings.channel:auditChannel", general);
    const shown = await panel();
    await moderator.select(shown, "settings.pick", ["auditChannel"]);
    const off = await moderator.click(shown, "settings.turn-off:auditChannel");
    expect(textOf(off.updated)).toContain("**Audit channel** · none");
    expect(await log()).toContain(`from <#${general}> to none`);
  });

  it("turns the pages of the log, five hundred entries at most", async () => {
    await moderator.command("schedule add", { channel: daily, time: "09:00" }, daily);
    for (let round = 0; round < 6; round += 1) {
      await moderator.command("schedule pause", { schedule: "daily" }, daily);
      await moderator.command("schedule resume", { schedule: "daily" }, daily);
    }
    const first = await moderator.command("settings log", {}, general);
    expect(textOf(first.message)).toContain("page 1 of 2 · 13 changes kept");
    const second = await moderator.click(first.message ?? "", "settings.log:2:older");
    expect(textOf(second.updated)).toContain("added schedule `daily`");
    expect(textOf(second.updated).match(/schedule `daily`/g)).toHaveLength(3);
  });

  it("lets who holds the moderators' role do what moderators do, and nobody else", async () => {
    const one = member(0);
    expect((await one.command("settings show", {}, general)).failed).toBeDefined();
    expect(textOf((await one.command("help", {}, general)).message)).not.toContain("For moderators");
    const { students } = stage.playground.guild.roles;
    expect(await set("moderatorRole", "settings.role", students)).toContain(`**Moderators** · <@&${students}>`);
    expect(textOf((await one.command("help", {}, general)).message)).toContain("For moderators");
  });
});

/** Posts a question and lets these members answer it right. */
async function play(...who: SimulatedUser[]) {
  const before = publicIn(daily).length;
  await moderator.command("schedule post-now", { schedule: "daily" }, daily);
  const post = await eventually(() => publicIn(daily).slice(before).at(-1));
  const right = customIdOf(post, "again");
  for (const one of who) expect(textOf((await one.click(post, right)).message)).toContain("Right");
  return post;
}

describe("a season", () => {
  beforeEach(async () => {
    await moderator.command("schedule add", { channel: daily, time: "00:00", timezone: "UTC" }, daily);
  });

  it("is closed by a moderator who was asked first, told where that was, and kept in the hall of fame", async () => {
    await play(member(0), member(1));
    const asked = await moderator.click(await panel(), "seasons.close:1:ask");
    expect(textOf(asked.message)).toContain("Close season 1 now? 2 members played in it.");
    const sure = () => moderator.click(asked.message ?? "", "seasons.close:1:confirm");
    const [closing] = await Promise.all([sure(), sure()]);
    expect(textOf(closing.updated)).toBe("Season 1 ends now. Its winners are posted here in a moment.");

    const told = await eventually(() => publicIn(general).find((message) => textOf(message).includes("is over")));
    expect(textOf(told)).toContain(`1. <@${member(0).id}> · 21 points\n2. <@${member(1).id}> · 21 points`);
    const hall = await member(2).click(told, "seasons.hall-of-fame");
    expect(hall.ephemeral).toBe(true);
    expect(textOf(hall.message)).toMatch(
      /\*\*Season 1\*\* · closed <t:\d+:R> · 2 members played\n1\. <@\d+> · 21 points/,
    );
    const board = await member(0).command("leaderboard", { period: "season" }, general);
    expect(textOf(board.message)).toContain("No one has answered this season.");
    expect((await log()).match(/<@\d+> closed season 1/g)).toHaveLength(1);

    expect(publicIn(general)).toHaveLength(1);
  });

  it("remembers that somebody won, and not who, once that one's data is deleted", async () => {
    await play(member(0));
    const asked = await moderator.click(await panel(), "seasons.close:1:ask");
    await moderator.click(asked.message ?? "", "seasons.close:1:confirm");
    await eventually(() => publicIn(general).find((message) => textOf(message).includes("is over")));
    const board = await member(1).command("leaderboard", { period: "season" }, general);
    const hall = async () => textOf((await member(1).click(board.message ?? "", "seasons.hall-of-fame")).message);
    expect(await hall()).toContain(`1. <@${member(0).id}>`);

    const sure = await member(0).command("privacy delete", {}, general);
    await member(0).click(sure.message ?? "", "privacy.delete:confirm");
    const deadline = Date.now() + 8_000;
    while (!(await hall()).includes("1. somebody who has left · 21 points")) {
      if (Date.now() > deadline) throw new Error(await hall());
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });

  it("that nobody played in is not closed by hand", async () => {
    const asked = await moderator.click(await panel(), "seasons.close:1:ask");
    const closing = await moderator.click(asked.message ?? "", "seasons.close:1:confirm");
    expect(textOf(closing.message)).toContain("Nobody has played in this season yet");
  });

  it("is not closed where its winners could not be posted, and nothing is lost", async () => {
    await play(member(0));
    const asked = await moderator.click(await panel(), "seasons.close:1:ask");
    stage.playground.setBotPermissions(general, { deny: PermissionFlagsBits.SendMessages });
    const closing = await moderator.click(asked.message ?? "", "seasons.close:1:confirm");
    expect(textOf(closing.message)).toContain(`I can't post in <#${general}> yet: give me **Send Messages** there`);
    const { message } = await moderator.command("settings show", {}, general);
    expect(textOf(message)).toContain("season 1 ends");

    stage.playground.setBotPermissions(general, { allow: PermissionFlagsBits.SendMessages });
    await moderator.click(asked.message ?? "", "seasons.close:1:confirm");
    await eventually(() => publicIn(general).find((message) => textOf(message).includes("Season 1 is over")));
  });

  it("ends by itself when its month is over, once, and the next one is planned", async () => {
    await set("summaryChannel", "settings.channel:summaryChannel", general);
    await endMonth();
    const told = await eventually(() =>
      publicIn(general).find((message) => textOf(message).includes("Season 1 is over")),
    );
    expect(textOf(told)).toContain("1 member played.");
    expect(textOf((await moderator.command("settings show", {}, daily)).message)).toMatch(/season 2 ends <t:\d+:R>/);
    await stage.settled();
    expect(publicIn(general).filter((message) => textOf(message).includes("is over"))).toHaveLength(1);
  });

  it("is told nowhere by itself unless moderators chose a place, and kept all the same", async () => {
    await endMonth();
    const shown = async () => textOf((await moderator.command("settings show", {}, daily)).message);
    await expect.poll(shown, { timeout: 10_000 }).toContain("season 2 ends");
    const posted = [...publicIn(daily), ...publicIn(general)];
    expect(posted.filter((message) => textOf(message).includes("is over"))).toEqual([]);
  });

  async function endMonth(): Promise<void> {
    await set("seasonLength", "settings.choose:seasonLength", "month");
    await moderator.command("schedule pause", { schedule: "daily" }, daily);
    await moderator.command("schedule resume", { schedule: "daily" }, daily);
    await play(member(0));
    await moderator.command("schedule pause", { schedule: "daily" }, daily);
    stage.advance(32 * DAY);
    await stage.join();
  }
});

describe("the weekly summary", () => {
  it("comes on the first day of the week at the hour of the first schedule, where moderators want it", async () => {
    await moderator.command("schedule add", { channel: daily, time: "09:00", timezone: "UTC" }, daily);
    await set("summaryChannel", "settings.channel:summaryChannel", general);
    await play(member(0), member(1), member(2));
    await moderator.command("schedule pause", { schedule: "daily" }, daily);
    const now = new Date(stage.clock());
    const days = (8 - (now.getUTCDay() || 7)) % 7 || 7;
    const due = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + days, 9);
    stage.advance(due - stage.clock() - HOUR);
    await stage.settled();
    expect(publicIn(general)).toHaveLength(0);

    stage.advance(HOUR + 1_000);
    const told = await eventually(() => publicIn(general)[0]);
    expect(textOf(told)).toContain(`### How the week went\n1. <@${member(0).id}> · 21 points`);
    expect(textOf(told)).toContain("3 members played");
    const board = await member(0).click(told, "boards.open:week");
    expect(board.ephemeral).toBe(true);
    await stage.restart();
    await stage.settled();
    expect(publicIn(general)).toHaveLength(1);
  });
});

describe("warnings in the audit channel", () => {
  const soon = () => new Date(stage.clock() + HOUR).toISOString().slice(11, 16);

  beforeEach(async () => {
    await set("auditChannel", "settings.channel:auditChannel", general);
    await moderator.command("schedule add", { channel: daily, time: soon(), timezone: "UTC" }, daily);
  });
  const warned = (sentence: string) =>
    eventually(() => publicIn(general).find((message) => textOf(message).includes(sentence)));

  it("tell that a schedule paused itself, with a button that resumes it", async () => {
    stage.playground.setBotPermissions(daily, { deny: PermissionFlagsBits.SendMessages });
    stage.advance(HOUR);
    const warning = await warned(`I paused \`daily\`: I may no longer post in <#${daily}>.`);
    expect(await log()).toContain("I paused schedule `daily`: I may no longer post in its channel");
    const resume = customIdsOf(warning).find((id) => id.startsWith("schedules.resume:daily:")) ?? "";
    const refused = await member(0).click(warning, resume);
    expect(textOf(refused.message)).toContain("That is for moderators");

    stage.playground.setBotPermissions(daily, { allow: PermissionFlagsBits.SendMessages });
    const resumed = await moderator.click(warning, resume);
    expect(textOf(resumed.updated)).toBe("`daily` goes on.");
    await eventually(() => publicIn(daily).length === 1);
  });

  it("touch no schedule that bears the name of the one they were for", async () => {
    stage.playground.setBotPermissions(daily, { deny: PermissionFlagsBits.SendMessages });
    stage.advance(HOUR);
    const warning = await warned(`I paused \`daily\`: I may no longer post in <#${daily}>.`);
    const asked = await moderator.command("schedule remove", { schedule: "daily" }, daily);
    const sure = customIdsOf(asked.message).find((id) => id.startsWith("schedules.remove:daily:")) ?? "";
    await moderator.click(asked.message?.id ?? "", sure);
    stage.playground.setBotPermissions(daily, { allow: PermissionFlagsBits.SendMessages });
    await moderator.command("schedule add", { channel: daily, time: soon(), timezone: "UTC" }, daily);
    await moderator.command("schedule pause", { schedule: "daily" }, daily);

    const [move = "", resume = ""] = customIdsOf(warning);
    for (const touched of [moderator.select(warning, move, [general]), moderator.click(warning, resume)])
      expect(textOf((await touched).message)).toContain("Somebody else has just changed `daily`");
    const list = textOf((await moderator.command("schedule list", {}, daily)).message);
    expect(list).toContain(`<#${daily}>`);
    expect(list).toContain("paused");
  });

  it("tell that a question asked for by hand did not come after all, as the list of schedules does", async () => {
    const { faults } = stage.playground;
    faults.inject({ on: /\/channels\/\{channel_id\}\/messages/, kind: "error-before" });
    const waiting = await moderator.command("schedule post-now", { schedule: "daily" }, daily);
    expect(textOf(waiting.message)).toContain("The question comes by itself");
    faults.clear();
    stage.playground.setBotPermissions(daily, { deny: PermissionFlagsBits.SendMessages });
    stage.advance(MINUTE);

    const sentence = `did not come: I may no longer post in <#${daily}>`;
    await warned(`The question of \`daily\` that was to be posted by hand ${sentence}`);
    const list = await moderator.command("schedule list", {}, daily);
    expect(textOf(list.message)).toMatch(/the question to be posted by hand <t:\d+:R> did not come/);
    expect(textOf(list.message)).toContain(sentence);
    expect(textOf(list.message), "it goes on with its own slots").toContain("next <t:");
  });

  it("offer another channel for one that was deleted", async () => {
    stage.playground.deleteChannel(daily);
    stage.advance(HOUR);
    const warning = await warned("I paused `daily`: its channel was deleted.");
    const [move = "", ...others] = customIdsOf(warning);
    expect([move.split(":", 2).join(":"), others]).toEqual(["schedules.move:daily", []]);
    await moderator.select(warning, move, [general]);
    await warned("A PUT times out");
  });

  it("tell once that few questions are left", async () => {
    await moderator.command("schedule post-now", { schedule: "daily" }, daily);
    await warned("`daily` has 2 questions left that it has not asked here yet.");
    await moderator.command("schedule post-now", { schedule: "daily" }, daily);
    await stage.settled();
    expect(publicIn(general).filter((message) => textOf(message).includes("left that"))).toHaveLength(1);
  });
});
