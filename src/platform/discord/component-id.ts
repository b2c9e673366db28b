import { z } from "zod";

export type Part = string | number;

/**
 * The custom ids of one kind of button, select or modal. They consist of its name and the parts that its handler gets.
 */
export type ComponentId<Parts extends readonly Part[]> = {
  readonly name: string;
  readonly parts: z.ZodType<Parts>;
  /** The handler renders, lints, or reads or writes a lot, so it has a stricter rate limit. */
  readonly costly: boolean;
  encode(...parts: Parts): string;
  /** Returns the parts. Undefined unless this version could have encoded the id. */
  parse(customId: string): Parts | undefined;
};

/** Parts can't contain it. */
const SEPARATOR = ":";

export const slug = z.string().regex(/^[a-z0-9-]{1,50}$/);
/** A 64-bit id in base 36. */
export const token = z.string().regex(/^[a-z0-9]{1,13}$/);
export const wholeNumber = z
  .string()
  .regex(/^\d{1,7}$/)
  .transform(Number);

/** Defines a component. `name` is `feature.action`. No id may be longer than Discord's limit of 100 characters. */
export function componentId<Parts extends readonly Part[]>(
  name: string,
  parts: z.ZodType<Parts>,
  { costly = false } = {},
): ComponentId<Parts> {
  return {
    name,
    parts,
    costly,
    encode: (...values) => [name, ...values].join(SEPARATOR),
    parse(customId) {
      const [found, ...values] = customId.split(SEPARATOR);
      return found === name ? parts.safeParse(values).data : undefined;
    },
  };
}

/** The component name in a custom id. */
export function componentName(customId: string): string {
  return customId.split(SEPARATOR, 1).join();
}

/** Returns every custom id in a message's components. Accepts discord.js objects and API data. */
export function customIdsIn(components: readonly unknown[]): string[] {
  const found: string[] = [];
  JSON.parse(JSON.stringify(components), (key, value: unknown) => {
    if (key === "custom_id" && typeof value === "string") found.push(value);
    return value;
  });
  return found;
}
