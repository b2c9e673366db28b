import { type APIUser, PermissionFlagsBits as Bits } from "discord-api-types/v10";
import { commandsFor } from "../../interactions/ask.ts";
import { Unsendable } from "../../interactions/options.ts";
import { apiRole } from "../../model/api.ts";
import { ALL_PEOPLE, HOME, type Person } from "../../model/home.ts";
import { visibleHistory } from "../../model/messages.ts";
import { channelPermissions, guildPermissions, has, sendingIn } from "../../model/permissions.ts";
import type { Channel, World, WorldEvent } from "../../model/world.ts";
import type { Services } from "../../services.ts";
import type { PageChannel, PageUser, ToPage } from "./protocol.ts";

/** What one person sees of the home guild. */

const PAGE_OF_MESSAGES = 50;

export function helloTo(services: Services, person: Person, user: APIUser): ToPage {
  const { world } = services;
  const guild = world.guilds.get(HOME.id);
  return {
    type: "hello",
    you: pagePerson(world, person),
    people: ALL_PEOPLE.map((one) => pagePerson(world, one)),
    otherMembers: othersIn(world),
    guild: { id: HOME.id, name: guild?.name ?? HOME.name },
    roles: Array.from(guild?.roles.values() ?? [], apiRole),
    bot: { user: world.bot, online: services.gateway.isOnline() },
    channels: pageChannels(world, user),
    commands: commandsFor(world, HOME.id, user),
    now: world.time.now(),
    ahead: world.time.ahead(),
    progress: services.progress.current(),
    demo: services.demo.state(),
    faults: services.switches.state(),
  };
}

/** Members nobody can be here. */
export function othersIn(world: World): { id: string; name: string }[] {
  return [...(world.guilds.get(HOME.id)?.members.values() ?? [])]
    .filter((member) => !ALL_PEOPLE.some(({ id }) => id === member.user.id))
    .map((member) => ({ id: member.user.id, name: member.user.global_name ?? member.user.username }));
}

function pagePerson(world: World, { id, name, role, color }: Person): PageUser {
  const guild = world.guilds.get(HOME.id);
  const member = guild?.members.get(id);
  const permissions = guild === undefined || member === undefined ? 0n : guildPermissions(guild, member);
  return { id, name, role, color, permissions: permissions.toString() };
}

function pageChannels(world: World, user: APIUser): PageChannel[] {
  const guild = world.guilds.get(HOME.id);
  const own = [...world.channels.values()].filter(({ recipient }) => recipient?.id === user.id);
  return [...(guild?.channels.values() ?? []), ...(guild?.threads.values() ?? []), ...own]
    .filter((channel) => sees(world, channel, user))
    .map((channel) => ({
      id: channel.id,
      ...(channel.recipient === undefined
        ? { name: channel.name }
        : { name: world.bot.global_name ?? world.bot.username, isDirect: true }),
      topic: channel.topic ?? "",
      ...(channel.parentId === undefined ? {} : { parentId: channel.parentId }),
      canSend: has(channelPermissions(world, channel, user.id), sendingIn(channel)),
    }));
}

function sees(world: World, channel: Channel, user: APIUser): boolean {
  return has(channelPermissions(world, channel, user.id), Bits.ViewChannel);
}

/** A change in the world, where this person can see it. */
export function newsFor(world: World, user: APIUser, event: WorldEvent): ToPage | undefined {
  switch (event.type) {
    case "message":
      return reaches(world, event, user) ? { type: "message", message: event.message } : undefined;
    case "message-gone": {
      const { channel, messageId } = event;
      return reaches(world, event, user) ? { type: "message-deleted", channelId: channel.id, messageId } : undefined;
    }
    case "channel":
      return isHome(event.channel, user) ? { type: "channels", channels: pageChannels(world, user) } : undefined;
    case "role":
      return event.guild.id === HOME.id ? { type: "channels", channels: pageChannels(world, user) } : undefined;
    case "commands":
      return { type: "commands", commands: commandsFor(world, HOME.id, user) };
    case "bot":
      return { type: "bot", online: event.online };
    default:
      return undefined;
  }
}

function reaches(world: World, { channel, readerId }: { channel: Channel; readerId?: string }, user: APIUser): boolean {
  if (!isHome(channel, user)) return false;
  return readerId === undefined ? sees(world, channel, user) : readerId === user.id;
}

function isHome(channel: Channel, user: APIUser): boolean {
  return channel.guildId === HOME.id || channel.recipient?.id === user.id;
}

export function historyFor(world: World, user: APIUser, channelId: string, before?: string): ToPage {
  const range = { limit: PAGE_OF_MESSAGES + 1, ...(before === undefined ? {} : { before }) };
  const messages = visibleHistory(world, channelFor(world, user, channelId), user.id, range);
  return {
    type: "history",
    channelId,
    messages: messages.slice(-PAGE_OF_MESSAGES),
    hasMore: messages.length > PAGE_OF_MESSAGES,
  };
}

/** A channel that this person may look at. */
export function channelFor(world: World, user: APIUser, channelId: string): Channel {
  const channel = world.channels.get(channelId);
  if (channel === undefined || !isHome(channel, user)) throw new Unsendable("This channel was deleted.");
  if (!sees(world, channel, user)) throw new Unsendable("You do not have access to this channel.");
  return channel;
}
