import { z } from "zod";

/** Whom a key belongs to, by its name. */
export type Place = { key: string } & (
  | { of: "guild"; guildId: string; kind: string; rest: string }
  | { of: "learner"; userId: string; kind: string }
  | { of: "agenda" }
  | { of: "others" }
);

const named = z.tuple([z.string(), z.enum(["g", "u", "a"]), z.string(), z.string(), z.string().optional()]);

/** Reads a key's name as keys.ts writes it. */
export function placeOf(key: string): Place {
  const { data } = named.safeParse(/^\{([gua]):(\d+)\}:([^:]+)(?::(.*))?$/s.exec(key)?.slice());
  if (!data) return { key, of: "others" };
  const [, tag, id, kind, rest = ""] = data;
  if (tag === "g") return { key, of: "guild", guildId: id, kind, rest };
  return tag === "u" ? { key, of: "learner", userId: id, kind } : { key, of: "agenda" };
}

/** Kinds of a guild's keys that hold nothing of any member. All that is not known here is searched. */
export const IMPERSONAL: ReadonlySet<string> = new Set([
  "schedules",
  "runs",
  "settings",
  "totals",
  "asked",
  "posts",
  "open",
  "post",
  "bank",
  "health",
  "checked",
]);
