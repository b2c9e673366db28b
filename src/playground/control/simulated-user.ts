import {
  type APIApplicationCommand,
  type APIApplicationCommandOptionChoice,
  type APIMessage,
  type APIModalInteractionResponseCallbackData,
  type APIUser,
  ApplicationCommandType,
  InteractionType,
} from "discord-api-types/v10";
import { allCommands, askAbout, askCommand, askComponent, askModal, type Where } from "../interactions/ask.ts";
import type { Outcome } from "../interactions/interactions.ts";
import type { ModalInput } from "../interactions/modal-answer.ts";
import { buildOptions, Unsendable, type Values } from "../interactions/options.ts";
import { visibleHistory } from "../model/messages.ts";
import { channelPermissions } from "../model/permissions.ts";
import { type Channel, memberOf } from "../model/world.ts";
import type { Services } from "../services.ts";
import { say } from "./send-message.ts";
import { upload } from "./uploads.ts";

/** A person for tests: acts as one who sits before the page, and gets what that one sees. */

export type ShownModal = APIModalInteractionResponseCallbackData & { interactionId: string; channelId: string };

export type InteractionResult = {
  /** A new message that answers, or the first text in the place of "thinking". */
  message?: APIMessage;
  /** Only this person sees the message. */
  ephemeral?: boolean;
  /** The message that was changed. */
  updated?: APIMessage;
  modal?: ShownModal;
  choices?: APIApplicationCommandOptionChoice[];
  /** The sentence Discord shows when it did not work. */
  failed?: string;
  /** The bot deferred its reply, and has said nothing more so far. */
  thinking?: true;
  /** The bot deferred an update, and nothing has changed so far. */
  acknowledged?: true;
};

export type SimulatedUser = {
  id: string;
  /** `command("schedule add", { channel, time: "09:00" }, channelId)`. */
  command(path: string, values: Values, channelId: string): Promise<InteractionResult>;
  /** `messageCommand("Add to my review", message)`: a command in the menu of a message. */
  messageCommand(name: string, message: APIMessage | string): Promise<InteractionResult>;
  autocomplete(path: string, values: Values, focused: string, channelId: string): Promise<InteractionResult>;
  click(message: APIMessage | string, customId: string): Promise<InteractionResult>;
  select(message: APIMessage | string, customId: string, values: string[]): Promise<InteractionResult>;
  submitModal(
    modal: ShownModal,
    values: Readonly<Record<string, string | string[] | boolean>>,
  ): Promise<InteractionResult>;
  /** Uploads a file for an option of a command; what it gives is the option's value. */
  upload(name: string, content: string | Uint8Array, channelId: string): string;
  /** Writes a plain message. */
  sendMessage(content: string, channelId: string): APIMessage;
  /** The newest messages visible to this person, oldest first. */
  visibleMessages(channelId: string, limit?: number): APIMessage[];
};

export type SimulatedUserOptions = {
  /** The guild this person acts in: a mistake in a test shows here, and not as a refusal later. */
  guildId?: string;
  /** How long to wait after "thinking", or a deferred update, before settling with just that. */
  settleAfterMs?: number;
};

