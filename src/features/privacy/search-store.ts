import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts } from "../../platform/redis/define-script.ts";

const scripts = defineScripts(new URL("./search-store.lua", import.meta.url), {
  searchPage: z.tuple([z.string(), z.array(z.tuple([z.string(), z.string()]))]),
});

/** A field or member of a key, and its value. */
export type Match = { field: string; value: string };

/** Finds a user id in a key of any type. With a `replacement`, fields are removed and values get the replacement. */
export async function searchKey(redis: Redis, key: string, userId: string, replacement = ""): Promise<Match[]> {
  const matches: Match[] = [];
  for (let cursor = "0"; ; ) {
    const [next, page] = await scripts.searchPage(redis, [key], [userId, cursor, replacement]);
    matches.push(...page.map(([field, value]) => ({ field, value })));
    if (next === "0") return matches;
    cursor = next;
  }
}

/** A member's credits in one season. */
export async function findCredits(redis: Redis, key: string, userId: string): Promise<Match[]> {
  const found = new Map<string, string>();
  for (let cursor = "0"; ; ) {
    const [next, flat] = await redis.hscan(key, cursor, "MATCH", `${userId}:*`, "COUNT", 1_000);
    for (let index = 0; index < flat.length; index += 2) found.set(flat[index] ?? "", flat[index + 1] ?? "");
    if (next === "0") return [...found].map(([field, value]) => ({ field, value }));
    cursor = next;
  }
}

/** Whether an id is one of the numbers in a key name or agenda entry. */
export function containsId(name: string, id: string): boolean {
  return name.split(/\D+/).includes(id);
}
