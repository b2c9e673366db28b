import { GatewayDispatchEvents, GatewayOpcodes, GatewayIntentBits as Intent } from "discord-api-types/v10";
import { shardOf } from "../../model/snowflake.ts";
import type { ModelView } from "../../model/types.ts";
import type { Wire } from "./wire.ts";

/** A session outlives its socket: events it misses are replayed when it resumes. */
export type Session = {
  /** What its application sees. */
  view: ModelView;
  id: string;
  shard: readonly [index: number, count: number];
  intents: number;
  sequence: number;
  /** Payloads from sequence number `firstBuffered` on. */
  buffer: string[];
  firstBuffered: number;
  wire: Wire | undefined;
  expiry: NodeJS.Timeout | undefined;
};

/** A session that has missed more than this can't be resumed. */
const MIN_BUFFERED = 1_000;

export function createSession(
  view: ModelView,
  id: string,
  shard: readonly [number, number],
  intents: number,
  wire: Wire,
): Session {
  return { view, id, shard, intents, sequence: 0, buffer: [], firstBuffered: 1, wire, expiry: undefined };
}

/** Takes `data` as JSON because one event often goes to many sessions. */
export function sendEvent(session: Session, event: GatewayDispatchEvents, data: string): void {
  session.sequence += 1;
  const payload = `{"op":${GatewayOpcodes.Dispatch},"s":${session.sequence},"t":"${event}","d":${data}}`;
  if (session.buffer.push(payload) >= MIN_BUFFERED * 2) {
    session.buffer.splice(0, MIN_BUFFERED);
    session.firstBuffered += MIN_BUFFERED;
  }
  session.wire?.send(payload);
}

/** Whether every event after `sequence` is still buffered. */
export function canReplay(session: Session, sequence: number): boolean {
  return sequence + 1 >= session.firstBuffered;
}

export function replay(session: Session, sequence: number): void {
  for (const payload of session.buffer.slice(sequence + 1 - session.firstBuffered)) session.wire?.send(payload);
  sendEvent(session, GatewayDispatchEvents.Resumed, "{}");
}

/** A guild's events go to its shard, and events outside guilds to the first one. */
export function servesGuild({ shard: [index, count] }: Session, guildId: string | undefined): boolean {
  return guildId === undefined ? index === 0 : shardOf(guildId, count) === index;
}

export function hasIntent(session: Session, intents: number): boolean {
  return intents === 0 || (session.intents & intents) !== 0;
}

export const PRIVILEGED_INTENTS = Intent.GuildMembers | Intent.GuildPresences | Intent.MessageContent;
