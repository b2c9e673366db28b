import { randomUUID } from "node:crypto";
import {
  GatewayCloseCodes as Close,
  GatewayDispatchEvents as Event,
  GatewayOpcodes,
  GatewayIntentBits as Intent,
} from "discord-api-types/v10";
import type { WebSocket } from "ws";
import { apiGuildCreate } from "../world/api.ts";
import { listen, tell, type World } from "../world/world.ts";
import { announcements } from "./announce.ts";
import { type Identify, type Resume, readFrame } from "./frames.ts";
import { createSession, dispatch, hears, PRIVILEGED, replay, type Session, wants } from "./session.ts";

export type GatewayOptions = {
  world: World;
  token: string;
  /** Where a bot resumes; known once the port is. */
  url(): string;
  heartbeatMs: number;
  log(line: string): void;
};

export type Announcement = { event: Event; guildId: string | undefined; intents: number; data: unknown };

export type Gateway = {
  accept(socket: WebSocket): void;
  /** To every session that hears of the guild and wants such events; answers to how many. */
  announce(announcement: Announcement): number;
  isOnline(): boolean;
  dropSockets(code?: number): void;
  askToReconnect(): void;
  invalidateSessions(resumable: boolean): void;
  muteHeartbeats(muted: boolean): void;
  close(): void;
};

/** How long a session waits for its bot to come back. */
const RESUMABLE_MS = 120_000;
/** Discord demands sharding from here on. */
const GUILDS_A_SHARD = 2_500;
const MOST_PAYLOAD = 4_096;
const MOST_SENDS = 120;
const SENDS_WINDOW_MS = 60_000;
/** Four slices of the interval: a bot that is a little late is not cut off. */
const HEARTBEAT_GRACE = 1.25;
const MISSED_HEARTBEAT = 4_200;

type Hub = GatewayOptions & { sessions: Map<string, Session>; muted: boolean };
type Line = { socket: WebSocket; session: Session | undefined; beatAt: number; sends: number; sendsFrom: number };

export function createGateway(options: GatewayOptions): Gateway {
  const hub: Hub = { ...options, sessions: new Map(), muted: false };
  const lines = new Set<Line>();
  const watch = setInterval(() => cutSilentLines(hub, lines), Math.min(1_000, options.heartbeatMs / 4)).unref();
  const live = () => [...lines].filter(({ session }) => session !== undefined);

  return {
    accept: (socket) => openLine(hub, lines, socket),
    announce: (announcement) => announce(hub, announcement),
    isOnline: () => live().length > 0,
    dropSockets(code) {
      for (const { socket } of lines) code === undefined ? socket.terminate() : socket.close(code);
    },
    askToReconnect() {
      for (const { socket } of live()) send(socket, GatewayOpcodes.Reconnect, null);
    },
    invalidateSessions(resumable) {
      if (!resumable) hub.sessions.clear();
      for (const { socket } of live()) send(socket, GatewayOpcodes.InvalidSession, resumable);
    },
    muteHeartbeats(muted) {
      hub.muted = muted;
    },
    close() {
      clearInterval(watch);
      for (const { expiry } of hub.sessions.values()) clearTimeout(expiry);
      hub.sessions.clear();
      for (const { socket } of lines) socket.terminate();
    },
  };
}

function announce(hub: Hub, { event, guildId, intents, data }: Announcement): number {
  let json: string | undefined;
  let heard = 0;
  for (const session of hub.sessions.values()) {
    if (!hears(session, guildId) || !wants(session, intents)) continue;
    json ??= typeof data === "string" ? data : JSON.stringify(data);
    dispatch(session, event, json);
    heard += 1;
  }
  return heard;
}

function openLine(hub: Hub, lines: Set<Line>, socket: WebSocket): void {
  const line: Line = { socket, session: undefined, beatAt: Date.now(), sends: 0, sendsFrom: Date.now() };
  lines.add(line);
  send(socket, GatewayOpcodes.Hello, { heartbeat_interval: hub.heartbeatMs, _trace: ["playground"] });
  socket.on("message", (data) => hear(hub, line, String(data)));
  socket.on("error", (error) => hub.log(`gateway: ${error.message}`));
  socket.on("close", (code) => {
    lines.delete(line);
    leave(hub, line, code);
    if (line.session !== undefined && ![...lines].some((other) => other.session !== undefined))
      tell(hub.world, { type: "bot", online: false });
  });
}

/** A bot that says good-bye (1000, 1001) ends its session; every other end can be resumed. */
function leave(hub: Hub, { session, socket }: Line, code: number): void {
  if (session === undefined || session.socket !== socket) return;
  session.socket = undefined;
  if (code === 1000 || code === 1001) {
    hub.sessions.delete(session.id);
    return;
  }
  session.expiry = setTimeout(() => hub.sessions.delete(session.id), RESUMABLE_MS).unref();
}

