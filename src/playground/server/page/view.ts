import { type APIUser, PermissionFlagsBits as Bits } from "discord-api-types/v10";
import { commandsFor } from "../../interactions/command-access.ts";
import { ClientError } from "../../interactions/types.ts";
import { channelPermissions, has, sendPermission } from "../../model/permissions.ts";
import { directRecipient, hasMessages, visibleHistory } from "../../model/queries.ts";
import type { Channel, ModelEvent, ModelView } from "../../model/types.ts";
import type { PageChannel, PageUser, ToPage } from "./protocol.ts";

/** What one user sees of the home guild. */

const HISTORY_PAGE = 50;

export function otherMembers(view: ModelView, visitors: readonly PageUser[]): { id: string; name: string }[] {
  return [...(view.guilds.get(view.homeGuildId)?.members.values() ?? [])]
    .filter(({ user }) => !visitors.some(({ id }) => id === user.id))
    .map(({ user }) => ({ id: user.id, name: user.global_name ?? user.username }));
}

export function pageChannels(view: ModelView, user: APIUser): PageChannel[] {
  const guild = view.guilds.get(view.homeGuildId);
  const direct = [...view.channels.values()].filter((channel) => isDirect(view, channel, user));
  return [...(guild?.channels.values() ?? []), ...(guild?.threads.values() ?? []), ...direct]
    .filter((channel) => hasMessages(channel) && canSee(view, channel, user))
    .map((channel) => ({
      id: channel.id,
      type: channel.type,
      ...(directRecipient(channel) === undefined
        ? { name: channel.name }
        : { name: view.bot.global_name ?? view.bot.username, isDirect: true }),
      topic: channel.topic ?? "",
      ...(channel.thread !== undefined && channel.parentId !== undefined && { parentId: channel.parentId }),
      canSend: has(channelPermissions(view, channel, user.id), sendPermission(channel)),
    }));
}

/** The page's message about a change, if this user can see it. */
export function eventFrame(view: ModelView, user: APIUser, event: ModelEvent): ToPage | undefined {
  switch (event.type) {
    case "message":
      return isVisible(view, event, user) ? { type: "message", message: event.message } : undefined;
    case "message-deleted": {
      const { channel, messageId } = event;
      return isVisible(view, event, user) ? { type: "message-deleted", channelId: channel.id, messageId } : undefined;
    }
    case "channel":
      return isShown(view, event.channel, user) ? channelsFrame(view, user) : undefined;
    case "role":
      return event.guild.id === view.homeGuildId ? channelsFrame(view, user) : undefined;
    case "commands":
      return { type: "commands", commands: commandsFor(view, view.homeGuildId, user) };
    default:
      return undefined;
  }
}

function channelsFrame(view: ModelView, user: APIUser): ToPage {
  return { type: "channels", channels: pageChannels(view, user) };
}

export function historyFrame(view: ModelView, user: APIUser, channelId: string, before?: string): ToPage {
  const range = { limit: HISTORY_PAGE + 1, ...(before !== undefined && { before }) };
  const messages = visibleHistory(view, channelFor(view, user, channelId), user.id, range);
  const hasMore = messages.length > HISTORY_PAGE;
  return { type: "history", channelId, messages: messages.slice(-HISTORY_PAGE), hasMore };
}

/** The channel, if the page shows it and this user can see it. */
export function channelFor(view: ModelView, user: APIUser, channelId: string): Channel {
  const channel = view.channels.get(channelId);
  if (channel === undefined || !isShown(view, channel, user)) throw new ClientError("This channel was deleted.");
  if (!canSee(view, channel, user)) throw new ClientError("You do not have access to this channel.");
  return channel;
}

function isVisible(
  view: ModelView,
  { channel, readerId }: { channel: Channel; readerId?: string },
  user: APIUser,
): boolean {
  if (!isShown(view, channel, user)) return false;
  return readerId === undefined ? canSee(view, channel, user) : readerId === user.id;
}

/** The page shows the home guild and the user's direct messages with the bot. */
function isShown(view: ModelView, channel: Channel, user: APIUser): boolean {
  return channel.guildId === view.homeGuildId || isDirect(view, channel, user);
}

/** The user's direct messages with the home bot. */
function isDirect(view: ModelView, channel: Channel, user: APIUser): boolean {
  return channel.botId === view.bot.id && directRecipient(channel)?.id === user.id;
}

function canSee(view: ModelView, channel: Channel, user: APIUser): boolean {
  return has(channelPermissions(view, channel, user.id), Bits.ViewChannel);
}
