import { z } from "zod";

/** Reads a stored JSON text as `schema`. */
export function json<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);
}

/** What Redis gives as a flat list of firsts and seconds in turn: fields with values, members with scores. */
export const pairs = z.array(z.string()).transform((flat) => {
  const found: [string, string][] = [];
  const rest = flat.values();
  for (const first of rest) {
    const { value: second } = rest.next();
    if (second !== undefined) found.push([first, second]);
  }
  return found;
});

/** A hash as Lua returns it. */
export const fields = pairs.transform((found) => Object.fromEntries(found));

/** What HMGET gives for fields of these names; absent ones are left out. */
export function valuesOf(names: readonly string[]) {
  return z.array(z.string().nullable()).transform((values) => {
    const found: Record<string, string> = {};
    for (const [index, name] of names.entries()) {
      const value = values[index];
      if (typeof value === "string") found[name] = value;
    }
    return found;
  });
}

/** Fields and values in turn, as HSET takes them; absent ones are left out. */
export function flatten(record: Record<string, string | number | boolean | undefined>): string[] {
  return Object.entries(record).flatMap(([field, value]) => (value === undefined ? [] : [field, String(value)]));
}
