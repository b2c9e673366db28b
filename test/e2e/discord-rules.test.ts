import { ChannelType } from "discord-api-types/v10";
import { expect, it } from "vitest";
import { shownBy, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

/** Messages that appear only because of one of Discord's rules, such as the bot's limited permissions. */

const bank = ["a", "b", "c"].map((name) => questions.single({ id: `http.${name}` }));

async function inGuild(name: string, type: ChannelType.GuildAnnouncement | ChannelType.GuildVoice) {
  const stage = await openStage(bank);
  const { playground, moderator } = stage;
  const guild = playground.addGuild({ channels: [{ name, type }, "home"] });
  const [special = "", home = ""] = guild.channels.map(({ id }) => id);
  const run = async (command: string, options = {}, at = home) =>
    textOf(shownBy(await moderator.command(command, options, at)));
  return { ...stage, special, home, run };
}

it("a schedule can't mention a role that only privileged members may mention", async () => {
  const { channels, moderator, playground } = await openStage(bank);
  const { moderators } = playground.guild.roles;
  const add = async () => {
    const options = { channel: channels.daily, time: "09:00", timezone: "UTC", "ping-role": moderators };
    return textOf(shownBy(await moderator.command("schedule add", options, channels.daily)));
  };
  expect(await add()).toContain(`I can't mention <@&${moderators}>. Allow anyone to mention that role`);
  playground.setMentionable(playground.guild.id, moderators, true);
  expect(await add()).toContain("is set: every day at 09:00 UTC");
});

it("a schedule posts in an announcement channel and opens the thread there", async () => {
  const { playground, run, special } = await inGuild("news", ChannelType.GuildAnnouncement);
  const set = await run("schedule add", { channel: special, time: "09:00", timezone: "UTC", thread: true });
  expect(set).toContain(`is set: every day at 09:00 UTC in <#${special}>`);
  await run("schedule post-now", { schedule: "daily" });
  const posted = () => playground.traffic.posts.filter(({ channelId }) => channelId === special);
  await expect.poll(() => posted()[0]?.message).toMatchObject({ channel_id: special });
});

it("a schedule can't use a voice channel", async () => {
  const { moderator, special, home } = await inGuild("talk", ChannelType.GuildVoice);
  const options = { channel: special, time: "09:00", timezone: "UTC" };
  expect((await moderator.command("schedule add", options, home)).failed).toBe(
    "You can't choose a channel of this type",
  );
});

it("a live quiz can't run in a voice channel", async () => {
  const { run, special } = await inGuild("talk", ChannelType.GuildVoice);
  expect(await run("quiz live", {}, special)).toBe(
    "I can only post in text and announcement channels. Pick one of those.",
  );
});

it("a live quiz can't run in direct messages", async () => {
  const { moderator, playground } = await openStage(bank);
  const result = await moderator.command("quiz live", {}, playground.directChannel(moderator.id));
  expect(textOf(shownBy(result))).toBe("This only works in a server. Use it in a channel of your study group.");
});
