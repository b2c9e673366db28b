import {
  type APIApplicationCommand,
  type APIApplicationCommandInteractionDataOption,
  type APIInteractionDataResolved,
  type APIMessage,
  type APIMessageInteraction,
  type APIModalSubmission,
  ApplicationCommandOptionType,
  PermissionFlagsBits as Bits,
  type ComponentType,
  InteractionType,
} from "discord-api-types/v10";
import { apiChannel, apiMember } from "../model/api.ts";
import { channelPermissions } from "../model/permissions.ts";
import { isBotIn, memberOf, type World } from "../model/world.ts";
import { contextOf } from "./installations.ts";
import type { Interaction } from "./interactions.ts";

/** What a person has done, as far as the bot is told. */
export type Asked =
  | {
      type: InteractionType.ApplicationCommand | InteractionType.ApplicationCommandAutocomplete;
      command: APIApplicationCommand;
      options: APIApplicationCommandInteractionDataOption[];
      resolved: APIInteractionDataResolved | undefined;
      /** The message in whose menu the command was chosen. */
      target?: APIMessage;
    }
  | {
      type: InteractionType.MessageComponent;
      message: APIMessage;
      componentType: ComponentType;
      componentId: number;
      customId: string;
      values: string[] | undefined;
      resolved: APIInteractionDataResolved | undefined;
    }
  | {
      type: InteractionType.ModalSubmit;
      message: APIMessage | undefined;
      from: Interaction;
      submission: APIModalSubmission;
    };

/** INTERACTION_CREATE's data, as JSON. */
export function interactionJson(world: World, interaction: Interaction): string {
  const { asked, channel, person, id, token, type } = interaction;
  const { guildId } = channel;
  const member = memberOf(world, guildId, person.id);
  const permissions = channelPermissions(world, channel, person.id).toString();
  const head = JSON.stringify({
    id,
    application_id: world.applicationId,
    type,
    token,
    version: 1,
    data: dataOf(asked),
    channel_id: channel.id,
    channel: { ...apiChannel(world, channel), permissions },
    ...(guildId === undefined || member === undefined
      ? { user: person }
      : {
          guild_id: guildId,
          guild: { id: guildId, locale: "en-US", features: [] },
          guild_locale: "en-US",
          member: { ...apiMember(member), permissions },
        }),
    context: contextOf(channel),
    app_permissions: appPermissions(world, interaction).toString(),
    locale: "en-US",
    entitlements: [],
    authorizing_integration_owners: interaction.owners,
    attachment_size_limit: 10_485_760,
  });
  const message = "message" in asked ? asked.message : undefined;
  return message === undefined ? head : `${head.slice(0, -1)},"message":${messageJson(message)}}`;
}

/** Where the bot itself is not, it holds what Discord's documentation names for such places. */
function appPermissions(world: World, { channel }: Interaction): bigint {
  if (isBotIn(world, channel)) return channelPermissions(world, channel, world.bot.id);
  return Bits.AttachFiles | Bits.EmbedLinks | Bits.MentionEveryone;
}

function dataOf(asked: Asked): object {
  switch (asked.type) {
    case InteractionType.MessageComponent:
      return {
        custom_id: asked.customId,
        component_type: asked.componentType,
        id: asked.componentId,
        ...(asked.values === undefined ? {} : { values: asked.values }),
        ...(asked.resolved === undefined ? {} : { resolved: asked.resolved }),
      };
    case InteractionType.ModalSubmit:
      return asked.submission;
    default: {
      const { id, name, type, guild_id } = asked.command;
      return {
        id,
        name,
        type,
        ...(guild_id === undefined ? {} : { guild_id }),
        ...(asked.options.length === 0 ? {} : { options: asked.options }),
        ...(asked.resolved === undefined ? {} : { resolved: asked.resolved }),
        ...(asked.target && {
          target_id: asked.target.id,
          resolved: { messages: { [asked.target.id]: asked.target } },
        }),
      };
    }
  }
}

/** A popular message is clicked thousands of times between two edits; each edit makes a new object. */
const jsonOfMessage = new WeakMap<APIMessage, string>();

function messageJson(message: APIMessage): string {
  const known = jsonOfMessage.get(message);
  if (known !== undefined) return known;
  const json = JSON.stringify(message);
  jsonOfMessage.set(message, json);
  return json;
}

/** The command that a person used, by itself or through the modal it opened, as a message shows it. */
export function commandOf({ id, person, asked }: Interaction): APIMessageInteraction | undefined {
  if (asked.type === InteractionType.ModalSubmit) return commandOf(asked.from);
  if (asked.type === InteractionType.MessageComponent) return undefined;
  const name = [asked.command.name, ...partsOf(asked.options)].join(" ");
  return { id, type: InteractionType.ApplicationCommand, name, user: person };
}

/** `add` of `/schedule add`. */
function partsOf(options: readonly APIApplicationCommandInteractionDataOption[]): string[] {
  return options.flatMap((option) =>
    option.type === ApplicationCommandOptionType.Subcommand ||
    option.type === ApplicationCommandOptionType.SubcommandGroup
      ? [option.name, ...partsOf(option.options ?? [])]
      : [],
  );
}

/** What a reply says about the interaction that brought it. */
export function metadataOf(interaction: Interaction) {
  const { id, person, asked } = interaction;
  const base = { id, user: person, authorizing_integration_owners: interaction.owners };
  switch (asked.type) {
    case InteractionType.MessageComponent:
      return { ...base, type: InteractionType.MessageComponent, interacted_message_id: asked.message.id } as const;
    case InteractionType.ModalSubmit: {
      const trigger = triggerOf(asked.from);
      return { ...base, type: InteractionType.ModalSubmit, triggering_interaction_metadata: trigger } as const;
    }
    default:
      return { ...base, type: InteractionType.ApplicationCommand } as const;
  }
}

/** A modal is opened by a command or a component, never by a modal. */
function triggerOf(interaction: Interaction) {
  const { id, person, asked } = interaction;
  const base = { id, user: person, authorizing_integration_owners: interaction.owners };
  return asked.type === InteractionType.MessageComponent
    ? ({ ...base, type: InteractionType.MessageComponent, interacted_message_id: asked.message.id } as const)
    : ({ ...base, type: InteractionType.ApplicationCommand } as const);
}
