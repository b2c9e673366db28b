import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Redis } from "./client.ts";

type Script<Reply> = (redis: Redis, keys: string[], args: (string | number)[]) => Promise<Reply>;

/**
 * Defines the Lua scripts of a store. Each one follows a `--@script <name>` line in the file and has a schema for its
 * reply. Throws if a schema has no script. Sends a script's text only to servers that don't have it yet.
 */
export function defineScripts<Replies extends Record<string, unknown>>(
  file: URL,
  replies: { [Name in keyof Replies]: z.ZodType<Replies[Name]> },
): { [Name in keyof Replies]: Script<Replies[Name]> } {
  const texts = readScripts(file);
  const defined: Partial<{ [Name in keyof Replies]: Script<Replies[Name]> }> = {};
  for (const name in replies) {
    const text = texts.get(name);
    if (text === undefined) throw new Error(`${file.pathname} has no script "${name}"`);
    defined[name] = defineScript(text, replies[name]);
  }
  return defined as { [Name in keyof Replies]: Script<Replies[Name]> };
}

function defineScript<Reply>(text: string, reply: z.ZodType<Reply>): Script<Reply> {
  const digest = createHash("sha1").update(text).digest("hex");
  return async (redis, keys, args) => {
    try {
      return reply.parse(await redis.evalsha(digest, keys.length, ...keys, ...args));
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
      return reply.parse(await redis.eval(text, keys.length, ...keys, ...args));
    }
  };
}

const SCRIPT = /^--@script (\w+)\n/m;
const INCLUDE = /^--@include (\S+)$/gm;

/** Reads a file's scripts by name. Replaces each line `--@include <relative path>` with that file. */
export function readScripts(file: URL): Map<string, string> {
  const [, ...parts] = readFileSync(file, "utf8").split(SCRIPT);
  const scripts = new Map<string, string>();
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [name = "", text = ""] = parts.slice(at, at + 2);
    scripts.set(
      name,
      text.replace(INCLUDE, (_, path: string) => readFileSync(new URL(path, file), "utf8").trimEnd()),
    );
  }
  return scripts;
}

/** Parses stored JSON. */
export function json<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);
}

/** Parses a flat list of alternating fields and values, or members and scores. */
export const pairs = z.array(z.string()).transform((flat) => {
  const found: [string, string][] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) found.push([flat[index] ?? "", flat[index + 1] ?? ""]);
  return found;
});

/** Parses HGETALL as Lua returns it. */
export const hash = pairs.transform((entries) => Object.fromEntries(entries));

/** Parses HMGET of these fields. Omits missing ones. */
export function hashFields(names: readonly string[]) {
  return z.array(z.string().nullable()).transform((values) => {
    const entries = names.map((name, index) => [name, values[index]] as const);
    return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
  });
}

/** Alternating fields and values for HSET. Omits undefined values. */
export function hashArgs(record: Record<string, string | number | boolean | undefined>): string[] {
  return Object.entries(record).flatMap(([field, value]) => (value === undefined ? [] : [field, String(value)]));
}
