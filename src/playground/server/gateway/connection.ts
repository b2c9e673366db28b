import { GatewayCloseCodes as Close, GatewayOpcodes } from "discord-api-types/v10";
import type { WebSocket } from "ws";
import type { Frame } from "../../control/traffic.ts";
import type { ModelView } from "../../model/types.ts";
import { type Identify, parseFrame, type Resume } from "./frames.ts";
import { beginSession, type CloseReason, validateIdentify } from "./handshake.ts";
import { canReplay, replay, type Session } from "./session.ts";
import type { SessionStarts } from "./session-starts.ts";

export type GatewayOptions = {
  view: ModelView;
  sessionStarts: SessionStarts;
  token: string;
  /** Where a bot resumes; known once the server listens. */
  url(): string;
  heartbeatMs: number;
  recordFrame(frame: Frame): void;
  log(line: string): void;
};

/** A socket of the bot's, and its session once it has identified or resumed. */
export type Connection = {
  socket: WebSocket;
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

export function openConnection(protocol: Protocol, socket: WebSocket): Connection {
  const now = performance.now();
  const connection = { socket, session: undefined, heartbeatAt: now, sendCount: 0, sendWindowStart: now };
  send(socket, GatewayOpcodes.Hello, { heartbeat_interval: protocol.heartbeatMs, _trace: ["playground"] });
  socket.on("message", (data) => {
    const reason = receive(protocol, connection, String(data));
    if (reason !== undefined) socket.close(...reason);
  });
  socket.on("error", (error) => protocol.log(`gateway: ${error.message}`));
  return connection;
}

/** A bot that closes normally (1000, 1001) ends its session; otherwise it can resume. */
export function closeConnection({ sessions }: Protocol, { session, socket }: Connection, code: number): void {
  if (session === undefined || session.socket !== socket) return;
  session.socket = undefined;
  if (code === 1000 || code === 1001) sessions.delete(session.id);
  else session.expiry = setTimeout(() => sessions.delete(session.id), RESUMABLE_MS).unref();
}

export function send(socket: WebSocket, op: GatewayOpcodes, d: unknown): void {
  socket.send(JSON.stringify({ op, d, s: null, t: null }));
}

/** Handles a frame; returns why the connection must be closed, if it must. */
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
      if (!protocol.areHeartbeatsMuted()) send(connection.socket, GatewayOpcodes.HeartbeatAck, null);
      return undefined;
    case GatewayOpcodes.Identify:
      return identify(protocol, connection, frame.d);
    case GatewayOpcodes.Resume:
      return resume(protocol, connection, frame.d);
    default:
      return connection.session === undefined ? [Close.NotAuthenticated, "Not authenticated"] : undefined;
  }
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
  const { view, token, sessionStarts, sessions, url, onSession } = protocol;
  if (connection.session !== undefined) return [Close.AlreadyAuthenticated, "Already authenticated"];
  const rejected = validateIdentify(view, token, data);
  if (rejected !== undefined) return rejected;
  if (!sessionStarts.start(data.shard?.[0] ?? 0)) {
    send(connection.socket, GatewayOpcodes.InvalidSession, false);
    return undefined;
  }
  connection.session = beginSession(view, connection.socket, data, url());
  sessions.set(connection.session.id, connection.session);
  onSession();
  return undefined;
}

function resume(
  { token, sessions, onSession }: Protocol,
  connection: Connection,
  data: Resume,
): CloseReason | undefined {
  if (data.token !== token) return [Close.AuthenticationFailed, "Authentication failed"];
  const session = sessions.get(data.session_id);
  if (session === undefined || !canReplay(session, data.seq)) {
    sessions.delete(data.session_id);
    send(connection.socket, GatewayOpcodes.InvalidSession, false);
    return undefined;
  }
  clearTimeout(session.expiry);
  session.socket?.terminate();
  session.socket = connection.socket;
  connection.session = session;
  replay(session, data.seq);
  onSession();
  return undefined;
}
