import { GatewayDispatchEvents, GatewayOpcodes, GatewayIntentBits as Intent } from "discord-api-types/v10";
import type { WebSocket } from "ws";
import { shardOf } from "../../model/snowflake.ts";

/** A bot's session outlives its socket: what happens meanwhile is kept, and given when it resumes. */
export type Session = {
  id: string;
  shard: readonly [index: number, count: number];
  intents: number;
  sequence: number;
  /** Payloads from `firstKept` on, as they were, or would have been, sent. */
  replay: string[];
  firstKept: number;
  socket: WebSocket | undefined;
  expiry: NodeJS.Timeout | undefined;
};

/** Who has missed more than this must identify anew. */
const KEPT_PAYLOADS = 1_000;

export function createSession(
  id: string,
  shard: readonly [number, number],
  intents: number,
  socket: WebSocket,
): Session {
  return { id, shard, intents, sequence: 0, replay: [], firstKept: 1, socket, expiry: undefined };
}

/** `data` is JSON already: one event often goes to many sessions. */
export function dispatch(session: Session, event: GatewayDispatchEvents, data: string): void {
  session.sequence += 1;
  const payload = `{"op":${GatewayOpcodes.Dispatch},"s":${session.sequence},"t":"${event}","d":${data}}`;
  if (session.replay.push(payload) >= KEPT_PAYLOADS * 2) {
    session.replay.splice(0, KEPT_PAYLOADS);
    session.firstKept += KEPT_PAYLOADS;
  }
  session.socket?.send(payload);
}

/** Is everything after `sequence` still known? */
export function canReplay(session: Session, sequence: number): boolean {
  return sequence <= session.sequence && sequence + 1 >= session.firstKept;
}

/** Sends again what came after `sequence`. */
export function replay(session: Session, sequence: number): void {
  for (const payload of session.replay.slice(sequence + 1 - session.firstKept)) session.socket?.send(payload);
  dispatch(session, GatewayDispatchEvents.Resumed, "null");
}

/** A guild's events go to its shard; what belongs to no guild (a DM) goes to the first. */
export function hears(session: Session, guildId: string | undefined): boolean {
  const [index, count] = session.shard;
  return guildId === undefined ? index === 0 : shardOf(guildId, count) === index;
}

export function wants(session: Session, intents: number): boolean {
  return intents === 0 || (session.intents & intents) !== 0;
}

export const PRIVILEGED = Intent.GuildMembers | Intent.GuildPresences | Intent.MessageContent;
