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

export type DiscordBot = {
  client: Client<true>;
  channel(id: string): SendableChannels;
  /** Errors that the client emitted or the handler threw. */
  errors: unknown[];
  stop(): Promise<void>;
};

/** Connects a discord.js client that does nothing but handle interactions. */
export async function connectBot(
  playground: Playground,
  handle: (interaction: Interaction) => unknown = () => {},
  options: Partial<ClientOptions> = {},
): Promise<DiscordBot> {
  const errors: unknown[] = [];
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    ...options,
    rest: { api: playground.apiUrl, ...options.rest },
    ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }), ...options.ws },
  });
  client.on(Events.Error, (error) => errors.push(error));
  client.on(Events.InteractionCreate, async (interaction) => {
    try {
      await handle(interaction);
    } catch (error) {
      errors.push(error);
    }
  });
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(playground.token);
  const online = await ready;
  return {
    client: online,
    errors,
    channel: (id) => sendable(online, id),
    stop: () => client.destroy(),
  };
}

function sendable(client: Client<true>, id: string): SendableChannels {
  const channel = client.channels.cache.get(id);
  if (channel?.isSendable()) return channel;
  throw new Error(`The bot doesn't know channel ${id}`);
}

/** `/ping`, `/note text:` with autocompletion, `/schedule add channel: hour: thread:` and `/admin`. */
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
