import { ApplicationFlagsBitField, DiscordAPIError, REST, Routes } from "discord.js";
import { z } from "zod";
import { commands, messageCommands } from "../../../commands/index.ts";
import type { Config } from "../../config.ts";
import { createScheduleStore } from "../../features/schedules/store.ts";
import { permissionsIn } from "../../platform/discord/permissions.ts";
import type { Redis } from "../../platform/redis/client.ts";
import { allKeysUnder } from "../../platform/redis/scan.ts";
import type { Finding } from "./finding.ts";

const application = z.object({ id: z.string(), flags: z.int().default(0) });
const registered = z.array(z.object({ name: z.string() }));

const PRIVILEGED = ["GatewayPresence", "GatewayGuildMembers", "GatewayMessageContent"] as const;
/** A signature or a token's time goes wrong with minutes; slots are late by as much as the clock. */
const SKEW_MS = 5_000;

/** Token, intents, clock, commands, and whether every schedule may post where it is to post. */
export async function examineDiscord(redis: Redis, config: Config): Promise<Finding[]> {
  const { DISCORD_TOKEN: token, DISCORD_API_URL: api, DISCORD_GUILD_ID: guildId } = config;
  if (!token) return [{ about: "Discord", ok: "no DISCORD_TOKEN, so there is only the playground" }];

  const rest = new REST(api ? { api } : {}).setToken(token);
  try {
    const { id, flags } = application.parse(await rest.get(Routes.currentApplication()));
    return [
      { about: "Token", ok: `accepted, application ${id}` },
      examineIntents(flags),
      await examineClock(`${api ?? "https://discord.com/api"}/v10/gateway`),
      await examineCommands(rest, id, guildId),
      ...(await examineSchedules(rest, redis)),
    ];
  } catch (error) {
    return [{ about: "Discord", todo: whyNot(error) }];
  }
}

function whyNot(error: unknown): string {
  if (error instanceof DiscordAPIError && error.status === 401) {
    return "It does not accept DISCORD_TOKEN. Copy it anew from the developer portal: your application, Bot, Reset Token.";
  }
  return `It cannot be asked: ${error instanceof Error ? error.message : error}. Check the network and DISCORD_API_URL.`;
}

function examineIntents(flags: number): Finding {
  const bits = new ApplicationFlagsBitField(flags);
  const on = PRIVILEGED.filter((name) => bits.has(name) || bits.has(`${name}Limited`));
  if (on.length === 0) return { about: "Privileged intents", ok: "none, as it should be" };
  const names = on.map((name) => name.replace("Gateway", "")).join(", ");
  return { about: "Privileged intents", todo: `Turn ${names} off in the developer portal, under Bot: none is needed.` };
}

async function examineClock(url: string): Promise<Finding> {
  const asked = Date.now();
  const { headers } = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  const theirs = Date.parse(headers.get("date") ?? "");
  // The header has whole seconds, and was written at some time between question and answer.
  const skew = (asked + Date.now()) / 2 - (theirs + 500);
  if (Number.isNaN(skew)) return { about: "Clock", todo: "Discord's answer had no Date header to compare with." };
  if (Math.abs(skew) < SKEW_MS) return { about: "Clock", ok: "agrees with Discord's" };
  const seconds = `${Math.abs(Math.round(skew / 1_000))} s ${skew > 0 ? "ahead of" : "behind"}`;
  return { about: "Clock", todo: `It is ${seconds} Discord's. Keep it by NTP: timedatectl set-ntp true.` };
}

async function examineCommands(rest: REST, id: string, guildId: string | undefined): Promise<Finding> {
  const route = guildId ? Routes.applicationGuildCommands(id, guildId) : Routes.applicationCommands(id);
  const known = new Set(registered.parse(await rest.get(route)).map(({ name }) => name));
  const declared = [...commands, ...messageCommands].map(({ declaration }) => declaration.name);
  const missing = declared.filter((name) => !known.has(name));
  if (missing.length === 0) return { about: "Commands", ok: `all ${declared.length} are registered` };
  return { about: "Commands", todo: `Start the bot once to register ${missing.join(", ")}.` };
}

async function examineSchedules(rest: REST, redis: Redis): Promise<Finding[]> {
  const botId = z.object({ id: z.string() }).parse(await rest.get(Routes.user())).id;
  const findings: Finding[] = [];
  let well = 0;
  for (const guildId of await guildsWithSchedules(redis)) {
    for (const schedule of await createScheduleStore(redis).list(guildId)) {
      if (schedule.pause?.by === "moderator") continue;
      const missing = await missingIn(rest, botId, schedule.channelId, schedule.thread);
      const about = `Schedule ${schedule.id} of server ${guildId}`;
      if (missing === "") well += 1;
      else findings.push({ about, todo: `${missing} in channel ${schedule.channelId}, or choose another channel.` });
    }
  }
  return [{ about: "Schedules", ok: `${well} may post where they are to post` }, ...findings];
}

async function missingIn(rest: REST, botId: string, channelId: string, thread: boolean): Promise<string> {
  try {
    const granted = await permissionsIn({ rest, botId: () => botId }, channelId);
    const wanted = ["ViewChannel", "SendMessages", "ReadMessageHistory"] as const;
    const all = [...wanted, ...(thread ? (["CreatePublicThreads"] as const) : [])];
    const missing = all.filter((permission) => !granted.has(permission));
    return missing.length > 0 ? `Give the bot ${missing.join(", ")}` : "";
  } catch {
    return "Let the bot in: it finds no channel it may see";
  }
}

async function guildsWithSchedules(redis: Redis): Promise<string[]> {
  const found = await allKeysUnder(redis, "{g:");
  return found.flatMap((key) => /^\{g:(\d+)\}:schedules$/.exec(key)?.[1] ?? []);
}
