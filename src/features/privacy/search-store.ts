import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts } from "../../platform/redis/define-script.ts";
import type { Match } from "./member-data-rules.ts";

const scripts = defineScripts(new URL("./store.lua", import.meta.url), {
  searchPage: z.tuple([z.string(), z.array(z.tuple([z.string(), z.string()]))]),
});

/**
 * Finds a user id in a key of any type. An empty id matches everything. With a `replacement`, removes fields named
 * after the id and replaces it in values. `skipNames` skips fields with the id in their name.
 */
export async function searchKey(
  redis: Redis,
  key: string,
  userId: string,
  { replacement = "", skipNames = false } = {},
): Promise<Match[]> {
  const matches = new Map<string, Match>();
  for (let cursor = "0"; ; ) {
    const [next, page] = await scripts.searchPage(redis, [key], [userId, cursor, replacement, skipNames ? 1 : 0]);
    // HSCAN may return a field twice.
    for (const [field, value] of page) matches.set(`${field}\n${value}`, { field, value });
    if (next === "0") return [...matches.values()];
    cursor = next;
  }
}
