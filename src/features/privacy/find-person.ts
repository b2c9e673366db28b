import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScript } from "../../platform/redis/define-script.ts";

const find = defineScript(
  new URL("./find-person.lua", import.meta.url),
  z.tuple([z.string(), z.array(z.tuple([z.string(), z.string()]))]),
);

/** Where a person stands in a key: a field or member of theirs, or a value that names them. */
export type Found = { name: string; value: string };

/** Everything in a key of any type that has to do with a person; `nobody`, where it is given, then takes their place. */
export async function findIn(redis: Redis, key: string, userId: string, nobody = ""): Promise<Found[]> {
  const found: Found[] = [];
  for (let cursor = "0"; ; ) {
    const [next, some] = await find(redis, [key], [userId, cursor, nobody]);
    found.push(...some.map(([name, value]) => ({ name, value })));
    if (next === "0") return found;
    cursor = next;
  }
}

/** A member's credits of one season, by field. */
export async function creditsIn(redis: Redis, key: string, userId: string): Promise<Found[]> {
  const found = new Map<string, string>();
  for (let cursor = "0"; ; ) {
    const [next, flat] = await redis.hscan(key, cursor, "MATCH", `${userId}:*`, "COUNT", 1_000);
    for (let index = 0; index < flat.length; index += 2) found.set(flat[index] ?? "", flat[index + 1] ?? "");
    if (next === "0") return [...found].map(([name, value]) => ({ name, value }));
    cursor = next;
  }
}

/** Is this id one of the parts of a name? */
export function nameHolds(name: string, id: string): boolean {
  return name.split(/\D+/).includes(id);
}
