import type { APIMessage } from "discord-api-types/v10";
import { MessageFlags } from "discord-api-types/v10";
import { openPlayground, type SimulatedUser } from "../../../src/playground/playground.ts";
import { serveParent } from "../child.ts";
import { cpuSoFar } from "../cpu.ts";
import { inFlight } from "../in-flight.ts";
import { type Clicked, driverQuestion } from "./protocol.ts";

/** Child process: the playground of one bot, and its members. */

const [members = "0"] = process.argv.slice(2);
const playground = await openPlayground({ port: 0, limits: "none" });
const guild = playground.addGuild({ channels: 2, members: Number(members) + 1, people: false });
const [moderator, ...clickers] = guild.members.map(({ id }) => playground.person(id));
const [channelId = "", otherChannelId = ""] = guild.channels.map(({ id }) => id);

serveParent(
  { apiUrl: playground.apiUrl, token: playground.token, guildId: guild.id, channelId, otherChannelId },
  (question) => {
    const asked = driverQuestion.parse(question);
    return asked.ask === "post" ? post() : click(asked.inFlight);
  },
);

async function post(): Promise<{ messageId: string }> {
  const before = newestWithButtons()?.id;
  if (!before) await command("schedule add", { channel: channelId, time: farFromNow(), timezone: "UTC" });
  await command("schedule post-now", { schedule: "daily" });
  const message = newestWithButtons();
  if (!message || message.id === before) throw new Error("The bot posted nothing");
  return { messageId: message.id };
}

async function command(path: string, values: Record<string, string>): Promise<void> {
  const seen = await moderator?.command(path, values, channelId);
  if (!seen?.message) throw new Error(`/${path}: ${JSON.stringify(seen)}`);
}

/** Keeps the schedule's slot out of the run. */
function farFromNow(): string {
  return new Date(Date.now() + 12 * 3_600_000).toISOString().slice(11, 16);
}

async function click(width: number): Promise<Clicked> {
  const message = newestWithButtons();
  const buttons = buttonsOf(message);
  if (!message || buttons.length === 0) throw new Error("No buttons to click");

  const latencies: number[] = [];
  const before = cpuSoFar();
  const seconds = await inFlight(width, clickers.length, async (index) => {
    const started = performance.now();
    await clickOnce(clickers[index], message, buttons[index % buttons.length] ?? "");
    latencies.push(performance.now() - started);
  });
  return { seconds, latencies, cpu: cpuSoFar() - before };
}

/** Resolves when the playground has received the callback, which is when Discord counts a click as acknowledged. */
async function clickOnce(member: SimulatedUser | undefined, message: APIMessage, button: string): Promise<void> {
  const seen = await member?.click(message, button);
  if (!seen?.message || !seen.ephemeral) throw new Error(`Click failed: ${JSON.stringify(seen)}`);
}

function newestWithButtons(): APIMessage | undefined {
  const open = moderator?.visibleMessages(channelId).filter(({ flags = 0 }) => (flags & MessageFlags.Ephemeral) === 0);
  return open?.findLast((message) => buttonsOf(message).length > 0);
}

function buttonsOf(message: APIMessage | undefined): string[] {
  const ids = JSON.stringify(message?.components ?? []).matchAll(/"custom_id":"([^"]+)"/g);
  return [...ids].flatMap(([, id]) => id ?? []);
}
