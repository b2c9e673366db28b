import { PermissionFlagsBits as Bits, ChannelType } from "discord-api-types/v10";
import { z } from "zod";
import { apiMember } from "../../model/guild-json.ts";
import { apiThread, apiThreadMember } from "../../model/json.ts";
import type { Model } from "../../model/model.ts";
import { channelPermissions, has } from "../../model/permissions.ts";
import { memberOf, threadMembers } from "../../model/queries.ts";
import type { Channel, ModelView, ThreadType } from "../../model/types.ts";
import type { Composer } from "../messages/compose.ts";
import { apiError } from "../validation/api-error.ts";
import { countOf, parseForm, snowflake, text } from "../validation/form.ts";
import { parseMessageBody } from "../validation/message.ts";
import { botHas, channelOf, guildOf, messageOf, requirePermissions } from "./access.ts";
import { created, noContent, ok, type RestRequest, type RestResponse, type Route, route } from "./route.ts";

const CHANNEL = "/channels/{channel_id}";
const MEMBERS = `${CHANNEL}/thread-members`;

type ThreadModel = Pick<Model, "view" | "channels" | "messages">;

export function threadRoutes(model: ThreadModel, composer: Composer): Route[] {
  const { view } = model;
  return [
    route("POST", `${CHANNEL}/messages/{message_id}/threads`, "thread", (request) => startFromMessage(model, request)),
    route("POST", `${CHANNEL}/threads`, "thread", (request) => startThread(model, composer, request)),
    route("GET", "/guilds/{guild_id}/threads/active", "general", (request) => {
      const guild = guildOf(view, request);
      const active = [...guild.threads.values()].filter(({ thread }) => thread?.archived === false);
      return ok(
        listOf(
          view,
          active.filter((thread) => botHas(view, thread, Bits.ViewChannel)),
          false,
        ),
      );
    }),
    ...archivedRoutes(view),
    ...memberRoutes(model),
  ];
}

const settings = z.object({
  name: text(1, 100),
  auto_archive_duration: z.literal([60, 1440, 4320, 10080]).nullish(),
  rate_limit_per_user: z.int().min(0).max(21_600).nullish(),
});

function startFromMessage({ view, channels }: ThreadModel, request: RestRequest): RestResponse {
  const channel = channelOf(view, request);
  if (!TEXT.includes(channel.type)) throw apiError(50024);
  requirePermissions(view, channel, Bits.CreatePublicThreads | Bits.ReadMessageHistory);
  const { name, auto_archive_duration } = parseForm(settings, request.body);
  const message = messageOf(view, request, channel);
  // A thread started from a message has the message's id.
  if (view.channels.has(message.id)) throw apiError(160004);
  const started = channels.startThread(channel, message, { name, autoArchiveMinutes: auto_archive_duration ?? 1440 });
  return created(apiThread(view, started));
}

const TEXT: readonly ChannelType[] = [ChannelType.GuildText, ChannelType.GuildAnnouncement];
const standalone = settings.extend({
  type: z.literal([ChannelType.AnnouncementThread, ChannelType.PublicThread, ChannelType.PrivateThread]).nullish(),
});
const post = settings.extend({ message: z.looseObject({}) });

/** Starts a thread without a message, or a forum post, which contains one. */
function startThread(model: ThreadModel, composer: Composer, request: RestRequest): RestResponse {
  const { view, channels } = model;
  const channel = channelOf(view, request);
  if (channel.type === ChannelType.GuildForum) return startPost(model, composer, channel, request);
  if (!TEXT.includes(channel.type)) throw apiError(50024);
  const body = parseForm(standalone, request.body);
  const type = threadTypeIn(channel, body.type ?? ChannelType.PrivateThread);
  const isPrivate = type === ChannelType.PrivateThread;
  requirePermissions(view, channel, isPrivate ? Bits.CreatePrivateThreads : Bits.CreatePublicThreads);
  const { name, auto_archive_duration } = body;
  const thread = channels.startStandaloneThread(channel, {
    name,
    type,
    autoArchiveMinutes: auto_archive_duration ?? 1440,
  });
  return created(apiThread(view, thread));
}

/** Announcement channels only have their own type of thread. */
function threadTypeIn({ type }: Channel, wanted: ThreadType): ThreadType {
  const isAnnouncement = type === ChannelType.GuildAnnouncement;
  if (isAnnouncement !== (wanted === ChannelType.AnnouncementThread)) throw apiError(50024);
  return wanted;
}

function startPost(
  { view, channels, messages }: ThreadModel,
  composer: Composer,
  forum: Channel,
  request: RestRequest,
): RestResponse {
  requirePermissions(view, forum, Bits.SendMessages);
  const { name, auto_archive_duration, message } = parseForm(post, request.body);
  const body = parseMessageBody(message);
  const { files } = request;
  // Composed before the thread exists, so an invalid message doesn't leave an empty thread.
  const draft = composer.compose({ channel: forum, author: view.bot, body, files });
  const thread = channels.startStandaloneThread(forum, { name, autoArchiveMinutes: auto_archive_duration ?? 1440 });
  // The first message has the thread's id.
  const first = { ...draft, id: thread.id, channel_id: thread.id };
  messages.add(thread, first);
  return created({ ...apiThread(view, thread), message: first });
}

