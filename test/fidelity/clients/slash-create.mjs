import Eris from "eris";
import { GatewayServer, SlashCommand, SlashCreator } from "slash-create";
import {
  api,
  applicationId,
  COMMAND,
  CONTAINER,
  EMBED,
  erisOptions,
  FILE,
  guildId,
  MODAL,
  PRESSED,
  SELECTS,
  token,
  V2,
} from "./contract.mjs";

/** Passes interactions to slash-create. */
const gateway = new Eris(`Bot ${token}`, erisOptions);
let received = 0;
gateway.on("messageCreate", ({ author }) => {
  if (author.id !== gateway.user.id) received += 1;
});

const steps = {
  embeds: (context) => context.send({ embeds: [EMBED] }),
  components: (context) => context.send({ flags: V2, components: CONTAINER }),
  selects: (context) => context.send({ content: "Choose", components: SELECTS }),
  modals: (context) => context.sendModal(MODAL),
  files: (context) => context.send({ files: [{ name: FILE.name, file: FILE.contents }] }),
  async "follow-ups"(context) {
    await context.defer();
    await context.editOriginal("first");
    await context.sendFollowUp({ content: "second", ephemeral: true });
  },
  async threads(context) {
    const message = await gateway.createMessage(context.channelID, "A message");
    const thread = await gateway.createThreadWithMessage(context.channelID, message.id, { name: "A thread" });
    await gateway.createMessage(thread.id, "in the thread");
    await context.send(thread.id);
  },
  missed: (context) => context.send(String(received)),
};

class Fidelity extends SlashCommand {
  constructor(creator) {
    super(creator, { ...COMMAND, guildIDs: [guildId] });
  }
  /** A returned value would be sent. */
  async run(context) {
    await steps[context.options.step](context);
  }
  onError(error) {
    console.error(error);
  }
}

const creator = new SlashCreator({
  applicationID: applicationId,
  token,
  client: gateway,
  rest: { baseURL: `${api}/v10` },
});
creator.on("error", (error) => console.error(error));
creator.on("componentInteraction", (context) => {
  if (context.customID === "press") return context.editParent({ components: PRESSED });
  return context.editParent(context.values.map((value) => context.users.get(value)?.username ?? value).join());
});
creator.on("modalInteraction", (context) => context.send(context.values.text));
creator
  .withServer(new GatewayServer((handle) => gateway.on("rawWS", ({ t, d }) => t === "INTERACTION_CREATE" && handle(d))))
  .registerCommand(Fidelity);
gateway.once("ready", () => creator.syncCommands({ deleteCommands: true, skipGuildErrors: false }));
await gateway.connect();
