import { existsSync } from "node:fs";
import { z } from "zod";
import type { Shards } from "./platform/discord/client.ts";
import { parseRedisUrl } from "./platform/redis/url.ts";

/** "bot" answers interactions, "worker" runs jobs, "all" does both. */
export const ROLES = ["all", "bot", "worker"] as const;
export type Role = (typeof ROLES)[number];

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
const SHARD_RANGE = /^(?:auto|(\d{1,5})-(\d{1,5})\/(\d{1,5}))$/;

// Each of these completes a sentence like "PORT must be …".
const PORT_FORMAT = "a port from 0 to 65535; 0 picks a free one";
const SHARDS_FORMAT = "auto, or a range of all shards, like 0-7/32 for the first eight of 32";
const REDIS_URL_FORMATS =
  "a URL like redis://127.0.0.1:6379, rediss://… or unix:///run/redis.sock, " +
  "for a cluster redis://a:7000,b:7000,c:7000, for Sentinel redis+sentinel://a:26379,b:26379/primary";
const API_URL_FORMAT = "a URL that ends in /api, like http://127.0.0.1:3000/api";

const port = z
  .string()
  .regex(/^\d{1,5}$/, PORT_FORMAT)
  .transform(Number)
  .refine((port) => port <= 65535, PORT_FORMAT);

/** Every environment variable. .env.example describes them. */
export const environment = z.object({
  DISCORD_TOKEN: z.string().regex(/^\S+$/, "a bot token without spaces, from Discord's developer portal").optional(),
  DISCORD_API_URL: z
    .url({ protocol: /^https?$/, error: API_URL_FORMAT })
    .endsWith("/api", API_URL_FORMAT)
    .optional(),
  DISCORD_GUILD_ID: z
    .string()
    .regex(/^\d{17,20}$/, "a server id of 17 to 20 digits")
    .optional(),
  DISCORD_REQUESTS_PER_SECOND: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, "a number from 1 to 99999, as granted by Discord")
    .transform(Number)
    .optional(),
  ROLE: z.enum(ROLES, `one of ${ROLES.join(", ")}`).default("all"),
  SHARDS: z
    .string()
    .regex(SHARD_RANGE, SHARDS_FORMAT)
    .transform(parseShards)
    .refine(isValidRange, SHARDS_FORMAT)
    .default("auto"),
  REDIS_URL: z
    .string()
    .refine((url) => parseRedisUrl(url) !== undefined, REDIS_URL_FORMATS)
    .optional(),
  DATA_DIR: z.string().min(1, "a folder").default(".data"),
  HOST: z.string().min(1, "an address to listen on, like 127.0.0.1").default("127.0.0.1"),
  PORT: port.default(3000),
  OPS_PORT: port.optional(),
  OPS_TOKEN: z.string().min(16, "a secret of at least 16 characters").optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `one of ${LOG_LEVELS.join(", ")}`).default("info"),
});

function parseShards(text: string): Shards {
  const [, first, last, count] = SHARD_RANGE.exec(text) ?? [];
  return count === undefined ? "auto" : { first: Number(first), last: Number(last), count: Number(count) };
}

function isValidRange(shards: Shards): boolean {
  return shards === "auto" || (shards.first <= shards.last && shards.last < shards.count);
}

export type Config = z.output<typeof environment>;

/** Reads the environment and `.env`, if it exists. An empty variable counts as unset. */
export function readConfig(): Config {
  if (existsSync(".env")) process.loadEnvFile(".env");
  return parseConfig(process.env);
}

export function parseConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""));
  const { success, data, error } = environment.safeParse(set);
  if (success) return data;
  throw new SetupError(error.issues.map(({ path, message }) => `${path.join(".")} must be ${message}.`).join("\n"));
}

/** A problem that the operator can fix. The message explains it and how to fix it. It's shown without a stack trace. */
export class SetupError extends Error {
  override readonly name: string = "SetupError";
}
