import { GatewayDispatchEvents as Event, GatewayOpcodes } from "discord-api-types/v10";
import { z } from "zod";
import { apiMember } from "../../model/guild-json.ts";
import { membersNamed } from "../../model/queries.ts";
import { parseJson, snowflake } from "../validation/form.ts";
import { type Session, sendEvent, servesGuild } from "./session.ts";

/** Libraries send the token with "Bot", as in the Authorization header, or without. */
const token = z.string().transform((given) => given.replace(/^Bot /, ""));

const identify = z.object({
  token,
  intents: z.int().nonnegative(),
  properties: z.looseObject({}),
  shard: z.tuple([z.int().nonnegative(), z.int().positive()]).optional(),
});

const resume = z.object({ token, session_id: z.string(), seq: z.int().nonnegative() });

const membersRequest = z.object({
  guild_id: z.union([snowflake, z.tuple([snowflake]).transform(([id]) => id)]),
  query: z.string().optional(),
  limit: z.int().nonnegative().optional(),
  user_ids: z.union([z.array(snowflake), snowflake.transform((id) => [id])]).optional(),
  nonce: z.string().optional(),
});

const soundsRequest = z.object({ guild_ids: z.array(snowflake) });

const frame = z.discriminatedUnion("op", [
  z.object({ op: z.literal(GatewayOpcodes.Heartbeat), d: z.int().nonnegative().nullable() }),
  z.object({ op: z.literal(GatewayOpcodes.Identify), d: identify }),
  z.object({ op: z.literal(GatewayOpcodes.Resume), d: resume }),
  z.object({ op: z.literal(GatewayOpcodes.RequestGuildMembers), d: membersRequest }),
  z.object({ op: z.literal(GatewayOpcodes.RequestSoundboardSounds), d: soundsRequest }),
  /** Accepted and ignored, because the playground shows no presence and no voice. */
  z.object({
    op: z.literal([GatewayOpcodes.PresenceUpdate, GatewayOpcodes.VoiceStateUpdate, GatewayOpcodes.RequestChannelInfo]),
    d: z.unknown().optional(),
  }),
]);

type BotFrame = z.infer<typeof frame>;
export type Identify = z.infer<typeof identify>;
export type Resume = z.infer<typeof resume>;
export type MembersRequest = z.infer<typeof membersRequest>;
export type SoundsRequest = z.infer<typeof soundsRequest>;

/** Parses a frame from the bot. Undefined if it isn't JSON. */
export function parseFrame(text: string): BotFrame | "unknown-op" | undefined {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    return undefined;
  }
  const result = frame.safeParse(value);
  return result.success ? result.data : "unknown-op";
}

/** Discord returns at most this many members for a search or a list of ids. */
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