export function createSimulatedUser(services: Services, user: APIUser, options: SimulatedUserOptions): SimulatedUser {
  const { world } = services;
  const isStranger = options.guildId !== undefined && memberOf(world, options.guildId, user.id) === undefined;
  if (isStranger) throw new Error(`${user.username} is not in the guild ${options.guildId}`);
  const settleAfterMs = options.settleAfterMs ?? 10_000;
  const act = (channel: Channel, start: (where: Where) => unknown) =>
    settle(settleAfterMs, channel, (tell) => start({ person: user, channel, tell }));
  return {
    id: user.id,
    command(path, values, channelId) {
      const [channel, command, rest] = commandAt(services, path, channelId);
      const given = buildOptions(command, rest, values);
      return act(channel, (where) => askCommand(services, where, InteractionType.ApplicationCommand, command, given));
    },
    messageCommand(name, message) {
      const channel = channelOfMessage(services, message);
      const command = allCommands(services.world, channel.guildId).find(
        (one) => one.name === name && one.type === ApplicationCommandType.Message,
      );
      if (command === undefined) throw new Unsendable(`There is no "${name}" in the menu of a message`);
      return act(channel, (where) => askAbout(services, where, command, idOf(message)));
    },
    autocomplete(path, values, focused, channelId) {
      const [channel, command, rest] = commandAt(services, path, channelId);
      const given = buildOptions(command, rest, values, focused);
      return act(channel, (where) =>
        askCommand(services, where, InteractionType.ApplicationCommandAutocomplete, command, given),
      );
    },
    click(message, customId) {
      return act(channelOfMessage(services, message), (where) =>
        askComponent(services, where, idOf(message), customId),
      );
    },
    select(message, customId, values) {
      return act(channelOfMessage(services, message), (where) =>
        askComponent(services, where, idOf(message), customId, values),
      );
    },
    submitModal(modal, values) {
      const channel = channelAt(services, modal.channelId);
      return act(channel, (where) => askModal(services, where, modal.interactionId, inputsOf(values)));
    },
    upload(name, content, channelId) {
      const bytes = typeof content === "string" ? Buffer.from(content) : Buffer.from(content);
      return upload(services, user, channelAt(services, channelId), { name, type: "", bytes }).id;
    },
    sendMessage: (content, channelId) => say(services, user, channelAt(services, channelId), content),
    visibleMessages(channelId, limit = 100) {
      const channel = world.channels.get(channelId);
      if (channel === undefined || channelPermissions(world, channel, user.id) === 0n) return [];
      return visibleHistory(world, channel, user.id, { limit });
    },
  };
}

function settle(
  settleAfterMs: number,
  channel: Channel,
  start: (tell: (outcome: Outcome) => void) => unknown,
): Promise<InteractionResult> {
  return new Promise((resolve) => {
    let patience: NodeJS.Timeout | undefined;
    // An interaction is remembered for 15 minutes: it must not hold on to what was seen.
    let settled: ((seen: InteractionResult) => void) | undefined = resolve;
    const done = (seen: InteractionResult) => {
      clearTimeout(patience);
      settled?.(seen);
      settled = undefined;
    };
    const wait = (seen: InteractionResult) => {
      patience = setTimeout(() => done(seen), settleAfterMs).unref();
    };
    try {
      start((outcome) => {
        const seen = seenOf(outcome, channel);
        if (seen.thinking || seen.acknowledged) wait(seen);
        else done(seen);
      });
    } catch (cause) {
      if (!(cause instanceof Unsendable)) throw cause;
      done({ failed: cause.message });
    }
  });
}

function seenOf(outcome: Outcome, channel: Channel): InteractionResult {
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

function commandAt(services: Services, path: string, channelId: string): [Channel, APIApplicationCommand, string[]] {
  const channel = channelAt(services, channelId);
  const [name = "", ...rest] = path.split(" ");
  const command = allCommands(services.world, channel.guildId).find(
    (one) => one.name === name && one.type === ApplicationCommandType.ChatInput,
  );
  if (command === undefined) throw new Unsendable(`There is no command "/${name}"; the bot has not registered it`);
  return [channel, command, rest];
}

function channelAt({ world }: Services, channelId: string): Channel {
  const channel = world.channels.get(channelId);
  if (channel === undefined) throw new Unsendable(`There is no channel ${channelId}`);
  return channel;
}

function idOf(message: APIMessage | string): string {
  return typeof message === "string" ? message : message.id;
}

function channelOfMessage(services: Services, message: APIMessage | string): Channel {
  if (typeof message !== "string") return channelAt(services, message.channel_id);
  const { messageChannels, whispers } = services.world;
  const channelId = messageChannels.get(message)?.id ?? whispers.byId.get(message)?.message.channel_id;
  return channelAt(services, channelId ?? "of an unknown message");
}

function inputsOf(values: Readonly<Record<string, string | string[] | boolean>>): ModalInput[] {
  return Object.entries(values).map(([customId, value]) =>
    Array.isArray(value) ? { customId, values: value } : { customId, value: String(value) },
  );
}
