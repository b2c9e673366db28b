import { GatewayCloseCodes as Close, type GatewayDispatchEvents as Event, GatewayOpcodes } from "discord-api-types/v10";
import type { WebSocket } from "ws";
import type { Frame } from "../../control/traffic.ts";
import { listen, tell, type World } from "../../model/world.ts";
import { announcements } from "./dispatches.ts";
import { type Identify, type Resume, readFrame } from "./frames.ts";
import { beginSession, refuseIdentify } from "./handshake.ts";
import { canReplay, dispatch, hears, replay, type Session, wants } from "./session.ts";
import type { SessionStarts } from "./session-starts.ts";

export type GatewayOptions = {
  world: World;
  starts: SessionStarts;
  token: string;
  /** Where a bot resumes; known once the port is. */
  url(): string;
  heartbeatMs: number;
  /** Told of all that passes. */
  note(frame: Omit<Frame, "at">): void;
  log(line: string): void;
};

export type Announcement = { event: Event; guildId: string | undefined; intents: number; data: unknown };

export type Gateway = {
  accept(socket: WebSocket): void;
  /** To every session that hears of the guild and wants such events; answers to how many. */
  announce(announcement: Announcement): number;
  isOnline(): boolean;
  dropSockets(code?: number): void;
  /** Drops every socket and takes none, until it is back. */
  setAway(away: boolean): void;
  requestReconnect(): void;
  invalidateSessions(resumable: boolean): void;
  muteHeartbeats(muted: boolean): void;
  close(): void;
};

/** How long a session waits for its bot to come back. */
const RESUMABLE_MS = 120_000;
const MOST_PAYLOAD = 4_096;
const MOST_SENDS = 120;
const SENDS_WINDOW_MS = 60_000;
/** Of the interval: a bot that is a little late is not cut off. */
const HEARTBEAT_GRACE = 1.25;
const MISSED_HEARTBEAT = 4_200;

type Hub = GatewayOptions & { sessions: Map<string, Session>; muted: boolean; away: boolean };
type Line = { socket: WebSocket; session: Session | undefined; beatAt: number; sends: number; sendsFrom: number };

export function createGateway(options: GatewayOptions): Gateway {
  const hub: Hub = { ...options, sessions: new Map(), muted: false, away: false };
  const lines = new Set<Line>();
  const watch = setInterval(() => cutSilentLines(hub, lines), Math.min(1_000, options.heartbeatMs / 4)).unref();
  const live = () => [...lines].filter(({ session }) => session !== undefined);

  return {
    accept: (socket) => (hub.away ? socket.terminate() : openLine(hub, lines, socket)),
    announce: (announcement) => announce(hub, announcement),
    isOnline: () => live().length > 0,
    dropSockets(code) {
      for (const { socket } of lines) code === undefined ? socket.terminate() : socket.close(code);
    },
    setAway(away) {
      hub.away = away;
      if (away) for (const { socket } of lines) socket.terminate();
    },
    requestReconnect() {
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
  if (heard > 0) hub.note({ direction: "to-bot", name: event, data });
  return heard;
}

function openLine(hub: Hub, lines: Set<Line>, socket: WebSocket): void {
  const line: Line = { socket, session: undefined, beatAt: performance.now(), sends: 0, sendsFrom: performance.now() };
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
  const trouble = respond(hub, line, text);
  if (trouble !== undefined) line.socket.close(...trouble);
}

/** Does what a frame asks; answers why the line must be closed, if it must. */
function respond(hub: Hub, line: Line, text: string): [code: number, reason: string] | undefined {
  if (Buffer.byteLength(text) > MOST_PAYLOAD) return [Close.DecodeError, "Payload too large"];
  if (isFlooding(line)) return [Close.RateLimited, "Too many sends"];
  const frame = readFrame(text);
  if (frame === undefined) return [Close.DecodeError, "Not JSON"];
  if (frame === "unknown-op") return [Close.UnknownOpcode, "Unknown opcode or payload"];
  hub.note({ direction: "from-bot", name: GatewayOpcodes[frame.op], data: frame });
  switch (frame.op) {
    case GatewayOpcodes.Heartbeat:
      line.beatAt = performance.now();
      if (!hub.muted) send(line.socket, GatewayOpcodes.HeartbeatAck, null);
      return undefined;
    case GatewayOpcodes.Identify:
      return identify(hub, line, frame.d);
    case GatewayOpcodes.Resume:
      return resume(hub, line, frame.d);
    default:
      return line.session === undefined ? [Close.NotAuthenticated, "Not authenticated"] : undefined;
  }
}

function isFlooding(line: Line): boolean {
  const now = performance.now();
  if (now - line.sendsFrom > SENDS_WINDOW_MS) {
    line.sends = 0;
    line.sendsFrom = now;
  }
  line.sends += 1;
  return line.sends > MOST_SENDS;
}

function identify(hub: Hub, line: Line, data: Identify): [number, string] | undefined {
  if (line.session !== undefined) return [Close.AlreadyAuthenticated, "Already authenticated"];
  const refused = refuseIdentify(hub.world, hub.token, data);
  if (refused !== undefined) return refused;
  if (!hub.starts.take(data.shard?.[0] ?? 0)) {
    send(line.socket, GatewayOpcodes.InvalidSession, false);
    return undefined;
  }
  line.session = beginSession(hub.world, line.socket, data, hub.url());
  hub.sessions.set(line.session.id, line.session);
  tell(hub.world, { type: "bot", online: true });
  return undefined;
}

function resume(hub: Hub, line: Line, data: Resume): [number, string] | undefined {
  if (data.token !== hub.token) return [Close.AuthenticationFailed, "Authentication failed"];
  const session = hub.sessions.get(data.session_id);
  if (session === undefined || !canReplay(session, data.seq)) {
    hub.sessions.delete(data.session_id);
    send(line.socket, GatewayOpcodes.InvalidSession, false);
    return undefined;
  }
  clearTimeout(session.expiry);
  session.socket?.terminate();
  session.socket = line.socket;
  line.session = session;
  replay(session, data.seq);
  tell(hub.world, { type: "bot", online: true });
  return undefined;
}

function cutSilentLines(hub: Hub, lines: Set<Line>): void {
  const oldest = performance.now() - hub.heartbeatMs * HEARTBEAT_GRACE;
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
