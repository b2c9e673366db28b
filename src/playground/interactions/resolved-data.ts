import {
  type APIApplicationCommand,
  type APIApplicationCommandInteractionDataOption,
  type APIInteractionDataResolved,
  type APIModalSubmission,
  ComponentType,
  type APIModalInteractionResponseCallbackData as Modal,
  ApplicationCommandOptionType as Option,
} from "discord-api-types/v10";
import { apiMember, apiRole } from "../model/guild-json.ts";
import { apiResolvedChannel } from "../model/json.ts";
import { botPermissions, channelPermissions } from "../model/permissions.ts";
import { memberOf } from "../model/queries.ts";
import type { Channel, ModelView } from "../model/types.ts";
import { leavesOf } from "./command-options.ts";
import { ClientError } from "./types.ts";

type Kind = "user" | "role" | "channel" | "mentionable" | "attachment";
/** An id in an interaction, and what it refers to. */
type Reference = { kind: Kind; id: string; channelTypes?: readonly number[] | undefined };

const OPTION_KINDS: ReadonlyMap<number, Kind> = new Map([
  [Option.User, "user"],
  [Option.Role, "role"],
  [Option.Channel, "channel"],
  [Option.Mentionable, "mentionable"],
  [Option.Attachment, "attachment"],
]);
const COMPONENT_KINDS: ReadonlyMap<number, Kind> = new Map([
  [ComponentType.UserSelect, "user"],
  [ComponentType.RoleSelect, "role"],
  [ComponentType.ChannelSelect, "channel"],
  [ComponentType.MentionableSelect, "mentionable"],
  [ComponentType.FileUpload, "attachment"],
]);

export function optionReferences(
  command: APIApplicationCommand,
  options: readonly APIApplicationCommandInteractionDataOption[],
): Reference[] {
  return leavesOf(command.options ?? [], options).flatMap(({ type, value, channelTypes }) => {
    const kind = OPTION_KINDS.get(type);
    return kind === undefined ? [] : [{ kind, id: String(value), channelTypes }];
  });
}

export function componentReferences(
  { type, channel_types: channelTypes }: { type: ComponentType; channel_types?: readonly number[] },
  ids: readonly string[],
): Reference[] {
  const kind = COMPONENT_KINDS.get(type);
  return kind === undefined ? [] : ids.map((id) => ({ kind, id, channelTypes }));
}

export function modalReferences(modal: Modal, { components }: APIModalSubmission): Reference[] {
  const inputs = modal.components.flatMap((part) => (part.type === ComponentType.Label ? [part.component] : []));
  return components.flatMap((part) => {
    if (part.type !== ComponentType.Label || !("values" in part.component)) return [];
    const { custom_id, values } = part.component;
    const input = inputs.find((one) => one.custom_id === custom_id);
    return input === undefined ? [] : componentReferences(input, values);
  });
}

/** The users, roles, channels and files that an interaction refers to. */
export function resolve(
  view: ModelView,
  channel: Channel,
  userId: string,
  references: readonly Reference[],
): APIInteractionDataResolved | undefined {
  if (references.length === 0) return undefined;
  const resolved: Required<APIInteractionDataResolved> = {
    users: {},
    members: {},
    roles: {},
    channels: {},
    attachments: {},
  };
  for (const reference of references) {
    if (!resolveOne(view, channel, userId, reference, resolved))
      throw new ClientError(`There is no ${reference.kind} ${reference.id} here`);
    const { id, channelTypes = [] } = reference;
    const type = view.channels.get(id)?.type;
    if (type !== undefined && channelTypes.length > 0 && !channelTypes.includes(type))
      throw new ClientError("You can't choose a channel of this type");
  }
  return Object.fromEntries(Object.entries(resolved).filter(([, found]) => Object.keys(found).length > 0));
}

/** Adds what the id refers to. Returns false if there is no such thing. */
function resolveOne(
  view: ModelView,
  channel: Channel,
  userId: string,
  { kind, id }: Reference,
  resolved: Required<APIInteractionDataResolved>,
): boolean {
  const user = kind === "user" || kind === "mentionable" ? view.users.get(id) : undefined;
  const member = user === undefined ? undefined : memberOf(view, channel.guildId, id);
  const guild = view.guilds.get(channel.guildId ?? "");
  const role = kind === "role" || kind === "mentionable" ? guild?.roles.get(id) : undefined;
  const target = kind === "channel" ? (guild?.channels.get(id) ?? guild?.threads.get(id)) : undefined;
  const upload = kind === "attachment" ? view.uploads.get(id) : undefined;
  const attachment = upload?.userId === userId ? upload.attachment : undefined;

  if (user !== undefined) resolved.users[id] = user;
  if (member !== undefined)
    resolved.members[id] = { ...apiMember(member), permissions: channelPermissions(view, channel, id).toString() };
  if (role !== undefined) resolved.roles[id] = apiRole(role);
  if (target !== undefined) {
    const permissionsOf = (user: string) => channelPermissions(view, target, user);
    resolved.channels[id] = apiResolvedChannel(target, permissionsOf(userId), botPermissions(view, target));
  }
  if (attachment !== undefined) resolved.attachments[id] = attachment;
  return [user, role, target, attachment].some((found) => found !== undefined);
}