function hear(hub: Hub, line: Line, text: string): void {
  if (Buffer.byteLength(text) > MOST_PAYLOAD) return line.socket.close(Close.DecodeError, "Payload too large");
  if (isFlooding(line)) return line.socket.close(Close.RateLimited, "Too many sends");
  const frame = readFrame(text);
  if (frame === undefined) return line.socket.close(Close.DecodeError, "Not JSON");
  if (frame === "unknown-op") return line.socket.close(Close.UnknownOpcode, "Unknown opcode or payload");

  if (frame.op === GatewayOpcodes.Heartbeat) return beat(hub, line);
  if (frame.op === GatewayOpcodes.Identify) return identify(hub, line, frame.d);
  if (frame.op === GatewayOpcodes.Resume) return resume(hub, line, frame.d);
  if (line.session === undefined) line.socket.close(Close.NotAuthenticated, "Not authenticated");
}

function isFlooding(line: Line): boolean {
  const now = Date.now();
  if (now - line.sendsFrom > SENDS_WINDOW_MS) {
    line.sends = 0;
    line.sendsFrom = now;
  }
  line.sends += 1;
  return line.sends > MOST_SENDS;
}

function beat(hub: Hub, line: Line): void {
  line.beatAt = Date.now();
  if (!hub.muted) send(line.socket, GatewayOpcodes.HeartbeatAck, null);
}

function identify(hub: Hub, line: Line, data: Identify): void {
  const { world } = hub;
  const [index, count] = data.shard ?? [0, 1];
  if (line.session !== undefined) return line.socket.close(Close.AlreadyAuthenticated, "Already authenticated");
  if (data.token !== hub.token) return line.socket.close(Close.AuthenticationFailed, "Authentication failed");
  if (index >= count) return line.socket.close(Close.InvalidShard, "Invalid shard");
  // The home guild is furniture: it does not count.
  if (world.guilds.size - 1 > GUILDS_A_SHARD * count)
    return line.socket.close(Close.ShardingRequired, "Sharding required");
  if ((data.intents & PRIVILEGED) !== 0) return line.socket.close(Close.DisallowedIntents, "Disallowed intents");

  const session = createSession(randomUUID().replaceAll("-", ""), [index, count], data.intents, line.socket);
  hub.sessions.set(session.id, session);
  line.session = session;
  const guilds = [...world.guilds.values()].filter(({ id }) => hears(session, id));
  dispatch(
    session,
    Event.Ready,
    JSON.stringify(
      readyData(
        hub,
        session,
        guilds.map(({ id }) => id),
      ),
    ),
  );
  introduce(
    hub,
    session,
    guilds.map(({ id }) => id),
  );
  tell(world, { type: "bot", online: true });
}

function readyData(hub: Hub, session: Session, guildIds: string[]) {
  return {
    v: 10,
    user: { ...hub.world.bot, verified: true, mfa_enabled: true, email: null },
    guilds: guildIds.map((id) => ({ id, unavailable: true })),
    session_id: session.id,
    resume_gateway_url: hub.url(),
    session_type: "normal",
    shard: session.shard,
    application: { id: hub.world.applicationId, flags: 0 },
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

/** One GUILD_CREATE a guild, some at a time: thousands of guilds must not keep everyone else waiting. */
const GUILDS_AT_ONCE = 50;

function introduce(hub: Hub, session: Session, guildIds: readonly string[]): void {
  if ((session.intents & Intent.Guilds) === 0) return;
  for (const id of guildIds.slice(0, GUILDS_AT_ONCE)) {
    const guild = hub.world.guilds.get(id);
    if (guild !== undefined) dispatch(session, Event.GuildCreate, JSON.stringify(apiGuildCreate(hub.world, guild)));
  }
  const rest = guildIds.slice(GUILDS_AT_ONCE);
  if (rest.length > 0 && hub.sessions.has(session.id)) setImmediate(() => introduce(hub, session, rest));
}

function resume(hub: Hub, line: Line, data: Resume): void {
  if (data.token !== hub.token) return line.socket.close(Close.AuthenticationFailed, "Authentication failed");
  const session = hub.sessions.get(data.session_id);
  if (session === undefined) return send(line.socket, GatewayOpcodes.InvalidSession, false);
  clearTimeout(session.expiry);
  session.socket?.terminate();
  session.socket = line.socket;
  line.session = session;
  if (!replay(session, data.seq)) {
    line.session = undefined;
    hub.sessions.delete(session.id);
    return send(line.socket, GatewayOpcodes.InvalidSession, false);
  }
  tell(hub.world, { type: "bot", online: true });
}

function cutSilentLines(hub: Hub, lines: Set<Line>): void {
  const oldest = Date.now() - hub.heartbeatMs * HEARTBEAT_GRACE;
  for (const { socket, beatAt } of lines) if (beatAt < oldest) socket.close(MISSED_HEARTBEAT, "Missed heartbeat");
}

function send(socket: WebSocket, op: GatewayOpcodes, d: unknown): void {
  socket.send(JSON.stringify({ op, d, s: null, t: null }));
}

/** Passes every change of the world on to the bot, as far as it asked for such events. */
export function announceChanges(world: World, gateway: Gateway): () => void {
  return listen(world, (event) => {
    for (const announcement of announcements(world, event)) gateway.announce(announcement);
  });
}
