import { z } from "zod";

/** A stored JSON text. */
export function json<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);
}

/** A flat list that alternates: fields and values, or members and scores. */
export const pairs = z.array(z.string()).transform((flat) => {
  const found: [string, string][] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) found.push([flat[index] ?? "", flat[index + 1] ?? ""]);
  return found;
});

/** HGETALL as Lua returns it. */
export const hash = pairs.transform((entries) => Object.fromEntries(entries));

/** HMGET of these fields; missing ones are left out. */
export function hashFields(names: readonly string[]) {
  return z.array(z.string().nullable()).transform((values) => {
    const entries = names.map((name, index) => [name, values[index]] as const);
    return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
  });
}

/** Alternating fields and values, as HSET takes them; undefined values are left out. */
export function hashArgs(record: Record<string, string | number | boolean | undefined>): string[] {
  return Object.entries(record).flatMap(([field, value]) => (value === undefined ? [] : [field, String(value)]));
}
