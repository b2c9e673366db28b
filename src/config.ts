import { existsSync } from "node:fs";
import { z } from "zod";
import type { Shards } from "./platform/discord/client.ts";
import { readRedisAddress } from "./platform/redis/address.ts";

/** The bot answers interactions, the worker posts what is due; "all" does both. */
export const ROLES = ["all", "bot", "worker"] as const;
export type Role = (typeof ROLES)[number];

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

const A_PORT = "a port from 0 to 65535; 0 takes any free one";
const SHARDS = /^(?:auto|(\d{1,5})-(\d{1,5})\/(\d{1,5}))$/;
const SOME_SHARDS = "auto, or a range of all shards such as 0-7/32: the first eight of 32";
const A_REDIS =
  "a URL such as redis://127.0.0.1:6379, rediss://… or unix:///run/redis.sock, " +
  "for a cluster redis://a:7000,b:7000,c:7000, for Sentinel redis+sentinel://a:26379,b:26379/primary";
const AN_API = "a URL that ends in /api, for example http://127.0.0.1:3000/api";

const port = z
  .string()
  .regex(/^\d{1,5}$/, A_PORT)
  .transform(Number)
  .refine((port) => port <= 65535, A_PORT);

/** Every variable there is, with what it expects in words; the words stand in the error for a wrong one. */
const environment = z.object({
  DISCORD_TOKEN: z.string().regex(/^\S+$/, "a bot token without spaces, from Discord's developer portal").optional(),
  DISCORD_API_URL: z
    .url({ protocol: /^https?$/, error: AN_API })
    .endsWith("/api", AN_API)
    .optional(),
  DISCORD_GUILD_ID: z
    .string()
    .regex(/^\d{17,20}$/, "a server's id: 17 to 20 digits")
    .optional(),
  DISCORD_REQUESTS_A_SECOND: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, "a number from 1 to 99999, as Discord has granted it")
    .transform(Number)
    .optional(),
  ROLE: z.enum(ROLES, `one of ${ROLES.join(", ")}`).default("all"),
  SHARDS: z.string().regex(SHARDS, SOME_SHARDS).transform(parseShards).refine(isSound, SOME_SHARDS).default("auto"),
  REDIS_URL: z
    .string()
    .refine((url) => readRedisAddress(url) !== undefined, A_REDIS)
    .optional(),
  DATA_DIR: z.string().min(1, "a folder").default(".data"),
  HOST: z.string().min(1, "an address to listen on, for example 127.0.0.1").default("127.0.0.1"),
  PORT: port.default(3000),
  OPS_PORT: port.optional(),
  OPS_TOKEN: z.string().min(16, "a secret of 16 characters or more").optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `one of ${LOG_LEVELS.join(", ")}`).default("info"),
});

function parseShards(text: string): Shards {
  const [, first, last, count] = SHARDS.exec(text) ?? [];
  return count === undefined ? "auto" : { first: Number(first), last: Number(last), count: Number(count) };
}

function isSound(shards: Shards): boolean {
  return shards === "auto" || (shards.first <= shards.last && shards.last < shards.count);
}

export type Config = z.output<typeof environment>;

/** The environment is not what it must be; the message names every wrong variable and what it expects. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Reads the environment and, where there is one, the file `.env`; a variable set to nothing counts as absent. */
export function readConfig(): Config {
  if (existsSync(".env")) process.loadEnvFile(".env");
  return parseConfig(process.env);
}

export function parseConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = environment.safeParse(given);
  if (parsed.success) return parsed.data;

  const complaints = parsed.error.issues.map(({ path, message }) => `${path.join(".")} must be ${message}.`);
  throw new ConfigError(complaints.join("\n"));
}
