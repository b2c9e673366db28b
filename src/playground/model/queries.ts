import { type APIMessage, type APIUser, ChannelType, MessageFlags } from "discord-api-types/v10";
import { listMessages, type Range } from "./message-log.ts";
import { compareIds } from "./snowflake.ts";
import type { Channel, Guild, Member, ModelView } from "./types.ts";

export function memberOf(view: ModelView, guildId: string | undefined, userId: string): Member | undefined {
  return guildId === undefined ? undefined : view.guilds.get(guildId)?.members.get(userId);
}

/** Members with a name that starts with `prefix`. */
export function membersNamed({ members }: Guild, prefix: string): Member[] {
  const wanted = prefix.toLowerCase();
  return [...members.values()].filter(({ user: { username, global_name } }) =>
    [username, global_name ?? ""].some((name) => name.toLowerCase().startsWith(wanted)),
  );
}

export function botGuilds(view: ModelView): Guild[] {
  return [...view.guilds.values()].filter(({ members }) => members.has(view.bot.id));
}

/** Whether the bot itself is in this channel's guild or direct messages. */
export function isBotIn(view: ModelView, { guildId, botId }: Pick<Channel, "guildId" | "botId">): boolean {
  if (guildId === undefined) return botId === view.bot.id;
  return memberOf(view, guildId, view.bot.id) !== undefined;
}

/** A forum contains posts, which are threads, and a category contains channels. */
export function hasMessages({ type }: Channel): boolean {
  return type !== ChannelType.GuildForum && type !== ChannelType.GuildCategory;
}

/** The user in a direct message channel with the bot. */
export function directRecipient({ type, recipients }: Channel): APIUser | undefined {
  return type === ChannelType.DM ? recipients?.[0] : undefined;
}

export function publicMessage(view: ModelView, channel: Channel, messageId: string): APIMessage | undefined {
  return view.logs.get(channel.id)?.byId.get(messageId);
}

/** A message as this user sees it: a public one, or an ephemeral one of their own. */
export function messageFor(view: ModelView, messageId: string, userId: string): APIMessage | undefined {
  const ephemeral = view.ephemeralMessages.byId.get(messageId);
  if (ephemeral !== undefined) return ephemeral.readerId === userId ? ephemeral.message : undefined;
  const channel = view.messageChannels.get(messageId);
  return channel === undefined ? undefined : publicMessage(view, channel, messageId);
}

/** A message from the bot, public or ephemeral. */
export function anyMessage(view: ModelView, messageId: string): APIMessage | undefined {
  const channel = view.messageChannels.get(messageId);
  if (channel !== undefined) return publicMessage(view, channel, messageId);
  return view.ephemeralMessages.byId.get(messageId)?.message;
}

/** Newest first. */
export function publicHistory(view: ModelView, channel: Channel, range: Range): APIMessage[] {
  const log = view.logs.get(channel.id);
  return log === undefined ? [] : listMessages(log, range);
}

/** What a user sees in a channel, oldest first: public messages and ephemeral ones of their own. */
export function visibleHistory(view: ModelView, channel: Channel, userId: string, range: Range): APIMessage[] {
  const shared = publicHistory(view, channel, range).reverse();
  const own = ephemeralHistory(view, channel, userId, range);
  if (own.length === 0) return shared;
  return [...shared, ...own].sort((a, b) => compareIds(a.id, b.id)).slice(-range.limit);
}

function ephemeralHistory(view: ModelView, channel: Channel, userId: string, { before, limit }: Range): APIMessage[] {
  const { byId, byReader } = view.ephemeralMessages;
  return (byReader.get(`${userId}:${channel.id}`) ?? [])
    .filter((id) => before === undefined || compareIds(id, before) < 0)
    .flatMap((id) => byId.get(id)?.message ?? [])
    .slice(-limit);
}

export function isEphemeral({ flags }: APIMessage): boolean {
  return ((flags ?? 0) & MessageFlags.Ephemeral) !== 0;
}

/** Whether the message only says that the bot is thinking. */
export function isLoading({ flags }: APIMessage): boolean {
  return ((flags ?? 0) & MessageFlags.Loading) !== 0;
}

/** When each member joined, by user. */
export function threadMembers({ thread }: Channel): ReadonlyMap<string, string> {
  if (thread === undefined) return new Map();
  return thread.members ?? new Map([[thread.ownerId, thread.createdAt]]);
}
