import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { commands } from "../../commands/index.ts";

const features = new URL("../../src/features/", import.meta.url);

/** The names of the component ids that a feature defines. */
async function namesIn(feature: string): Promise<string[]> {
  const defined: object = await import(new URL(`${feature}/ids.ts`, features).href);
  return Object.values(defined).flatMap((value: object) =>
    "encode" in value && "name" in value ? [String(value.name)] : [],
  );
}

it("handles every component id that a feature defines, and names it after the feature", async () => {
  const withIds = readdirSync(features).filter((feature) =>
    readdirSync(new URL(`${feature}/`, features)).includes("ids.ts"),
  );
  const names = await Promise.all(
    withIds.map(async (feature) => {
      const own = await namesIn(feature);
      expect(own.filter((name) => !name.startsWith(`${feature}.`))).toEqual([]);
      return own;
    }),
  );
  const handled = commands.flatMap(({ components }) => components.map(({ name }) => name));
  expect(handled.toSorted()).toEqual(names.flat().toSorted());
});
