import {
  type APIApplicationCommandInteractionDataOption,
  type APIEntitlement,
  type APIMessage,
  type APIMessageInteraction,
  ApplicationCommandOptionType,
  InteractionType,
  Locale,
} from "discord-api-types/v10";
import { apiEntitlement, apiMember } from "../model/guild-json.ts";
import { apiChannel } from "../model/json.ts";
import { botPermissions, channelPermissions } from "../model/permissions.ts";
import { memberOf } from "../model/queries.ts";
import type { ModelView } from "../model/types.ts";
import { MAX_FILE_BYTES } from "../server/messages/attachments.ts";
import { contextOf } from "./command-access.ts";
import type { Interaction, InteractionRequest } from "./types.ts";

/** The data of INTERACTION_CREATE, as JSON. */
export function interactionJson(view: ModelView, interaction: Interaction): string {
  const { request, channel, user, id, token } = interaction;
  const { guildId } = channel;
  const member = memberOf(view, guildId, user.id);
  const guildLocale = view.guilds.get(guildId ?? "")?.locale;
  const permissions = channelPermissions(view, channel, user.id).toString();
  const head = JSON.stringify({
    id,
    application_id: view.applicationId,
    type: request.type,
    token,
    version: 1,
    data: dataOf(request),
    channel_id: channel.id,
    channel: { ...apiChannel(view, channel), permissions },
    ...(guildId === undefined || member === undefined
      ? { user }
      : {
          guild_id: guildId,
          guild: { id: guildId, locale: guildLocale, features: [] },
          guild_locale: guildLocale,
          member: { ...apiMember(member), permissions },
        }),
    context: contextOf(channel),
    app_permissions: botPermissions(view, channel).toString(),
    locale: view.locales.get(user.id) ?? Locale.EnglishUS,
    entitlements: entitlementsOf(view, interaction),
    authorizing_integration_owners: interaction.owners,
    attachment_size_limit: MAX_FILE_BYTES,
  });
  const message = "message" in request ? request.message : undefined;
  return message === undefined ? head : `${head.slice(0, -1)},"message":${messageJson(message)}}`;
}

/** The entitlements of the user and of the guild. */
function entitlementsOf(view: ModelView, { user, channel }: Interaction): APIEntitlement[] {
  if (view.entitlements.size === 0) return [];
  return [...view.entitlements.values()]
    .filter(({ userId, guildId }) => userId === user.id || (guildId !== null && guildId === channel.guildId))
    .map((entitlement) => apiEntitlement(view, entitlement));
}

/** JSON omits undefined fields. */
function dataOf(request: InteractionRequest): object {
  switch (request.type) {
    case InteractionType.MessageComponent: {
      const { customId: custom_id, componentType: component_type, componentId: id, values, resolved } = request;
      return { custom_id, component_type, id, values, resolved };
    }
    case InteractionType.ModalSubmit:
      return request.submission;
    default: {
      const { command, options, resolved, target } = request;
      const { id, name, type, guild_id } = command;
      return { id, name, type, guild_id, ...(options.length > 0 && { options }), resolved, target_id: target?.id };
    }
  }
}

/** Cached because a popular message is clicked thousands of times between two edits. Each edit creates a new object. */
const jsonOfMessage = new WeakMap<APIMessage, string>();

function messageJson(message: APIMessage): string {
  const cached = jsonOfMessage.get(message);
  if (cached !== undefined) return cached;
  const json = JSON.stringify(message);
  jsonOfMessage.set(message, json);
  return json;
}

/** The command shown as a message's origin: the one used, or the one that opened the modal. */
export function messageInteraction({ id, user, request }: Interaction): APIMessageInteraction | undefined {
  if (request.type === InteractionType.ModalSubmit) return messageInteraction(request.opener);
  if (request.type === InteractionType.MessageComponent) return undefined;
  const name = [request.command.name, ...subcommandsOf(request.options)].join(" ");
  return { id, type: InteractionType.ApplicationCommand, name, user };
}

/** `add` of `/schedule add`. */
function subcommandsOf(options: readonly APIApplicationCommandInteractionDataOption[]): string[] {
  return options.flatMap((option) =>
    option.type === ApplicationCommandOptionType.Subcommand ||
    option.type === ApplicationCommandOptionType.SubcommandGroup
      ? [option.name, ...subcommandsOf(option.options ?? [])]
      : [],
  );
}

/** `interaction_metadata` of a reply. */
export function interactionMetadata(interaction: Interaction) {
  const { id, user, owners, request } = interaction;
  if (request.type !== InteractionType.ModalSubmit) return triggeringMetadata(interaction);
  return {
    id,
    user,
    authorizing_integration_owners: owners,
    type: InteractionType.ModalSubmit,
    triggering_interaction_metadata: triggeringMetadata(request.opener),
  } as const;
}

/** A modal is opened by a command or a component, never by another modal. */
function triggeringMetadata({ id, user, owners, request }: Interaction) {
  const base = { id, user, authorizing_integration_owners: owners };
  return request.type === InteractionType.MessageComponent
    ? ({ ...base, type: InteractionType.MessageComponent, interacted_message_id: request.message.id } as const)
    : ({ ...base, type: InteractionType.ApplicationCommand } as const);
}
