import { z } from "zod";
import type { Redis } from "../redis/client.ts";
import { defineScript } from "../redis/define-script.ts";
import { keys } from "../redis/keys.ts";
import { pairs } from "../redis/reply.ts";
import { type AgendaEntry, paceOf } from "./agenda-entries.ts";
import type { Agenda, AgendaFeed } from "./agenda-ports.ts";

/** Over how many hash tags, and so cluster nodes, the agenda is spread. Changing it orphans what is stored. */
const SHARDS = 16;

const settle = defineScript(new URL("./settle-agenda.lua", import.meta.url), z.int());

export function createAgenda(redis: Redis): Agenda & AgendaFeed {
  return {
    async set(entry, at) {
      await redis.zadd(agendaKeyOf(entry), at, encodeEntry(entry));
    },
    async setNoLater(entry, at) {
      await redis.zadd(agendaKeyOf(entry), "LT", at, encodeEntry(entry));
    },
    async setIfAbsent(entry, at) {
      await redis.zadd(agendaKeyOf(entry), "NX", at, encodeEntry(entry));
    },
    async remove(entry) {
      await redis.zrem(agendaKeyOf(entry), encodeEntry(entry));
    },

    async due(pace, now, limit) {
      const lists = Array.from({ length: SHARDS }, (_, shard) => keys.agenda(shard, pace));
      const found = await Promise.all(
        lists.map(async (list) => {
          const flat = await redis.zrange(list, "-inf", String(now), "BYSCORE", "LIMIT", 0, limit, "WITHSCORES");
          return pairs.parse(flat).map(([text, at]) => ({ list, text, entry: decodeEntry(text), at: Number(at) }));
        }),
      );
      return found.flat().sort((a, b) => a.at - b.at);
    },

    async backlog(pace, now) {
      const counts = Array.from({ length: SHARDS }, (_, shard) => redis.zcount(keys.agenda(shard, pace), "-inf", now));
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    },

    async settle(entries) {
      const byList = new Map<string, (string | number)[]>();
      for (const { list, text, at, next } of entries) {
        byList.set(list, [...(byList.get(list) ?? []), text, at, next ?? ""]);
      }
      await Promise.all([...byList].map(([list, triples]) => settle(redis, [list], triples)));
    },
  };
}

/** The list of the agenda that an entry stands in. */
export function agendaKeyOf(entry: AgendaEntry): string {
  const owner = "guildId" in entry ? entry.guildId : entry.userId;
  // A snowflake's upper bits are its time, its lower ones its maker: only the upper spread evenly.
  return keys.agenda(Number((BigInt(owner) >> 22n) % BigInt(SHARDS)), paceOf(entry.kind));
}

const snowflake = z.string().regex(/^\d+$/);
const entrySchema = z.union([
  z.tuple([z.literal("slot"), snowflake, z.string()]),
  z.tuple([z.literal("wish"), snowflake, z.string(), z.string()]),
  z.tuple([z.enum(["reveal", "refresh"]), snowflake, z.string()]),
  z.tuple([z.enum(["forget", "remove", "analysis"]), snowflake]),
  z.tuple([z.enum(["standing", "rescore"]), snowflake, z.string()]),
  z.tuple([z.enum(["exam", "quiz", "live", "live-count"]), snowflake, z.string()]),
  z.tuple([z.literal("notice"), snowflake, z.string()]),
  z.tuple([z.literal("season"), snowflake, z.coerce.number().int().min(1)]),
  z.tuple([z.literal("season"), snowflake, z.coerce.number().int().min(1), snowflake, snowflake]),
  z.tuple([z.literal("summary"), snowflake]),
  z.tuple([z.literal("remind"), snowflake]),
]);

/** An entry as it is stored. */
export function encodeEntry(entry: AgendaEntry): string {
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
    case "forget":
      return `forget:${entry.userId}`;
    case "remove":
    case "analysis":
      return `${entry.kind}:${entry.guildId}`;
    case "rescore":
      return `rescore:${entry.guildId}:${entry.questionId}`;
    case "standing":
      return `standing:${entry.guildId}:${entry.userId}`;
    case "live":
    case "live-count":
      return `${entry.kind}:${entry.guildId}:${entry.quizId}`;
    case "notice":
      return `notice:${entry.guildId}:${entry.noticeId}`;
    case "season":
      return ["season", entry.guildId, entry.season, ...closedBy(entry)].join(":");
    case "summary":
      return `summary:${entry.guildId}`;
    case "remind":
      return `remind:${entry.userId}`;
  }
}

function closedBy({ closed }: Extract<AgendaEntry, { kind: "season" }>): string[] {
  return closed ? [closed.by, closed.channelId] : [];
}

/** Undefined for a text this version does not know. */
export function decodeEntry(text: string): AgendaEntry | undefined {
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
    case "forget":
      return { kind: "forget", userId: parts[1] };
    case "remove":
    case "analysis":
      return { kind: parts[0], guildId: parts[1] };
    case "rescore":
      return { kind: "rescore", guildId: parts[1], questionId: parts[2] };
    case "standing":
      return { kind: "standing", guildId: parts[1], userId: parts[2] };
    case "live":
    case "live-count":
      return { kind: parts[0], guildId: parts[1], quizId: parts[2] };
    case "notice":
      return { kind: "notice", guildId: parts[1], noticeId: parts[2] };
    case "season":
      return {
        kind: "season",
        guildId: parts[1],
        season: parts[2],
        ...(parts.length === 5 && { closed: { by: parts[3], channelId: parts[4] } }),
      };
    case "summary":
      return { kind: "summary", guildId: parts[1] };
    case "remind":
      return { kind: "remind", userId: parts[1] };
    default:
      return undefined;
  }
}
