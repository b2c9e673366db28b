import { ApplicationCommandTypes, Client, InteractionTypes } from "oceanic.js";
import {
  api,
  COMMAND,
  CONTAINER,
  EMBED,
  EPHEMERAL,
  FILE,
  guildId,
  MODAL,
  PRESSED,
  SELECTS,
  token,
  V2,
  withCustomIdAs,
} from "./contract.mjs";

const components = withCustomIdAs("customID", CONTAINER);
const selects = withCustomIdAs("customID", SELECTS);
const [modal] = withCustomIdAs("customID", [MODAL]);

const client = new Client({
  auth: `Bot ${token}`,
  rest: { baseURL: `${api}/v10` },
  gateway: { intents: ["GUILDS", "GUILD_MESSAGES"], reconnectDelay: () => 100 },
});
let received = 0;

const steps = {
  embeds: (interaction) => interaction.createMessage({ embeds: [EMBED] }),
  components: (interaction) => interaction.createMessage({ flags: V2, components }),
  selects: (interaction) => interaction.createMessage({ content: "Choose", components: selects }),
  modals: (interaction) => interaction.createModal(modal),
  files: (interaction) => interaction.createMessage({ files: [FILE] }),
  async "follow-ups"(interaction) {
    await interaction.defer();
    await interaction.editOriginal("first");
    await interaction.createFollowup({ content: "second", flags: EPHEMERAL });
  },
  async threads(interaction) {
    const { channels } = client.rest;
    const message = await channels.createMessage(interaction.channelID, { content: "A message" });
    const thread = await channels.startThreadFromMessage(interaction.channelID, message.id, { name: "A thread" });
    await channels.createMessage(thread.id, { content: "in the thread" });
    await interaction.createMessage({ content: thread.id });
  },
  missed: (interaction) => interaction.createMessage({ content: String(received) }),
};

function handleComponent(interaction) {
  const { customID, values, resolved } = interaction.data;
  if (customID === "press") return interaction.editParent({ components: PRESSED });
  const names = values.raw.map((value) => resolved?.users?.get(value)?.username ?? value);
  return interaction.editParent({ content: names.join() });
}

client.on("messageCreate", ({ author }) => {
  if (author.id !== client.user.id) received += 1;
});
client.on("interactionCreate", async (interaction) => {
  if (interaction.type === InteractionTypes.APPLICATION_COMMAND)
    await steps[interaction.data.options.getString("step", true)](interaction);
  else if (interaction.type === InteractionTypes.MESSAGE_COMPONENT) await handleComponent(interaction);
  else await interaction.createMessage({ content: interaction.data.components.getTextInput("text", true) });
});
client.on("error", (error) => console.error(error));
client.once("ready", () =>
  client.application.bulkEditGuildCommands(guildId, [{ ...COMMAND, type: ApplicationCommandTypes.CHAT_INPUT }]),
);
await client.connect();
