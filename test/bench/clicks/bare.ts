import { Events, MessageFlags, Routes } from "discord.js";
import type { Feedback } from "../../../src/app/daily.ts";
import type { Post } from "../../../src/core/post.ts";
import { createClient } from "../../../src/discord/client.ts";
import { renderFeedback } from "../../../src/discord/render/feedback.ts";
import { renderQuestion } from "../../../src/discord/render/question.ts";
import { privately } from "../../../src/discord/reply.ts";
import { questions } from "../../questions.ts";
import { serveParent } from "../child.ts";
import { log } from "../redis.ts";

/** The child that runs the least a bot can be: the same client, and to every click the same reply, made beforehand. */

const [apiUrl = "", token = "", guildId = "", channelId = ""] = process.argv.slice(2);
const question = questions.single();
const now = Date.now();
const post: Post = {
  state: "sent",
  guildId,
  slotId: "1-2026-01-01",
  scheduleId: "daily",
  channelId,
  topic: question.topic,
  questionId: question.id,
  rev: question.rev,
  slotAt: now,
  claimedAt: now,
  closesAt: now + 6 * 3_600_000,
  tried: [],
  thread: false,
  threadOpened: false,
};
const feedback: Feedback = {
  post,
  question,
  answer: { response: ["again"], right: true, base: 20, bonus: 1, at: now },
  again: false,
  streak: 1,
  freezes: 0,
  place: 1,
};

const client = createClient({ apiUrl, log });
const reply = privately(renderFeedback(feedback));
client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isButton()) await interaction.reply(reply);
});
const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
await client.login(token);
await ready;
const { components } = renderQuestion(post, question, 0);
await client.rest.post(Routes.channelMessages(channelId), { body: { components, flags: MessageFlags.IsComponentsV2 } });

serveParent({ ready: true }, () => {
  const { user, system } = process.cpuUsage();
  return { cpu: user + system };
});
