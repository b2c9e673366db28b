import { z } from "zod";

/** Reads a stored JSON text as `schema`. */
export function json<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);
}

/** A hash as Lua returns it: fields and values in turn. */
export const fields = z.array(z.string()).transform((flat) => {
  const pairs: Record<string, string> = {};
  for (let index = 0; index + 1 < flat.length; index += 2) {
    const [field, value] = flat.slice(index, index + 2);
    if (field !== undefined && value !== undefined) pairs[field] = value;
  }
  return pairs;
});

/** Fields and values in turn, as HSET takes them; absent ones are left out. */
export function flatten(record: Record<string, string | number | boolean | undefined>): string[] {
  return Object.entries(record).flatMap(([field, value]) => (value === undefined ? [] : [field, String(value)]));
}
