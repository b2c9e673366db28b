import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { commands } from "../../commands/index.ts";
import type { ComponentId } from "../../src/platform/discord/component-id.ts";

const features = new URL("../../src/features/", import.meta.url);
type AnyId = Pick<ComponentId<never>, "name" | "parts">;

/** The component ids that features define, each in its `ids.ts`. */
async function allIds(): Promise<{ feature: string; id: AnyId }[]> {
  const withIds = readdirSync(features).filter((feature) =>
    readdirSync(new URL(`${feature}/`, features)).includes("ids.ts"),
  );
  const found = await Promise.all(
    withIds.map(async (feature) => {
      const exported: object = await import(new URL(`${feature}/ids.ts`, features).href);
      return Object.values(exported).flatMap((id: AnyId) => ("parts" in id ? [{ feature, id }] : []));
    }),
  );
  return found.flat();
}

const textSchema = z.object({
  const: z.string().optional(),
  enum: z.array(z.string()).optional(),
  maxLength: z.int().optional(),
  pattern: z.string().optional(),
});
type TextSchema = z.infer<typeof textSchema>;
const partSchema = z.union([
  z.object({ anyOf: z.array(textSchema) }),
  textSchema.transform((one) => ({ anyOf: [one] })),
]);

/** The maximum length that a schema allows for a part, given by the last quantifier of its pattern. */
function longest({ const: only, enum: values, maxLength, pattern = "" }: TextSchema): number {
  if (only !== undefined) return only.length;
  if (values) return Math.max(...values.map((value) => value.length));
  if (maxLength !== undefined) return maxLength;
  const [, first, max] = /^\^\(?(?:-1\|)?(\[1-9\])?(?:\[[^\]]+\]|\\d)\{\d,(\d+)\}\)?\$$/.exec(pattern) ?? [];
  return Number(max) + (first ? 1 : 0);
}

describe("component ids", async () => {
  const ids = await allIds();

  it("are named after their feature and all handled by a command", () => {
    expect(ids.filter(({ feature, id }) => !id.name.startsWith(`${feature}.`))).toEqual([]);
    const handled = commands.flatMap(({ components }) => components.map(({ name }) => name));
    expect(handled.toSorted()).toEqual(ids.map(({ id }) => id.name).toSorted());
  });

  it.each(ids.map(({ id }) => [id.name, id.parts] as const))("of %s have at most 100 characters", (name, parts) => {
    const { prefixItems = [] } = z
      .object({ prefixItems: z.array(partSchema).optional() })
      .parse(z.toJSONSchema(parts, { io: "input" }));
    const lengths = prefixItems.map(({ anyOf }) => 1 + Math.max(...anyOf.map(longest)));
    expect(lengths.reduce((sum, length) => sum + length, name.length)).toBeLessThanOrEqual(100);
  });
});
