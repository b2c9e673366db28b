import {
  type APIApplicationCommand,
  type APIApplicationCommandOptionChoice,
  type APIMessage,
  type APIModalInteractionResponseCallbackData,
  type APIUser,
  ApplicationCommandType,
  InteractionType,
} from "discord-api-types/v10";
import { buildOptions, type Values } from "../interactions/command-options.ts";
import type { ModalInput } from "../interactions/inputs.ts";
import { ClientError, type Outcome } from "../interactions/types.ts";
import type { UserActions, UserContext } from "../interactions/user-actions.ts";
import { commandsIn } from "../model/commands.ts";
import { channelPermissions } from "../model/permissions.ts";
import { memberOf, visibleHistory } from "../model/queries.ts";
import type { Channel, ModelView } from "../model/types.ts";
import type { UserContent } from "./user-content.ts";

export type ShownModal = APIModalInteractionResponseCallbackData & { interactionId: string; channelId: string };

/** What a user sees of an interaction. */
export type InteractionResult = {
  /** A new message in reply, or the content of a deferred one. */
  message?: APIMessage;
  /** Whether only this user sees the message. */
  ephemeral?: boolean;
  /** The message that was edited. */
  updated?: APIMessage;
  modal?: ShownModal;
  choices?: APIApplicationCommandOptionChoice[];
  /** The error that Discord shows. */
  failed?: string;
  /** The bot deferred its reply and has sent nothing yet. */
  thinking?: true;
  /** The bot deferred an update and has changed nothing yet. */
  acknowledged?: true;
};

export type SimulatedUser = ReturnType<typeof createSimulatedUser>;

type Shown = APIMessage | string;
type ModalValues = Readonly<Record<string, string | string[] | boolean>>;

export type SimulatedUserOptions = {
  /** Throws immediately if the user isn't a member of this guild. */
  guildId?: string;
  /** The application that owns the commands and components. Default: the home application. */
  applicationId?: string;
  /** How long to wait for more after a deferred reply or update. Default 10 s. */
  settleAfterMs?: number;
};

/** A user that tests and the demo group control. Can do and see whatever someone using the page can. */
export function createSimulatedUser(
  view: ModelView,
  actions: UserActions,
  content: UserContent,
  user: APIUser,
  { guildId, settleAfterMs = 10_000 }: SimulatedUserOptions = {},
) {
  if (guildId !== undefined && memberOf(view, guildId, user.id) === undefined)
    throw new Error(`${user.username} isn't a member of guild ${guildId}`);
  const act = (channel: Channel, start: (context: UserContext) => unknown) =>
    settle(settleAfterMs, channel, (report) => start({ user, channel, report }));
  const useCommand = (
    type: InteractionType.ApplicationCommand | InteractionType.ApplicationCommandAutocomplete,
    [path, values, channelId, focused]: [path: string, values: Values, channelId: string, focused?: string],
  ) => {
    const channel = channelAt(view, channelId);
    const [name = "", ...subcommands] = path.split(" ");
    const command = commandNamed(view, channel, ApplicationCommandType.ChatInput, name);
    const options = buildOptions(command, subcommands, values, focused);
    return act(channel, (context) => actions.command(context, type, command, options));
  };
  const useComponent = (message: Shown, customId: string, values?: string[]) =>
    act(channelOf(view, message), (context) => actions.component(context, idOf(message), customId, values));
  return {
    id: user.id,
    /** Example: `command("schedule add", { channel, time: "09:00" }, channelId)`. */
    command: (path: string, values: Values, channelId: string) =>
      useCommand(InteractionType.ApplicationCommand, [path, values, channelId]),
    autocomplete: (path: string, values: Values, focused: string, channelId: string) =>
      useCommand(InteractionType.ApplicationCommandAutocomplete, [path, values, channelId, focused]),
    /** `messageCommand("Add to my review", message)`: a command from the menu of a message. */
    messageCommand(name: string, message: Shown) {
      const channel = channelOf(view, message);
      const command = commandNamed(view, channel, ApplicationCommandType.Message, name);
      return act(channel, (context) => actions.messageCommand(context, command, idOf(message)));
    },
    /** `userCommand("Show profile", userId, channelId)`: a command from the menu of a user. */
    userCommand(name: string, userId: string, channelId: string) {
      const channel = channelAt(view, channelId);
      const command = commandNamed(view, channel, ApplicationCommandType.User, name);
      return act(channel, (context) => actions.userCommand(context, command, userId));
    },
    click: (message: Shown, customId: string) => useComponent(message, customId),
    select: (message: Shown, customId: string, values: string[]) => useComponent(message, customId, values),
    submitModal: (modal: ShownModal, values: ModalValues) =>
      act(channelAt(view, modal.channelId), (context) =>
        actions.submitModal(context, modal.interactionId, inputsOf(values)),
      ),
    /** Uploads a file for an option of a command. Returns the option's value. */
    upload(name: string, data: string | Uint8Array, channelId: string) {
      const bytes = typeof data === "string" ? Buffer.from(data) : Buffer.from(data);
      return content.upload(user, channelAt(view, channelId), name, bytes).id;
    },
    /** Reacts with a Unicode emoji. */
    react: (message: Shown, emoji: string) => content.react(user, channelOf(view, message), idOf(message), emoji),
    sendMessage: (text: string, channelId: string) => content.sendMessage(user, channelAt(view, channelId), text),
    /** The newest messages that this user can see, oldest first. */
    visibleMessages(channelId: string, limit = 100) {
      const channel = view.channels.get(channelId);
      if (channel === undefined || channelPermissions(view, channel, user.id) === 0n) return [];
      return visibleHistory(view, channel, user.id, { limit });
    },
  };
}

