import { z } from "zod";

/** Reads a stored JSON text as `schema`. */
export function json<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);
}

/** What Redis gives as a flat list of firsts and seconds in turn: fields with values, members with scores. */
export const pairs = z.array(z.string()).transform((flat) =>
  flat.flatMap((first, index): [string, string][] => {
    const second = flat[index + 1];
    return index % 2 === 0 && second !== undefined ? [[first, second]] : [];
  }),
);

/** A hash as Lua returns it. */
export const fields = pairs.transform((found) => Object.fromEntries(found));

/** Fields and values in turn, as HSET takes them; absent ones are left out. */
export function flatten(record: Record<string, string | number | boolean | undefined>): string[] {
  return Object.entries(record).flatMap(([field, value]) => (value === undefined ? [] : [field, String(value)]));
}
