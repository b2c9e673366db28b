import { z } from "zod";

/** Who owns a key, by its name. */
export type KeyOwner = { key: string } & (
  | { owner: "guild"; guildId: string; kind: string; rest: string }
  | { owner: "learner"; userId: string; kind: string }
  | { owner: "agenda" }
  | { owner: "other" }
);

const parts = z.tuple([z.string(), z.enum(["g", "u", "a"]), z.string(), z.string(), z.string().optional()]);

/** Parses a key as keys.ts writes it. */
export function parseKey(key: string): KeyOwner {
  const { data } = parts.safeParse(/^\{([gua]):(\d+)\}:([^:]+)(?::(.*))?$/s.exec(key)?.slice());
  if (!data) return { key, owner: "other" };
  const [, tag, id, kind, rest = ""] = data;
  if (tag === "g") return { key, owner: "guild", guildId: id, kind, rest };
  return tag === "u" ? { key, owner: "learner", userId: id, kind } : { key, owner: "agenda" };
}

/** Kinds of guild keys without data about members. Every kind not listed here is searched. */
export const KINDS_WITHOUT_MEMBER_DATA: ReadonlySet<string> = new Set([
  "schedules",
  "last-runs",
  "settings",
  "totals",
  "last-posted",
  "posts",
  "open-posts",
  "post",
  "bank",
  "item-analysis",
  "confirmed-keys",
]);
