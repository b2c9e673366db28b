import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { z } from "zod";
import type { Redis } from "./client.ts";

export type Script<Reply> = (redis: Redis, keys: string[], args: (string | number)[]) => Promise<Reply>;

/** A Lua script with its reply's type; Redis is sent its text only where it does not know it yet. */
export function defineScript<Reply>(lua: URL, reply: z.ZodType<Reply>): Script<Reply> {
  const text = readFileSync(lua, "utf8");
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
