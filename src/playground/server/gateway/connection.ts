import { GatewayCloseCodes as Close, GatewayOpcodes } from "discord-api-types/v10";
import type { WebSocket } from "ws";
import type { Frame } from "../../control/traffic.ts";
import type { Model } from "../../model/model.ts";
import type { ModelView } from "../../model/types.ts";
import { type Identify, parseFrame, type Resume, sendMembers, sendSounds } from "./frames.ts";
import { beginSession, type SessionStarts, validateIdentify } from "./handshake.ts";
import { canReplay, replay, type Session } from "./session.ts";
import { type CloseReason, openWire, versionIn, type Wire } from "./wire.ts";

export type GatewayOptions = {
  /** The home application. The page shows its bot. */
  view: ModelView;
  applicationOf(token: string): { model: Pick<Model, "view">; sessionStarts: SessionStarts } | undefined;
  /** The URL for resuming, known once the server listens. */
  url(): string;
  heartbeatMs: number;
  recordFrame(frame: Frame): void;
  log(line: string): void;
};

/** A socket from the bot, and its session once it has identified or resumed. */
export type Connection = {
  wire: Wire;
  version: number;
  session: Session | undefined;
  heartbeatAt: number;
  sendCount: number;
  sendWindowStart: number;
};

type Protocol = GatewayOptions & {
  sessions: Map<string, Session>;
  onSession(): void;
  areHeartbeatsMuted(): boolean;
};

/** How long a session can be resumed after its socket closed. */
const RESUMABLE_MS = 120_000;
const MAX_PAYLOAD_BYTES = 4_096;
const MAX_SENDS = 120;
const SEND_WINDOW_MS = 60_000;

export function openConnection(protocol: Protocol, socket: WebSocket, query: URLSearchParams): Connection {
  const now = performance.now();
  const wire = openWire(socket, query);
  const version = versionIn(query);
  const connection = { wire, version, session: undefined, heartbeatAt: now, sendCount: 0, sendWindowStart: now };
  send(wire, GatewayOpcodes.Hello, { heartbeat_interval: protocol.heartbeatMs, _trace: ["playground"] });
  socket.on("message", (data) => {
    const reason = receive(protocol, connection, String(data));
    if (reason !== undefined) socket.close(...reason);
  });
  socket.on("error", (error) => protocol.log(`gateway: ${error.message}`));
  return connection;
}

/** A bot that closes normally (1000, 1001) ends its session. Otherwise, it can resume the session. */
export function closeConnection({ sessions }: Protocol, { session, wire }: Connection, code: number): void {
  if (session === undefined || session.wire !== wire) return;
  session.wire = undefined;
  if (code === 1000 || code === 1001) sessions.delete(session.id);
  else session.expiry = setTimeout(() => sessions.delete(session.id), RESUMABLE_MS).unref();
}

export function send(wire: Wire, op: GatewayOpcodes, d: unknown): void {
  wire.send(JSON.stringify({ op, d, s: null, t: null }));
}

/** Handles a frame. If the connection must be closed, returns why. */
function receive(protocol: Protocol, connection: Connection, text: string): CloseReason | undefined {
  if (Buffer.byteLength(text) > MAX_PAYLOAD_BYTES) return [Close.DecodeError, "Payload too large"];
  if (exceedsSendLimit(connection)) return [Close.RateLimited, "Too many sends"];
  const frame = parseFrame(text);
  if (frame === undefined) return [Close.DecodeError, "Not JSON"];
  if (frame === "unknown-op") return [Close.UnknownOpcode, "Unknown opcode or payload"];
  const at = protocol.view.clock.now();
  protocol.recordFrame({ at, direction: "from-bot", name: GatewayOpcodes[frame.op], data: frame });
  switch (frame.op) {
    case GatewayOpcodes.Heartbeat:
      connection.heartbeatAt = performance.now();
      if (!protocol.areHeartbeatsMuted()) send(connection.wire, GatewayOpcodes.HeartbeatAck, null);
      return undefined;
    case GatewayOpcodes.Identify:
      return identify(protocol, connection, frame.d);
    case GatewayOpcodes.Resume:
      return resume(protocol, connection, frame.d);
    default:
      if (connection.session === undefined) return [Close.NotAuthenticated, "Not authenticated"];
  }
  if (frame.op === GatewayOpcodes.RequestGuildMembers) sendMembers(connection.session, frame.d);
  if (frame.op === GatewayOpcodes.RequestSoundboardSounds) sendSounds(connection.session, frame.d);
  return undefined;
}

function exceedsSendLimit(connection: Connection): boolean {
  const now = performance.now();
  if (now - connection.sendWindowStart > SEND_WINDOW_MS) {
    connection.sendCount = 0;
    connection.sendWindowStart = now;
  }
  connection.sendCount += 1;
  return connection.sendCount > MAX_SENDS;
}

function identify(protocol: Protocol, connection: Connection, data: Identify): CloseReason | undefined {
  const { sessions, url, onSession } = protocol;
  if (connection.session !== undefined) return [Close.AlreadyAuthenticated, "Already authenticated"];
  const application = protocol.applicationOf(data.token);
  if (application === undefined) return [Close.AuthenticationFailed, "Authentication failed"];
  const { sessionStarts, model } = application;
  const { view } = model;
  const rejected = validateIdentify(view, data);
  if (rejected !== undefined) return rejected;
  if (!sessionStarts.start(data.shard?.[0] ?? 0)) {
    send(connection.wire, GatewayOpcodes.InvalidSession, false);
    return undefined;
  }
  connection.session = beginSession(view, connection, data, url());
  sessions.set(connection.session.id, connection.session);
  onSession();
  return undefined;
}

function resume(
  { applicationOf, sessions, onSession }: Protocol,
  connection: Connection,
  data: Resume,
): CloseReason | undefined {
  if (connection.session !== undefined) return [Close.AlreadyAuthenticated, "Already authenticated"];
  const application = applicationOf(data.token);
  if (application === undefined) return [Close.AuthenticationFailed, "Authentication failed"];
  const found = sessions.get(data.session_id);
  const session = found?.view === application.model.view ? found : undefined;
  if (session !== undefined && data.seq > session.sequence) return [Close.InvalidSeq, "Invalid seq"];
  if (session === undefined || !canReplay(session, data.seq)) {
    sessions.delete(data.session_id);
    send(connection.wire, GatewayOpcodes.InvalidSession, false);
    return undefined;
  }
  clearTimeout(session.expiry);
  session.wire?.terminate();
  session.wire = connection.wire;
  connection.session = session;
  replay(session, data.seq);
  onSession();
  return undefined;
}
