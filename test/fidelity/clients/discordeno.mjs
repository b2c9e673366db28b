import { createBot, InteractionTypes } from "@discordeno/bot";
import {
  api,
  COMMAND,
  CONTAINER,
  EMBED,
  EPHEMERAL,
  FILE,
  guildId,
  INTENTS,
  MODAL,
  PRESSED,
  SELECTS,
  token,
  V2,
  withCustomIdAs,
} from "./contract.mjs";

const components = withCustomIdAs("customId", CONTAINER);
const selects = withCustomIdAs("customId", SELECTS);
const [modal] = withCustomIdAs("customId", [MODAL]);

let received = 0;
const bot = createBot({
  token,
  intents: INTENTS,
  rest: { proxy: { baseUrl: api, authorization: `Bot ${token}` } },
  desiredProperties: {
    interaction: {
      id: true,
      token: true,
      type: true,
      data: true,
      channelId: true,
      member: true,
      acknowledged: true,
      applicationId: true,
      message: true,
    },
    message: { id: true, author: true, content: true },
    channel: { id: true },
    user: { id: true, username: true },
    component: { value: true, customId: true, type: true, components: true },
  },
  loggerFactory: () => ({ debug() {}, info() {}, warn: console.error, error: console.error, fatal: console.error }),
});

const steps = {
  embeds: (interaction) => interaction.respond({ embeds: [EMBED] }),
  components: (interaction) => interaction.respond({ flags: V2, components }),
  selects: (interaction) => interaction.respond({ content: "Choose", components: selects }),
  modals: (interaction) => interaction.respond(modal),
  files: (interaction) =>
    interaction.respond({ files: [{ name: FILE.name, blob: new Blob([FILE.contents], { type: "text/plain" }) }] }),
  async "follow-ups"(interaction) {
    await interaction.defer();
    await interaction.edit({ content: "first" });
    await interaction.respond({ content: "second", flags: EPHEMERAL });
  },
  async threads(interaction) {
    const message = await bot.helpers.sendMessage(interaction.channelId, { content: "A message" });
    const thread = await bot.helpers.startThreadWithMessage(interaction.channelId, message.id, {
      name: "A thread",
      autoArchiveDuration: 1440,
    });
    await bot.helpers.sendMessage(thread.id, { content: "in the thread" });
    await interaction.respond({ content: String(thread.id) });
  },
  missed: (interaction) => interaction.respond({ content: String(received) }),
};

function handleComponent(interaction) {
  const { customId, values, resolved } = interaction.data;
  if (customId === "press") return interaction.edit({ components: PRESSED });
  const names = values.map((value) => (/^\d+$/.test(value) ? resolved?.users?.get(BigInt(value))?.username : value));
  return interaction.edit({ content: names.join() });
}

bot.events.messageCreate = ({ author }) => {
  if (author.id !== bot.id) received += 1;
};
bot.events.interactionCreate = async (interaction) => {
  if (interaction.type === InteractionTypes.ApplicationCommand)
    await steps[interaction.data.options[0].value](interaction);
  else if (interaction.type === InteractionTypes.MessageComponent) await handleComponent(interaction);
  else await interaction.respond({ content: interaction.data.components[0].components[0].value });
};
bot.events.ready = () => bot.helpers.upsertGuildApplicationCommands(guildId, [COMMAND]);
await bot.start();
