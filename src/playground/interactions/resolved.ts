import {
  type APIApplicationCommandInteractionDataOption,
  type APIInteractionDataResolved,
  type APIModalSubmission,
  ComponentType,
  ApplicationCommandOptionType as Option,
} from "discord-api-types/v10";
import { apiMember, apiResolvedChannel, apiRole } from "../model/api.ts";
import { channelPermissions } from "../model/permissions.ts";
import type { Channel, World } from "../model/world.ts";
import { leavesOf, Unsendable } from "./options.ts";

/** The people, roles, channels and files that ids in an interaction stand for. */

type Kind = "user" | "role" | "channel" | "mentionable" | "attachment";

const OPTION_KINDS: ReadonlyMap<number, Kind> = new Map([
  [Option.User, "user"],
  [Option.Role, "role"],
  [Option.Channel, "channel"],
  [Option.Mentionable, "mentionable"],
  [Option.Attachment, "attachment"],
]);
const SELECT_KINDS: ReadonlyMap<number, Kind> = new Map([
  [ComponentType.UserSelect, "user"],
  [ComponentType.RoleSelect, "role"],
  [ComponentType.ChannelSelect, "channel"],
  [ComponentType.MentionableSelect, "mentionable"],
]);

const INPUT_KINDS: ReadonlyMap<number, Kind> = new Map([...SELECT_KINDS, [ComponentType.FileUpload, "attachment"]]);

export function resolveOptions(
  world: World,
  at: Channel,
  personId: string,
  options: readonly APIApplicationCommandInteractionDataOption[],
) {
  const wanted = leavesOf(options).flatMap(({ type, value }) => {
    const kind = OPTION_KINDS.get(type);
    return kind === undefined ? [] : [{ kind, id: String(value) }];
  });
  return resolve(world, at, personId, wanted);
}

export function resolveSelected(
  world: World,
  at: Channel,
  personId: string,
  type: ComponentType,
  ids: readonly string[],
) {
  const kind = SELECT_KINDS.get(type);
  return resolve(world, at, personId, kind === undefined ? [] : ids.map((id) => ({ kind, id })));
}

/** What was chosen or uploaded in a modal. */
export function resolveSubmitted(world: World, at: Channel, personId: string, { components }: APIModalSubmission) {
  const wanted = components.flatMap((part) => {
    if (part.type !== ComponentType.Label || !("values" in part.component)) return [];
    const kind = INPUT_KINDS.get(part.component.type);
    return kind === undefined ? [] : part.component.values.map((id) => ({ kind, id }));
  });
  return resolve(world, at, personId, wanted);
}

function resolve(
  world: World,
  at: Channel,
  personId: string,
  wanted: readonly { kind: Kind; id: string }[],
): APIInteractionDataResolved | undefined {
  if (wanted.length === 0) return undefined;
  const resolved: Required<APIInteractionDataResolved> = {
    users: {},
    members: {},
    roles: {},
    channels: {},
    attachments: {},
  };
  const guild = at.guildId === undefined ? undefined : world.guilds.get(at.guildId);
  for (const { kind, id } of wanted) {
    const user = kind === "user" || kind === "mentionable" ? world.users.get(id) : undefined;
    const role = kind === "role" || kind === "mentionable" ? guild?.roles.get(id) : undefined;
    const channel = kind === "channel" ? world.channels.get(id) : undefined;
    const upload = kind === "attachment" ? world.uploads.get(id) : undefined;
    if (upload?.by === personId) resolved.attachments[id] = upload.attachment;
    if (user !== undefined) {
      resolved.users[id] = user;
      const member = guild?.members.get(id);
      if (member !== undefined)
        resolved.members[id] = { ...apiMember(member), permissions: channelPermissions(world, at, id).toString() };
    }
    if (role !== undefined) resolved.roles[id] = apiRole(role);
    if (channel !== undefined)
      resolved.channels[id] = apiResolvedChannel(channel, channelPermissions(world, channel, personId));
    if (user === undefined && role === undefined && channel === undefined && upload?.by !== personId)
      throw new Unsendable(`There is no ${kind} ${id} here`);
  }
  return Object.fromEntries(Object.entries(resolved).filter(([, found]) => Object.keys(found).length > 0));
}
