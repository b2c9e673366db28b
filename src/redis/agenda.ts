import { z } from "zod";
import type { Agenda, AgendaFeed } from "../app/ports.ts";
import type { AgendaEntry } from "../core/agenda.ts";
import type { Redis } from "./client.ts";
import { keys } from "./keys.ts";
import { pairs } from "./reply.ts";
import { script } from "./script.ts";

/** Over how many hash tags, and so cluster nodes, the agenda is spread. Changing it orphans what is stored. */
const SHARDS = 16;

const settle = script("settle-agenda", z.int());

export function createAgenda(redis: Redis): Agenda & AgendaFeed {
  return {
    async set(entry, at) {
      await redis.zadd(keyOf(ownerOf(entry)), at, encodeEntry(entry));
    },
    async setNoLater(entry, at) {
      await redis.zadd(keyOf(ownerOf(entry)), "LT", at, encodeEntry(entry));
    },
    async setIfAbsent(entry, at) {
      await redis.zadd(keyOf(ownerOf(entry)), "NX", at, encodeEntry(entry));
    },
    async remove(entry) {
      await redis.zrem(keyOf(ownerOf(entry)), encodeEntry(entry));
    },

    async due(now, limit) {
      const shards = await Promise.all(
        Array.from({ length: SHARDS }, (_, shard) =>
          redis.zrange(keys.agenda(shard), "-inf", String(now), "BYSCORE", "LIMIT", 0, limit, "WITHSCORES"),
        ),
      );
      const found = shards.flatMap((flat) => pairs.parse(flat));
      return found
        .map(([text, at]) => ({ text, entry: decodeEntry(text), at: Number(at) }))
        .sort((a, b) => a.at - b.at);
    },

    async settle(entries) {
      const byShard = new Map<string, (string | number)[]>();
      for (const { text, at, next } of entries) {
        const key = keyOf(text.split(":")[1] ?? "");
        byShard.set(key, [...(byShard.get(key) ?? []), text, at, next ?? ""]);
      }
      await Promise.all([...byShard].map(([key, triples]) => settle(redis, [key], triples)));
    },
  };
}

/** Whose entry it is: a guild's or a learner's. */
function ownerOf(entry: AgendaEntry): string {
  return "guildId" in entry ? entry.guildId : entry.userId;
}

function keyOf(owner: string): string {
  // A snowflake's upper bits are its time, its lower ones its maker: only the upper spread evenly.
  return keys.agenda(Number((BigInt(owner) >> 22n) % BigInt(SHARDS)));
}

const snowflake = z.string().regex(/^\d+$/);
const entrySchema = z.union([
  z.tuple([z.literal("slot"), snowflake, z.string()]),
  z.tuple([z.literal("wish"), snowflake, z.string(), z.string()]),
  z.tuple([z.enum(["reveal", "refresh"]), snowflake, z.string()]),
  z.tuple([z.enum(["exam", "quiz"]), snowflake, z.string()]),
]);

function encodeEntry(entry: AgendaEntry): string {
  switch (entry.kind) {
    case "slot":
      return `slot:${entry.guildId}:${entry.scheduleId}`;
    case "wish":
      return `wish:${entry.guildId}:${entry.scheduleId}:${entry.slotId}`;
    case "reveal":
    case "refresh":
      return `${entry.kind}:${entry.guildId}:${entry.slotId}`;
    case "exam":
      return `exam:${entry.userId}:${entry.attemptId}`;
    case "quiz":
      return `quiz:${entry.userId}:${entry.quizId}`;
  }
}

/** Undefined for a text this version does not know. */
function decodeEntry(text: string): AgendaEntry | undefined {
  const { data: parts } = entrySchema.safeParse(text.split(":"));
  switch (parts?.[0]) {
    case "slot":
      return { kind: "slot", guildId: parts[1], scheduleId: parts[2] };
    case "wish":
      return { kind: "wish", guildId: parts[1], scheduleId: parts[2], slotId: parts[3] };
    case "reveal":
    case "refresh":
      return { kind: parts[0], guildId: parts[1], slotId: parts[2] };
    case "exam":
      return { kind: "exam", userId: parts[1], attemptId: parts[2] };
    case "quiz":
      return { kind: "quiz", userId: parts[1], quizId: parts[2] };
    default:
      return undefined;
  }
}
