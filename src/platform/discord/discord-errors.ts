import { DiscordAPIError, RateLimitError } from "discord.js";
import type { ChannelTrouble } from "../../features/schedules/rules.ts";
import { ChannelError, MessageError, TryLaterError } from "./delivery-errors.ts";

const TROUBLES: Readonly<Record<number, ChannelTrouble>> = {
  10003: "gone",
  10004: "gone",
  50001: "no-access",
  50013: "no-permission",
};
/** Refused by its pace, though its status does not say so: direct messages are being opened too fast. */
const TOO_FAST = 40003;

/** Sorts what Discord says no with: the channel's refusals, our own mistakes, and what passes. */
export async function asked<Reply>(request: Promise<Reply>): Promise<Reply> {
  try {
    return await request;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof RateLimitError) throw new TryLaterError(message, { after: error.retryAfter, cause: error });
    if (!(error instanceof DiscordAPIError)) throw new TryLaterError(message, { cause: error });

    const trouble = TROUBLES[Number(error.code)];
    if (trouble) throw new ChannelError(trouble, { cause: error });
    const passes = error.status === 429 || error.status >= 500 || error.code === TOO_FAST;
    throw passes ? new TryLaterError(message, { cause: error }) : new MessageError(message, { cause: error });
  }
}

/** What Discord refused with, where it refused the message. */
export function codeOf(error: unknown): number | undefined {
  const cause = error instanceof MessageError ? error.cause : undefined;
  return cause instanceof DiscordAPIError ? Number(cause.code) : undefined;
}

export async function unlessCode(request: Promise<unknown>, code: number): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (codeOf(error) !== code) throw error;
  }
}

/** Undefined where Discord refuses for good. */
export async function unlessRefused<Reply>(request: Promise<Reply>): Promise<Reply | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ChannelError || error instanceof MessageError) return undefined;
    throw error;
  }
}
