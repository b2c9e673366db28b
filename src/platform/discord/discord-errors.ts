import { DiscordAPIError, RateLimitError, RESTJSONErrorCodes } from "discord.js";
import { ChannelError, type ChannelProblem, MessageRejectedError, RetryLaterError } from "./delivery-errors.ts";

const CHANNEL_PROBLEMS: ReadonlyMap<number, ChannelProblem> = new Map([
  [RESTJSONErrorCodes.UnknownChannel, "deleted"],
  [RESTJSONErrorCodes.UnknownGuild, "deleted"],
  [RESTJSONErrorCodes.MissingAccess, "no-access"],
  [RESTJSONErrorCodes.MissingPermissions, "no-permission"],
]);
/** A rate limit, though its status doesn't say so: too many direct messages are being opened. */
const OPENING_TOO_FAST = 40003;

/** Throws the errors of a request to Discord as what they mean for a delivery. */
export async function mapDiscordErrors<Reply>(request: Promise<Reply>): Promise<Reply> {
  try {
    return await request;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof RateLimitError) throw new RetryLaterError(message, { after: error.retryAfter, cause: error });
    if (!(error instanceof DiscordAPIError)) throw new RetryLaterError(message, { cause: error });

    const problem = CHANNEL_PROBLEMS.get(Number(error.code));
    if (problem) throw new ChannelError(problem, { cause: error });
    const isTransient = error.status === 429 || error.status >= 500 || error.code === OPENING_TOO_FAST;
    throw isTransient
      ? new RetryLaterError(message, { cause: error })
      : new MessageRejectedError(message, { cause: error });
  }
}

/** Discord's code for why it rejected a message. */
export function discordErrorCode(error: unknown): number | undefined {
  const cause = error instanceof MessageRejectedError ? error.cause : undefined;
  return cause instanceof DiscordAPIError ? Number(cause.code) : undefined;
}

export async function ignoreDiscordError(request: Promise<unknown>, code: number): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (discordErrorCode(error) !== code) throw error;
  }
}

/** Undefined where Discord permanently refuses. */
export async function undefinedIfRefused<Reply>(request: Promise<Reply>): Promise<Reply | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ChannelError || error instanceof MessageRejectedError) return undefined;
    throw error;
  }
}