const archivedPage = z.object({ before: z.string().optional(), limit: countOf(100).default(50) });

function archivedRoutes(view: ModelView): Route[] {
  const list = (path: string, permissions: bigint, isListed: (thread: Channel) => boolean) =>
    route("GET", `${CHANNEL}/${path}`, "general", (request) => {
      const channel = channelOf(view, request);
      requirePermissions(view, channel, Bits.ReadMessageHistory | permissions);
      const { before, limit } = parseForm(archivedPage, Object.fromEntries(request.query));
      const archived = threadsIn(view, channel)
        .filter((thread) => isListed(thread) && isArchivedBefore(thread, before))
        .sort((one, other) => archivedAt(other) - archivedAt(one));
      return ok(listOf(view, archived.slice(0, limit), archived.length > limit));
    });
  const isPrivate = ({ type }: Channel) => type === ChannelType.PrivateThread;
  return [
    list("threads/archived/public", 0n, (thread) => !isPrivate(thread)),
    list("threads/archived/private", Bits.ManageThreads, isPrivate),
    list(
      "users/@me/threads/archived/private",
      0n,
      (thread) => isPrivate(thread) && threadMembers(thread).has(view.bot.id),
    ),
  ];
}

function threadsIn(view: ModelView, { id, guildId = "" }: Channel): Channel[] {
  return [...(view.guilds.get(guildId)?.threads.values() ?? [])].filter(({ parentId }) => parentId === id);
}

/** `before` is a time or, for the bot's own private threads, an id, which contains a time. */
function isArchivedBefore(thread: Channel, before: string | undefined): boolean {
  if (thread.thread?.archived !== true) return false;
  if (before === undefined) return true;
  return /^\d+$/.test(before) ? BigInt(thread.id) < BigInt(before) : archivedAt(thread) < Date.parse(before);
}

function archivedAt({ thread }: Channel): number {
  return Date.parse(thread?.archiveChangedAt ?? "");
}

function listOf(view: ModelView, threads: readonly Channel[], hasMore: boolean) {
  const members = threads.flatMap((thread) => {
    const joinedAt = threadMembers(thread).get(view.bot.id);
    return joinedAt === undefined ? [] : [apiThreadMember(thread, view.bot.id, joinedAt)];
  });
  return { threads: threads.map((thread) => apiThread(view, thread)), members, has_more: hasMore };
}

function memberRoutes({ view, channels }: ThreadModel): Route[] {
  const change = (method: "PUT" | "DELETE", path: string) =>
    route(method, `${MEMBERS}/${path}`, "general", (request) => {
      const thread = threadOf(view, request);
      if (thread.thread?.archived) throw apiError(50083);
      const userId = path === "@me" ? view.bot.id : request.parameter("user_id");
      requireMember(view, thread, userId);
      if (method === "DELETE" && userId !== view.bot.id) requirePermissions(view, thread, Bits.ManageThreads);
      channels.setThreadMember(thread, userId, method === "PUT");
      return noContent;
    });
  return [
    change("PUT", "@me"),
    change("DELETE", "@me"),
    change("PUT", "{user_id}"),
    change("DELETE", "{user_id}"),
    route("GET", MEMBERS, "general", (request) => listMembers(view, request)),
    route("GET", `${MEMBERS}/{user_id}`, "general", (request) => {
      const thread = threadOf(view, request);
      const id = request.parameter("user_id");
      const joinedAt = threadMembers(thread).get(id === "@me" ? view.bot.id : id);
      if (joinedAt === undefined) throw apiError(10007);
      return ok(threadMemberJson(view, thread, id === "@me" ? view.bot.id : id, joinedAt, request));
    }),
  ];
}

function threadOf(view: ModelView, request: RestRequest): Channel {
  const channel = channelOf(view, request);
  if (channel.thread === undefined) throw apiError(50024);
  return channel;
}

/** Only users who can see the parent channel can be members. */
function requireMember(view: ModelView, thread: Channel, userId: string): void {
  if (memberOf(view, thread.guildId, userId) === undefined) throw apiError(10007);
  const parent = view.channels.get(thread.parentId ?? "") ?? thread;
  if (!has(channelPermissions(view, parent, userId), Bits.ViewChannel)) throw apiError(50001);
}

const memberPage = z.object({ after: snowflake.default("0"), limit: countOf(100).default(100) });

function listMembers(view: ModelView, request: RestRequest): RestResponse {
  const thread = threadOf(view, request);
  if (!view.isPrivileged) throw apiError(50001);
  const { after, limit } = parseForm(memberPage, Object.fromEntries(request.query));
  const members = [...threadMembers(thread)].filter(([id]) => BigInt(id) > BigInt(after)).slice(0, limit);
  return ok(members.map(([id, joinedAt]) => threadMemberJson(view, thread, id, joinedAt, request)));
}

function threadMemberJson(view: ModelView, thread: Channel, userId: string, joinedAt: string, { query }: RestRequest) {
  const member = query.get("with_member") === "true" ? memberOf(view, thread.guildId, userId) : undefined;
  return { ...apiThreadMember(thread, userId, joinedAt), ...(member && { member: apiMember(member) }) };
}