/** Resolves with the first lasting outcome, or a deferral if nothing follows it in time. */
function settle(
  settleAfterMs: number,
  channel: Channel,
  start: (report: (outcome: Outcome) => void) => unknown,
): Promise<InteractionResult> {
  return new Promise((resolve, reject) => {
    let timeout: NodeJS.Timeout | undefined;
    // Interactions stay in memory for 15 minutes and must not hold on to their results.
    let pending: ((result: InteractionResult) => void) | undefined = resolve;
    const done = (result: InteractionResult) => {
      clearTimeout(timeout);
      pending?.(result);
      pending = undefined;
    };
    try {
      start((outcome) => {
        const result = resultOf(outcome, channel);
        if (result.thinking || result.acknowledged) timeout = setTimeout(() => done(result), settleAfterMs).unref();
        else done(result);
      });
    } catch (error) {
      if (error instanceof ClientError) done({ failed: error.message });
      else reject(error);
    }
  });
}

function resultOf(outcome: Outcome, channel: Channel): InteractionResult {
  switch (outcome.type) {
    case "thinking":
      return { thinking: true, message: outcome.message, ephemeral: outcome.ephemeral };
    case "acknowledged":
      return { acknowledged: true };
    case "message":
      return { message: outcome.message, ephemeral: outcome.ephemeral };
    case "updated":
      return { updated: outcome.message };
    case "modal":
      return { modal: { ...outcome.modal, interactionId: outcome.interaction.id, channelId: channel.id } };
    case "choices":
      return { choices: outcome.choices };
    case "failed":
      return { failed: outcome.text };
  }
}

function commandNamed(
  view: ModelView,
  channel: Channel,
  type: ApplicationCommandType,
  name: string,
): APIApplicationCommand {
  const command = commandsIn(view, channel.guildId).find((one) => one.name === name && one.type === type);
  if (command === undefined) throw new ClientError(`There is no command "${name}"; the bot hasn't registered it`);
  return command;
}

function channelAt(view: ModelView, channelId: string): Channel {
  const channel = view.channels.get(channelId);
  if (channel === undefined) throw new ClientError(`There is no channel ${channelId}`);
  return channel;
}

function idOf(message: Shown): string {
  return typeof message === "string" ? message : message.id;
}

function channelOf(view: ModelView, message: Shown): Channel {
  if (typeof message !== "string") return channelAt(view, message.channel_id);
  const ephemeral = view.ephemeralMessages.byId.get(message)?.message;
  const channelId = view.messageChannels.get(message)?.id ?? ephemeral?.channel_id;
  if (channelId === undefined) throw new ClientError(`There is no message ${message}`);
  return channelAt(view, channelId);
}

function inputsOf(values: ModalValues): ModalInput[] {
  return Object.entries(values).map(([customId, value]) =>
    Array.isArray(value) ? { customId, values: value } : { customId, value: String(value) },
  );
}
