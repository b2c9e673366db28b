import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineScripts, hash, hashArgs, hashFields, json, pairs } from "../../../src/platform/redis/define-script.ts";
import { temporaryFolder, testRedis } from "../../support/redis.ts";

async function scriptFile(text: string): Promise<URL> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "double.lua"), "local function double(text) return tonumber(text) * 2 end\n");
  await writeFile(join(folder, "store.lua"), text);
  return pathToFileURL(join(folder, "store.lua"));
}

describe("Redis scripts", () => {
  const text = [
    "-- About this file.",
    "--@script set",
    'return redis.call("SET", KEYS[1], ARGV[1]).ok',
    "--@script read",
    "--@include ./double.lua",
    'return double(redis.call("GET", KEYS[1]))',
    "",
  ].join("\n");

  it("run by name with their includes, even on a server that doesn't know them yet", async () => {
    const scripts = defineScripts(await scriptFile(text), { set: z.literal("OK"), read: z.int() });
    const redis = await testRedis();
    await redis.script("FLUSH");
    expect(await scripts.set(redis, ["{x}:number"], [21])).toBe("OK");
    expect(await scripts.read(redis, ["{x}:number"], [])).toBe(42);
    expect(await scripts.read(redis, ["{x}:number"], [])).toBe(42);
  });

  it("reject a reply that doesn't match the schema, and rethrow Redis errors", async () => {
    const scripts = defineScripts(await scriptFile(text), { set: z.literal("NO"), read: z.int() });
    const redis = await testRedis();
    await expect(scripts.set(redis, ["{x}:number"], ["text"])).rejects.toThrow(z.ZodError);
    await expect(scripts.read(redis, ["{x}:number"], [])).rejects.toThrow("arithmetic on a nil value");
  });

  it("must exist in the file", async () => {
    const file = await scriptFile(text);
    expect(() => defineScripts(file, { move: z.int() })).toThrow('has no script "move"');
  });
});

describe("replies of Redis scripts", () => {
  it("are parsed as pairs and hashes", () => {
    expect(pairs.parse(["a", "1", "b", "2", "odd"])).toEqual([
      ["a", "1"],
      ["b", "2"],
    ]);
    expect(hash.parse(["a", "1"])).toEqual({ a: "1" });
    expect(hashFields(["a", "b"]).parse(["1", null])).toEqual({ a: "1" });
    expect(hashArgs({ a: 1, b: undefined, c: false })).toEqual(["a", "1", "c", "false"]);
  });

  it("are parsed as JSON with a schema", () => {
    expect(json(z.object({ a: z.int() })).parse('{"a":1}')).toEqual({ a: 1 });
    expect(() => json(z.int()).parse('"a"')).toThrow(z.ZodError);
  });
});
