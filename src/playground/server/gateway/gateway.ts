import { GatewayOpcodes } from "discord-api-types/v10";
import type { WebSocket } from "ws";
import { createEmitter } from "../../emitter.ts";
import { type Connection, closeConnection, type GatewayOptions, openConnection, send } from "./connection.ts";
import type { Dispatch } from "./dispatches.ts";
import { hasIntent, type Session, sendEvent, servesGuild } from "./session.ts";
import { validateQuery } from "./wire.ts";

/** How late a heartbeat may be, as a multiple of the interval. */
const HEARTBEAT_GRACE = 1.25;
const MISSED_HEARTBEAT = 4_200;

export type Gateway = ReturnType<typeof createGateway>;

export function createGateway(options: GatewayOptions) {
  const { view, heartbeatMs, recordFrame } = options;
  const sessions = new Map<string, Session>();
  const connections = new Set<Connection>();
  const online = createEmitter<boolean>();
  let isDown = false;
  let isMuted = false;
  const protocol = {
    ...options,
    sessions,
    onSession: () => isHomeOnline() && online.emit(true),
    areHeartbeatsMuted: () => isMuted,
  };
  const authenticated = () => [...connections].filter(({ session }) => session !== undefined);
  const isHomeOnline = () => authenticated().some(({ session }) => session?.view === view);
  const terminateAll = () => {
    for (const { wire } of connections) wire.terminate();
  };
  const open = (socket: WebSocket, query: URLSearchParams) => {
    const refused = validateQuery(query);
    if (refused !== undefined) {
      socket.close(...refused);
      return;
    }
    const connection = openConnection(protocol, socket, query);
    connections.add(connection);
    socket.on("close", (code) => {
      connections.delete(connection);
      closeConnection(protocol, connection, code);
      if (connection.session?.view === view && !isHomeOnline()) online.emit(false);
    });
  };
  const heartbeatCheck = setInterval(
    () => closeSilent(connections, heartbeatMs * HEARTBEAT_GRACE),
    Math.min(1_000, heartbeatMs / 4),
  ).unref();

  return {
    accept: (socket: WebSocket, query: URLSearchParams) => (isDown ? socket.terminate() : open(socket, query)),
    /** Sends an event to the application's sessions that should receive it. Returns how many did. */
    dispatch(applicationId: string, event: Dispatch) {
      const own = [...sessions.values()].filter((session) => session.view.applicationId === applicationId);
      const receivers = sendToSessions(own, event);
      if (receivers > 0)
        recordFrame({ at: view.clock.now(), direction: "to-bot", name: event.event, data: event.data });
      return receivers;
    },
    isBotOnline: isHomeOnline,
    onBotOnline: online.subscribe,
    dropSockets(code?: number) {
      for (const { wire } of connections) code === undefined ? wire.terminate() : wire.close(code);
    },
    /** While down, it has no connections and accepts none. */
    setDown(down: boolean) {
      isDown = down;
      if (down) terminateAll();
    },
    requestReconnect() {
      for (const { wire } of authenticated()) send(wire, GatewayOpcodes.Reconnect, null);
    },
    /** A session that can't be resumed ends. Its socket may identify again. */
    invalidateSessions(resumable: boolean) {
      for (const connection of authenticated()) {
        send(connection.wire, GatewayOpcodes.InvalidSession, resumable);
        if (!resumable) connection.session = undefined;
      }
      if (resumable) return;
      sessions.clear();
      online.emit(false);
    },
    muteHeartbeats(muted: boolean) {
      isMuted = muted;
    },
    close() {
      clearInterval(heartbeatCheck);
      for (const { expiry } of sessions.values()) clearTimeout(expiry);
      sessions.clear();
      terminateAll();
    },
  };
}

function closeSilent(connections: Iterable<Connection>, timeoutMs: number): void {
  const oldest = performance.now() - timeoutMs;
  for (const { wire, heartbeatAt } of connections)
    if (heartbeatAt < oldest) wire.close(MISSED_HEARTBEAT, "Missed heartbeat");
}

function sendToSessions(sessions: Iterable<Session>, { event, guildId, intents, data }: Dispatch): number {
  let json: string | undefined;
  let receivers = 0;
  for (const session of sessions) {
    if (!servesGuild(session, guildId) || !hasIntent(session, intents)) continue;
    json ??= typeof data === "string" ? data : JSON.stringify(data);
    sendEvent(session, event, json);
    receivers += 1;
  }
  return receivers;
}
