import { randomUUID } from "node:crypto";
import {
  GatewayCloseCodes as Close,
  GatewayDispatchEvents as Event,
  GatewayIntentBits as Intent,
} from "discord-api-types/v10";
import type { WebSocket } from "ws";
import { apiGuildCreate } from "../../model/api.ts";
import { botGuilds, type World } from "../../model/world.ts";
import type { Identify } from "./frames.ts";
import { createSession, dispatch, hears, PRIVILEGED, type Session } from "./session.ts";

/** How a bot's session begins: who it is, and all guilds of its shard. */

/** Discord demands sharding from here on. */
const GUILDS_A_SHARD = 2_500;
/** GUILD_CREATEs go out some at a time: thousands of guilds must not keep everyone else waiting. */
const GUILDS_AT_ONCE = 50;

/** Why this identify is refused, as a close code, if it is. */
export function refuseIdentify(
  world: World,
  token: string,
  { token: given, intents, shard }: Identify,
): [Close, string] | undefined {
  const [index, count] = shard ?? [0, 1];
  if (given !== token) return [Close.AuthenticationFailed, "Authentication failed"];
  if (index >= count) return [Close.InvalidShard, "Invalid shard"];
  // The home guild is furniture: it does not count.
  if (botGuilds(world).length - 1 > GUILDS_A_SHARD * count) return [Close.ShardingRequired, "Sharding required"];
  return (intents & PRIVILEGED) === 0 ? undefined : [Close.DisallowedIntents, "Disallowed intents"];
}

export function beginSession(
  world: World,
  socket: WebSocket,
  { intents, shard }: Identify,
  resumeUrl: string,
): Session {
  const session = createSession(randomUUID().replaceAll("-", ""), shard ?? [0, 1], intents, socket);
  const guildIds = botGuilds(world).flatMap(({ id }) => (hears(session, id) ? [id] : []));
  dispatch(session, Event.Ready, JSON.stringify(readyData(world, session, guildIds, resumeUrl)));
  if ((intents & Intent.Guilds) !== 0) introduce(world, session, guildIds);
  return session;
}

function readyData(world: World, session: Session, guildIds: string[], resumeUrl: string) {
  return {
    v: 10,
    user: { ...world.bot, verified: true, mfa_enabled: true, email: null },
    guilds: guildIds.map((id) => ({ id, unavailable: true })),
    session_id: session.id,
    resume_gateway_url: resumeUrl,
    session_type: "normal",
    shard: session.shard,
    application: { id: world.applicationId, flags: 0 },
    user_settings: {},
    relationships: [],
    private_channels: [],
    presences: [],
    guild_join_requests: [],
    geo_ordered_rtc_regions: [],
    auth: {},
    _trace: ["playground"],
  };
}

function introduce(world: World, session: Session, guildIds: readonly string[]): void {
  for (const id of guildIds.slice(0, GUILDS_AT_ONCE)) {
    const guild = world.guilds.get(id);
    if (guild !== undefined) dispatch(session, Event.GuildCreate, JSON.stringify(apiGuildCreate(world, guild)));
  }
  const rest = guildIds.slice(GUILDS_AT_ONCE);
  if (rest.length > 0 && session.socket !== undefined) setImmediate(() => introduce(world, session, rest));
}
