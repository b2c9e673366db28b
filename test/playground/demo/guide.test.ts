import type { Interaction } from "discord.js";
import { MessageFlags } from "discord-api-types/v10";
import { afterEach, beforeEach, expect, it } from "vitest";
import { WebSocket } from "ws";
import { openPlayground, type Playground } from "../../../src/playground/playground.ts";
import { COMMANDS, connectBot, type DiscordBot } from "../../support/discord-bot.ts";

let playground: Playground;
let bot: DiscordBot;
let channelId: string;
/** How the bot handles the next interaction. */
let handle: (interaction: Interaction) => unknown;

beforeEach(async () => {
  playground = await openPlayground({ port: 0, limits: "none" });
  channelId = playground.guild.channels.daily;
  bot = await connectBot(playground, (interaction) => handle(interaction));
  await bot.client.application.commands.set(COMMANDS);
});
afterEach(async () => {
  await bot.stop();
  await playground.close();
});

const button = (custom_id: string) => ({ type: 1, components: [{ type: 2, style: 1, custom_id, label: "Press" }] });
const question = () => bot.channel(channelId).send({ content: "?", components: [button("daily.answer:1:a")] });
const member = (index: 0 | 1 | 2) => playground.person(playground.people.members[index].id);
const addSchedule = () =>
  playground.person(playground.people.moderator.id).command("schedule add", { channel: channelId }, channelId);

/** The completed steps, as a page sees them when it opens. */
async function completed(): Promise<string[]> {
  const socket = new WebSocket(`${playground.url.replace("http", "ws")}/page`);
  const hello = await new Promise((resolve) => socket.once("message", (data) => resolve(JSON.parse(String(data)))));
  socket.terminate();
  return Object.assign({ progress: { done: [] } }, hello).progress.done;
}

it("the schedule step is complete only once the schedule can be previewed", async () => {
  handle = (interaction) => interaction.isChatInputCommand() && interaction.reply("Pick a channel I can post in");
  await addSchedule();
  expect(await completed()).toEqual([]);
  handle = (interaction) =>
    interaction.isChatInputCommand() &&
    interaction.reply({ flags: MessageFlags.Ephemeral, components: [button("schedules.preview:1")], content: "Set" });
  await addSchedule();
  expect(await completed()).toEqual(["schedule"]);
});

it("the reveal step is complete once a question takes no more answers", async () => {
  const message = await question();
  expect(await completed()).toEqual(["schedule", "post"]);
  await message.edit({ content: "12 answered", components: [button("daily.answer:1:a")] });
  expect(await completed()).toEqual(["schedule", "post"]);
  await message.edit({ content: "closed", components: [button("daily.why-not:1")] });
  expect(await completed()).toEqual(["schedule", "post", "reveal"]);
});

it("the answer step is complete once three users have answered, no matter how often", async () => {
  handle = (interaction) =>
    interaction.isButton() && interaction.reply({ content: "Saved", flags: MessageFlags.Ephemeral });
  const { id } = await question();
  for (const index of [0, 0, 0, 1] as const) await member(index).click(id, "daily.answer:1:a");
  expect(await completed()).toEqual(["schedule", "post"]);
  await member(2).click(id, "daily.answer:1:a");
  expect(await completed()).toEqual(["schedule", "post", "answer"]);
});

it("the exam step is complete once an exam can no longer be submitted", async () => {
  const exam = await bot.channel(channelId).send({ content: "1 of 2", components: [button("exams.submit:1:ask")] });
  handle = (interaction) =>
    interaction.isButton() && interaction.update({ components: [button("exams.submit:1:confirm")] });
  await member(0).click(exam.id, "exams.submit:1:ask");
  expect(await completed()).toEqual([]);
  handle = (interaction) => interaction.isButton() && interaction.update({ components: [button("exams.share:1")] });
  await member(0).click(exam.id, "exams.submit:1:confirm");
  expect(await completed()).toEqual(["exam"]);
});
