import { createHash } from "node:crypto";
import { Routes } from "discord.js";
import { z } from "zod";
import { ChannelError, DirectMessagesClosedError } from "../../platform/discord/delivery-errors.ts";
import { discordErrorCode, mapDiscordErrors } from "../../platform/discord/discord-errors.ts";
import { messagesSince } from "../../platform/discord/message-history.ts";
import type { Requests } from "../../platform/discord/pace.ts";
import { SECOND } from "../../platform/time.ts";
import { messageBody, nonceOf } from "../daily/delivery.ts";
import type { Mailer } from "./letter-ports.ts";
import { renderLetter } from "./letter-view.ts";

/** A send that Discord has not taken by then is given up, well inside the minutes for which it knows a nonce. */
const SEND_WITHIN = 45 * SECOND;
/** Unknown user, closed direct messages, an account that can have none, no server in common. */
const CLOSED: ReadonlySet<number | undefined> = new Set([10013, 50007, 50033, 50278]);

const directChannel = z.object({ id: z.string() });

/** Brings letters to people's direct messages through Discord's REST API. */
export function createMailer({ rest, botId }: { rest: Requests; botId(): string }): Mailer {
  async function deliver(...[userId, letter, name, triedAt]: Parameters<Mailer["send"]>): Promise<void> {
    const signal = AbortSignal.timeout(SEND_WITHIN);
    const opened = await mapDiscordErrors(rest.post(Routes.userChannels(), { body: { recipient_id: userId }, signal }));
    const { id } = directChannel.parse(opened);
    const seal = sealOf(name);
    if (triedAt !== undefined && (await wasSent(id, seal, triedAt))) return;

    const { components, ...rests } = messageBody(renderLetter(letter));
    const sealed = components?.map((one, index) => (index === 0 ? { ...one, id: seal } : one));
    const body = { ...rests, components: sealed, nonce: nonceOf(name), enforce_nonce: true };
    await mapDiscordErrors(rest.post(Routes.channelMessages(id), { body, signal }));
  }

  async function wasSent(channelId: string, seal: number, since: number): Promise<boolean> {
    for await (const { author, components } of messagesSince(rest, channelId, since)) {
      const [first] = z.array(z.object({ id: z.number().optional() })).parse(components);
      if (author.id === botId() && first?.id === seal) return true;
    }
    return false;
  }

  return {
    async send(...letter) {
      try {
        await deliver(...letter);
      } catch (error) {
        const isClosed = error instanceof ChannelError || CLOSED.has(discordErrorCode(error));
        throw isClosed ? new DirectMessagesClosedError("Direct messages are closed", { cause: error }) : error;
      }
    },
  };
}

/** The mark by which an earlier try is found: the id of a letter's first component, far from those Discord counts up. */
function sealOf(name: string): number {
  return 2 ** 30 + (createHash("sha256").update(name).digest().readUInt32BE() >>> 2);
}
