import { Routes, SnowflakeUtil } from "discord.js";
import { z } from "zod";
import { MINUTE } from "../time.ts";
import { permissionsIn } from "./channel-check.ts";
import { ChannelError, mapDiscordErrors } from "./discord-errors.ts";
import type { RestClient } from "./rest.ts";

/** How far Discord's clock may lag behind ours. */
const CLOCK_SKEW = 5 * MINUTE;
const PAGE_SIZE = 100;

const history = z.array(
  z.object({ id: z.string(), author: z.object({ id: z.string() }), components: z.array(z.unknown()).default([]) }),
);

/** Yields a channel's messages since a time on our clock, in pages. Older pages come first. */
export async function* messagesSince(rest: RestClient, channelId: string, since: number) {
  for (let after = SnowflakeUtil.generate({ timestamp: since - CLOCK_SKEW }).toString(); ; ) {
    const query = new URLSearchParams({ after, limit: String(PAGE_SIZE) });
    const page = history.parse(await mapDiscordErrors(rest.get(Routes.channelMessages(channelId), { query })));
    yield* page;
    if (page.length < PAGE_SIZE) return;
    after = page.reduce((newest, { id }) => (BigInt(id) > BigInt(newest) ? id : newest), after);
  }
}

/** Finds a message that the bot sent in a channel since a time on our clock, by its components. Returns its id. */
export async function ownMessageSince(
  bot: { rest: RestClient; botId(): string },
  channelId: string,
  since: number,
  matches: (components: readonly unknown[]) => boolean,
): Promise<string | undefined> {
  for await (const { id, author, components } of messagesSince(bot.rest, channelId, since)) {
    if (author.id === bot.botId() && matches(components)) return id;
  }
  // Without this permission, Discord returns an empty history instead of an error.
  if (!(await permissionsIn(bot, channelId)).has("ReadMessageHistory")) throw new ChannelError("no-permission");
  return undefined;
}
