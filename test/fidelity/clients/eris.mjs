import Eris, { Constants } from "eris";
import {
  COMMAND,
  CONTAINER,
  EMBED,
  EPHEMERAL,
  erisOptions,
  FILE,
  guildId,
  MODAL,
  PRESSED,
  SELECTS,
  token,
  V2,
} from "./contract.mjs";

const client = new Eris(`Bot ${token}`, erisOptions);
let received = 0;

const steps = {
  embeds: (interaction) => interaction.createMessage({ embeds: [EMBED] }),
  components: (interaction) => interaction.createMessage({ flags: V2, components: CONTAINER }),
  selects: (interaction) => interaction.createMessage({ content: "Choose", components: SELECTS }),
  modals: (interaction) => interaction.createModal(MODAL),
  files: (interaction) => interaction.createMessage({}, { name: FILE.name, file: FILE.contents }),
  async "follow-ups"(interaction) {
    await interaction.defer();
    await interaction.editOriginalMessage("first");
    await interaction.createFollowup({ content: "second", flags: EPHEMERAL });
  },
  async threads(interaction) {
    const message = await client.createMessage(interaction.channel.id, "A message");
    const thread = await client.createThreadWithMessage(interaction.channel.id, message.id, { name: "A thread" });
    await client.createMessage(thread.id, "in the thread");
    await interaction.createMessage(thread.id);
  },
  missed: (interaction) => interaction.createMessage(String(received)),
};

function handleComponent(interaction) {
  const { custom_id, values, resolved } = interaction.data;
  if (custom_id === "press") return interaction.editParent({ components: PRESSED });
  const names = values.map(
    (value) => resolved?.users?.get?.(value)?.username ?? resolved?.users?.[value]?.username ?? value,
  );
  return interaction.editParent({ content: names.join() });
}

client.on("messageCreate", ({ author }) => {
  if (author.id !== client.user.id) received += 1;
});
client.on("interactionCreate", async (interaction) => {
  if (interaction.type === Constants.InteractionTypes.APPLICATION_COMMAND)
    await steps[interaction.data.options[0].value](interaction);
  else if (interaction.type === Constants.InteractionTypes.MESSAGE_COMPONENT) await handleComponent(interaction);
  else await interaction.createMessage(interaction.data.components[0].components[0].value);
});
client.on("error", (error) => console.error(error));
client.once("ready", () => client.bulkEditGuildCommands(guildId, [{ ...COMMAND, type: 1 }]));
await client.connect();
