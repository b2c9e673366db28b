import { GatewayDispatchEvents as Event } from "discord-api-types/v10";
import { apiMember } from "../../model/guild-json.ts";
import { membersNamed } from "../../model/queries.ts";
import type { MembersRequest, SoundsRequest } from "./frames.ts";
import { type Session, sendEvent, servesGuild } from "./session.ts";

/** Of a search or of ids, Discord returns at most this many. */
const MAX_MEMBERS = 100;
const MAX_NONCE_BYTES = 32;

/** Op 8. Only an application with the Server Members intent gets all members of a guild, with an empty `query`. */
export function sendMembers(session: Session, request: MembersRequest): void {
  const { view } = session;
  const { guild_id, query, limit, user_ids, nonce } = request;
  const guild = view.guilds.get(guild_id);
  if (guild?.members.has(view.bot.id) !== true || !servesGuild(session, guild_id)) return;
  if (user_ids === undefined && !query && !view.isPrivileged) return;
  const ids = user_ids?.slice(0, MAX_MEMBERS);
  const found =
    ids?.flatMap((id) => guild.members.get(id) ?? []) ??
    (query
      ? membersNamed(guild, query).slice(0, Math.min(limit || MAX_MEMBERS, MAX_MEMBERS))
      : [...guild.members.values()]);
  const chunk = {
    guild_id,
    members: found.map(apiMember),
    chunk_index: 0,
    chunk_count: 1,
    ...(ids !== undefined && { not_found: ids.filter((id) => !guild.members.has(id)) }),
    ...(nonce !== undefined && Buffer.byteLength(nonce) <= MAX_NONCE_BYTES && { nonce }),
  };
  sendEvent(session, Event.GuildMembersChunk, JSON.stringify(chunk));
}

/** Op 31. The playground's guilds have no sounds. */
export function sendSounds(session: Session, { guild_ids }: SoundsRequest): void {
  const { view } = session;
  for (const guild_id of guild_ids)
    if (view.guilds.get(guild_id)?.members.has(view.bot.id) && servesGuild(session, guild_id))
      sendEvent(session, Event.SoundboardSounds, JSON.stringify({ guild_id, soundboard_sounds: [] }));
}
