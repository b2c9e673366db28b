import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { z } from "zod";
import type { Redis } from "./client.ts";

export type Script<Reply> = (redis: Redis, keys: string[], args: (string | number)[]) => Promise<Reply>;

/** A Lua script and the schema of its reply. Sends the text only to a server that doesn't have the script yet. */
export function defineScript<Reply>(file: URL, reply: z.ZodType<Reply>): Script<Reply> {
  const text = readScript(file);
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

const INCLUDE = /^--@include (\S+)$/gm;

/** The text of a script, with each line `--@include <relative path>` replaced by that file. */
export function readScript(file: URL): string {
  return readFileSync(file, "utf8").replace(INCLUDE, (_, path: string) => readScript(new URL(path, file)).trimEnd());
}
