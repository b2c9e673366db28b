import { realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { ApplicationFlagsBitField, DiscordAPIError, REST, Routes } from "discord.js";
import { z } from "zod";
import { type Config, SetupError } from "../../config.ts";
import { missingPermissions } from "../discord/channel-check.ts";
import { type Redis, serversOf } from "../redis/client.ts";
import { checkFormat, FORMAT_VERSION } from "../redis/open-redis.ts";
import { checkServer } from "../redis/server-check.ts";
import { DAY } from "../time.ts";
import { TOKEN_REJECTED } from "./explain-error.ts";

/** What was checked, and either the result or a problem with its fix. */
export type Finding = { check: string; ok: string } | { check: string; problem: string };

export function formatFinding(finding: Finding): string {
  return "ok" in finding ? `✓ ${finding.check}: ${finding.ok}` : `✗ ${finding.check}: ${finding.problem}`;
}

/** Maximum age of a downloaded server in days. Debian publishes security updates for Redis about this often. */
const MAX_FETCHED_DAYS = 90;
const PRIVILEGED_INTENTS = ["GatewayPresence", "GatewayGuildMembers", "GatewayMessageContent"] as const;
/** Posts are late by as much as this machine's clock is slow. */
const MAX_CLOCK_SKEW_MS = 5_000;

/** Checks the Redis server's version, eviction policy and durability, and the format of its data. */
export async function checkRedis(redis: Redis, config: Config): Promise<Finding[]> {
  const issues = config.REDIS_URL ? await checkServer(redis) : [];
  const findings = issues.map(({ problem, fix }): Finding => ({ check: "Redis", problem: `${problem} ${fix}` }));
  if (issues.some(({ severity }) => severity === "error")) return findings;

  const server = config.REDIS_URL ? "reachable" : "embedded";
  if (findings.length === 0) findings.push({ check: "Redis", ok: `${server}, append-only, no eviction` });
  if (!config.REDIS_URL) findings.push(...(await checkFetchedServer(redis, join(config.DATA_DIR, "packages"))));
  return [...findings, await checkDataFormat(redis)];
}

/** Checks the age of a downloaded server, because the system's package manager doesn't update it. */
export async function checkFetchedServer(redis: Redis, packagesDir: string, now = Date.now()): Promise<Finding[]> {
  const [server] = await serversOf(redis);
  const [, executable = ""] = /^executable:(.*?)\r?$/m.exec((await server?.info("server")) ?? "") ?? [];
  const folder = await realpath(join(packagesDir, "root")).catch(() => undefined);
  if (folder === undefined || !(await realpath(executable)).startsWith(folder)) return [];
  const days = Math.floor((now - (await stat(folder)).ctimeMs) / DAY);
  if (days <= MAX_FETCHED_DAYS) return [{ check: "Fetched Redis", ok: `${days} days old` }];
  return [
    {
      check: "Fetched Redis",
      problem: `It is ${days} days old, and nothing updates it. Stop the bot, delete ${packagesDir} and start again, or install redis-server.`,
    },
  ];
}

async function checkDataFormat(redis: Redis): Promise<Finding> {
  try {
    await checkFormat(redis);
    return { check: "Data format", ok: String(FORMAT_VERSION) };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return { check: "Data format", problem: error.message };
  }
}

export type CheckedSchedule = { guildId: string; id: string; channelId: string; thread: boolean };

const application = z.object({ id: z.string(), flags: z.int().default(0) });
const registeredCommands = z.array(z.object({ name: z.string() }));
const user = z.object({ id: z.string() });

/** Checks the token, intents, clock and commands, and that every schedule can post in its channel. */
export async function checkDiscord(
  config: Config,
  { commandNames, schedules }: { commandNames: readonly string[]; schedules: readonly CheckedSchedule[] },
): Promise<Finding[]> {
  const { DISCORD_TOKEN: token, DISCORD_API_URL: api, DISCORD_GUILD_ID: guildId } = config;
  if (!token) return [{ check: "Discord", ok: "no DISCORD_TOKEN, so Rootine runs the playground" }];

  const rest = new REST(api ? { api } : {}).setToken(token);
  try {
    const { id, flags } = application.parse(await rest.get(Routes.currentApplication()));
    const bot = user.parse(await rest.get(Routes.user()));
    return [
      { check: "Token", ok: `accepted, application ${id}` },
      checkIntents(flags),
      await checkClock(`${api ?? "https://discord.com/api"}/v10/gateway`),
      await checkCommands(rest, { applicationId: id, guildId, commandNames }),
      ...(await checkSchedules({ rest, botId: () => bot.id }, schedules)),
    ];
  } catch (error) {
    return [{ check: "Discord", problem: describeFailure(error) }];
  }
}

function describeFailure(error: unknown): string {
  if (error instanceof DiscordAPIError && error.status === 401) return TOKEN_REJECTED;
  const reason = error instanceof Error ? error.message : String(error);
  return `Can't reach Discord: ${reason}. Check the network and DISCORD_API_URL.`;
}

function checkIntents(flags: number): Finding {
  const bits = new ApplicationFlagsBitField(flags);
  const enabled = PRIVILEGED_INTENTS.filter((name) => bits.has(name) || bits.has(`${name}Limited`));
  if (enabled.length === 0) return { check: "Privileged intents", ok: "none" };
  const names = enabled.map((name) => name.replace("Gateway", "")).join(", ");
  return {
    check: "Privileged intents",
    problem: `Turn off ${names} in the developer portal, under Bot. Rootine needs none.`,
  };
}

async function checkClock(url: string): Promise<Finding> {
  const sentAt = Date.now();
  const { headers } = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  const theirs = Date.parse(headers.get("date") ?? "");
  // The header is truncated to seconds and was written between request and response.
  const skew = (sentAt + Date.now()) / 2 - (theirs + 500);
  if (Number.isNaN(skew)) return { check: "Clock", problem: "Discord's response had no Date header to compare with." };
  if (Math.abs(skew) < MAX_CLOCK_SKEW_MS) return { check: "Clock", ok: "matches Discord's" };
  const difference = `${Math.abs(Math.round(skew / 1_000))} s ${skew > 0 ? "ahead of" : "behind"}`;
  return { check: "Clock", problem: `It is ${difference} Discord's. Turn on NTP: timedatectl set-ntp true.` };
}

async function checkCommands(
  rest: REST,
  {
    applicationId,
    guildId,
    commandNames,
  }: { applicationId: string; guildId?: string | undefined; commandNames: readonly string[] },
): Promise<Finding> {
  const route = guildId
    ? Routes.applicationGuildCommands(applicationId, guildId)
    : Routes.applicationCommands(applicationId);
  const registered = new Set(registeredCommands.parse(await rest.get(route)).map(({ name }) => name));
  const missing = commandNames.filter((name) => !registered.has(name));
  if (missing.length === 0) return { check: "Commands", ok: `all ${commandNames.length} registered` };
  return { check: "Commands", problem: `Start the bot once to register ${missing.join(", ")}.` };
}

type Bot = Parameters<typeof missingPermissions>[0];

async function checkSchedules(bot: Bot, schedules: readonly CheckedSchedule[]): Promise<Finding[]> {
  const problems: Finding[] = [];
  for (const { guildId, id, channelId, thread } of schedules) {
    const missing = await missingPermissions(bot, channelId, thread);
    if (missing.length === 0) continue;
    const problem = `Give the bot ${missing.join(", ")} in channel ${channelId}, or pick another channel.`;
    problems.push({ check: `Schedule ${id} in server ${guildId}`, problem });
  }
  const ok = schedules.length - problems.length;
  return [{ check: "Schedules", ok: `${ok} of ${schedules.length} can post in their channel` }, ...problems];
}
