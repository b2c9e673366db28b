import { Events, MessageFlags, Routes } from "discord.js";
import type { Feedback } from "../../../src/features/daily/service.ts";
import { renderFeedback } from "../../../src/features/questions/feedback-view.ts";
import { renderQuestion } from "../../../src/features/questions/view.ts";
import { createClient } from "../../../src/platform/discord/client.ts";
import { ephemeral } from "../../../src/platform/discord/reply.ts";
import { questions } from "../../support/questions.ts";
import { serveParent } from "../child.ts";
import { cpuSoFar } from "../cpu.ts";
import { log } from "../redis.ts";
import { samplePost } from "../sample.ts";

/** Child process: the same client with one fixed reply to every click. */

const [apiUrl = "", token = "", guildId = "", channelId = ""] = process.argv.slice(2);
const question = questions.single();
const post = samplePost(question, guildId, channelId);
const feedback: Feedback = {
  post,
  question,
  answer: { response: ["again"], correct: true, base: 20, bonus: 1, at: post.slotAt },
  alreadyAnswered: false,
  streak: 1,
  freezes: 0,
  rank: 1,
};

const client = createClient({ apiUrl, log });
const reply = ephemeral(renderFeedback(feedback));
client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isButton()) await interaction.reply(reply);
});
const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
await client.login(token);
await ready;
const { components } = renderQuestion(post, question, 0);
await client.rest.post(Routes.channelMessages(channelId), { body: { components, flags: MessageFlags.IsComponentsV2 } });

serveParent({ ready: true }, () => ({ cpu: cpuSoFar() }));
