import { API, Client, GatewayDispatchEvents, InteractionType } from "@discordjs/core";
import { REST } from "@discordjs/rest";
import { WebSocketManager } from "@discordjs/ws";
import {
  api as apiUrl,
  applicationId,
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
} from "./contract.mjs";

const rest = new REST({ version: "10", api: apiUrl }).setToken(token);
const gateway = new WebSocketManager({
  token,
  intents: INTENTS,
  rest,
  fetchGatewayInformation: () => rest.get("/gateway/bot"),
});
const client = new Client({ rest, gateway });
const api = new API(rest);
let received = 0;

const steps = {
  embeds: ({ id, token }) => api.interactions.reply(id, token, { embeds: [EMBED] }),
  components: ({ id, token }) => api.interactions.reply(id, token, { flags: V2, components: CONTAINER }),
  selects: ({ id, token }) => api.interactions.reply(id, token, { content: "Choose", components: SELECTS }),
  modals: ({ id, token }) => api.interactions.createModal(id, token, MODAL),
  files: ({ id, token }) => api.interactions.reply(id, token, { files: [{ name: FILE.name, data: FILE.contents }] }),
  async "follow-ups"({ id, token }) {
    await api.interactions.defer(id, token);
    await api.interactions.editReply(applicationId, token, { content: "first" });
    await api.interactions.followUp(applicationId, token, { content: "second", flags: EPHEMERAL });
  },
  async threads({ id, token, channel }) {
    const message = await api.channels.createMessage(channel.id, { content: "A message" });
    const thread = await api.channels.createThread(channel.id, { name: "A thread" }, message.id);
    await api.channels.createMessage(thread.id, { content: "in the thread" });
    await api.interactions.reply(id, token, { content: thread.id });
  },
  missed: ({ id, token }) => api.interactions.reply(id, token, { content: String(received) }),
};

function handleComponent({ id, token, data }) {
  if (data.custom_id === "press") return api.interactions.updateMessage(id, token, { components: PRESSED });
  const names = data.values.map((value) => data.resolved?.users?.[value]?.username ?? value);
  return api.interactions.updateMessage(id, token, { content: names.join() });
}

client.on(GatewayDispatchEvents.MessageCreate, ({ data }) => {
  if (data.author.id !== applicationId) received += 1;
});
client.on(GatewayDispatchEvents.InteractionCreate, async ({ data: interaction }) => {
  if (interaction.type === InteractionType.ApplicationCommand)
    await steps[interaction.data.options[0].value](interaction);
  else if (interaction.type === InteractionType.MessageComponent) await handleComponent(interaction);
  else
    await api.interactions.reply(interaction.id, interaction.token, {
      content: interaction.data.components[0].components[0].value,
    });
});
client.once(GatewayDispatchEvents.Ready, () =>
  api.applicationCommands.bulkOverwriteGuildCommands(applicationId, guildId, [COMMAND]),
);
await gateway.connect();
