import { Events, MessageFlags, Routes } from "discord.js";
import { renderAnswerReceipt } from "../../../src/features/live-quiz/view.ts";
import { createClient } from "../../../src/platform/discord/client.ts";
import { button, row } from "../../../src/platform/discord/components.ts";
import { ephemeral } from "../../../src/platform/discord/reply.ts";
import { serveParent } from "../child.ts";
import { log } from "../redis.ts";

/** Child process: the same client with one fixed reply to every click. */

const [apiUrl = "", token = "", channelId = ""] = process.argv.slice(2);
const answer = { userId: "1", round: 0, response: ["again"], elapsed: 1_000, at: Date.now() };
const reply = ephemeral(renderAnswerReceipt({ answer, options: ["A"], repeated: false }));

const client = createClient({ apiUrl, log });
client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isButton()) await interaction.reply(reply);
});
const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
await client.login(token);
await ready;
const components = [row(...["A", "B", "C"].map((letter) => button(letter, `live-quiz.answer:${letter}`)))];
await client.rest.post(Routes.channelMessages(channelId), { body: { components, flags: MessageFlags.IsComponentsV2 } });

serveParent({ ready: true }, () => ({ heap: process.memoryUsage().heapUsed }));
