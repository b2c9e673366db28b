import { randomUUID } from "node:crypto";
import {
  GatewayCloseCodes as Close,
  GatewayDispatchEvents as Event,
  GatewayIntentBits as Intent,
} from "discord-api-types/v10";
import { apiGuildCreate } from "../../model/guild-json.ts";
import { botGuilds } from "../../model/queries.ts";
import type { ModelView } from "../../model/types.ts";
import type { Identify } from "./frames.ts";
import { createSession, PRIVILEGED_INTENTS, type Session, sendEvent, servesGuild } from "./session.ts";
import type { CloseReason, Wire } from "./wire.ts";

/** Above this, Discord requires sharding. */
const MAX_GUILDS_PER_SHARD = 2_500;
/** Sends GUILD_CREATEs in batches, so thousands of guilds don't block other work. */
const GUILD_BATCH = 50;

const KNOWN_INTENTS = Object.values(Intent).reduce((all: number, bit) => all | Number(bit), 0);

/** Why an identify must be rejected. Undefined if it's valid. */
export function validateIdentify(view: ModelView, { intents, shard }: Identify): CloseReason | undefined {
  const [index, count] = shard ?? [0, 1];
  if (intents !== (intents & KNOWN_INTENTS)) return [Close.InvalidIntents, "Invalid intents"];
  if (index >= count) return [Close.InvalidShard, "Invalid shard"];
  if (botGuilds(view).length - 1 > MAX_GUILDS_PER_SHARD * count) return [Close.ShardingRequired, "Sharding required"];
  return view.isPrivileged || (intents & PRIVILEGED_INTENTS) === 0
    ? undefined
    : [Close.DisallowedIntents, "Disallowed intents"];
}

export function beginSession(
  view: ModelView,
  { wire, version }: { wire: Wire; version: number },
  { intents, shard }: Identify,
  resumeUrl: string,
): Session {
  const session = createSession(view, randomUUID().replaceAll("-", ""), shard ?? [0, 1], intents, wire);
  const guildIds = botGuilds(view).flatMap(({ id }) => (servesGuild(session, id) ? [id] : []));
  sendEvent(session, Event.Ready, JSON.stringify(readyData(view, session, version, guildIds, resumeUrl)));
  if ((intents & Intent.Guilds) !== 0) sendGuilds(view, session, guildIds);
  return session;
}

function readyData(view: ModelView, session: Session, version: number, guildIds: readonly string[], resumeUrl: string) {
  return {
    v: version,
    user: { ...view.bot, verified: true, mfa_enabled: true, email: null },
    guilds: guildIds.map((id) => ({ id, unavailable: true })),
    session_id: session.id,
    resume_gateway_url: resumeUrl,
    session_type: "normal",
    shard: session.shard,
    application: { id: view.applicationId, flags: 0 },
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

function sendGuilds(view: ModelView, session: Session, guildIds: readonly string[]): void {
  for (const id of guildIds.slice(0, GUILD_BATCH)) {
    const guild = view.guilds.get(id);
    if (guild !== undefined) sendEvent(session, Event.GuildCreate, JSON.stringify(apiGuildCreate(view, guild)));
  }
  const rest = guildIds.slice(GUILD_BATCH);
  if (rest.length > 0 && session.wire !== undefined) setImmediate(() => sendGuilds(view, session, rest));
}

export type SessionStarts = ReturnType<typeof createSessionStarts>;

export type SessionStart = { shard: number; at: number; accepted: boolean };

/** What Discord would require of a large bot. Without it, sessions can start at any time. */
export type Sharding = { shards: number; maxConcurrency: number };

const START_INTERVAL_MS = 5_000;
const STARTS_PER_DAY = 1_000;
const GUILDS_PER_SHARD = 2_000;

/** How many shards Discord recommends, and how quickly they can start their sessions. */
export function createSessionStarts(sharding: Sharding | undefined) {
  const starts: SessionStart[] = [];
  const concurrency = sharding?.maxConcurrency ?? 16;
  return {
    /** `session_start_limit` of `GET /gateway/bot`. */
    limit: () => ({
      total: STARTS_PER_DAY,
      remaining: Math.max(0, STARTS_PER_DAY - starts.length),
      reset_after: 86_400_000,
      max_concurrency: concurrency,
    }),
    shards: (guilds: number) => sharding?.shards ?? Math.max(1, Math.ceil(guilds / GUILDS_PER_SHARD)),
    /** Returns false if another shard of the same bucket started less than 5 s ago. */
    start(shard: number) {
      const at = Date.now();
      const bucket = shard % concurrency;
      const isBusy = starts.some(
        (start) => start.accepted && start.shard % concurrency === bucket && start.at > at - START_INTERVAL_MS,
      );
      const accepted = sharding === undefined || !isBusy;
      starts.push({ shard, at, accepted });
      return accepted;
    },
    /** Every identify so far. */
    all: (): readonly SessionStart[] => starts,
  };
}
