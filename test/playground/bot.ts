import {
  Client,
  type ClientOptions,
  Events,
  GatewayIntentBits,
  type Interaction,
  type SendableChannels,
  SlashCommandBuilder,
} from "discord.js";
import type { Playground } from "../../src/playground/playground.ts";

/** A real discord.js client before the playground. */

export type Bot = { client: Client<true>; channel(id: string): SendableChannels; stop(): Promise<void> };

/** `answer` is the bot's whole behaviour; what it throws comes out at `troubles`. */
export async function startBot(
  playground: Playground,
  answer: (interaction: Interaction) => unknown = () => {},
  options: Partial<ClientOptions> = {},
): Promise<Bot & { troubles: unknown[] }> {
  const troubles: unknown[] = [];
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    ...options,
    rest: { api: playground.apiUrl, ...options.rest },
    ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }), ...options.ws },
  });
  client.on(Events.Error, (error) => troubles.push(error));
  client.on(Events.InteractionCreate, async (interaction) => {
    try {
      await answer(interaction);
    } catch (cause) {
      troubles.push(cause);
    }
  });
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(playground.token);
  const online = await ready;
  return {
    client: online,
    troubles,
    channel: (id) => sendable(online, id),
    stop: () => client.destroy(),
  };
}

function sendable(client: Client<true>, id: string): SendableChannels {
  const channel = client.channels.cache.get(id);
  if (channel?.isSendable()) return channel;
  throw new Error(`the bot knows no channel ${id}`);
}

/** `/ping`, `/note text:` with autocompletion, `/schedule add channel: hour:` and `/admin`. */
export const COMMANDS = [
  new SlashCommandBuilder().setName("ping").setDescription("Answers"),
  new SlashCommandBuilder()
    .setName("note")
    .setDescription("Takes a note")
    .addStringOption((option) =>
      option.setName("text").setDescription("What to note").setAutocomplete(true).setRequired(true),
    ),
  new SlashCommandBuilder()
    .setName("schedule")
    .setDescription("Schedules")
    .addSubcommand((part) =>
      part
        .setName("add")
        .setDescription("Adds one")
        .addChannelOption((option) => option.setName("channel").setDescription("Where").setRequired(true))
        .addIntegerOption((option) => option.setName("hour").setDescription("When").setMinValue(0).setMaxValue(23))
        .addBooleanOption((option) => option.setName("thread").setDescription("With a thread")),
    ),
  new SlashCommandBuilder()
    .setName("admin")
    .setDescription("For moderators")
    .setContexts(0)
    .setDefaultMemberPermissions(32),
].map((command) => command.toJSON());
