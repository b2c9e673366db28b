import { DiscordAPIError, RateLimitError, RESTJSONErrorCodes } from "discord.js";

/** `refused`: Discord keeps refusing for an unknown reason. */
export type ChannelProblem = "deleted" | "no-access" | "no-permission" | "refused";

/** The member doesn't accept our direct messages. Permanent. */
export class DirectMessagesClosedError extends Error {
  override readonly name = "DirectMessagesClosedError";
}

/** We can't post in the channel. Permanent until someone changes it. */
export class ChannelError extends Error {
  override readonly name = "ChannelError";
  readonly problem: ChannelProblem;

  constructor(problem: ChannelProblem, options?: ErrorOptions) {
    super(`Can't use the channel: ${problem}`, options);
    this.problem = problem;
  }
}

/** Discord rejected the message itself. Our bug, so a retry won't help. */
export class MessageRejectedError extends Error {
  override readonly name = "MessageRejectedError";
}

/**
 * A rate limit, an error on Discord's side, or no connection. `after`: milliseconds until a retry can succeed, if
 * known.
 */
export class RetryLaterError extends Error {
  override readonly name: string = "RetryLaterError";
  readonly after: number | undefined;

  constructor(message: string, options: ErrorOptions & { after?: number } = {}) {
    super(message, options);
    this.after = options.after;
  }
}

/** Discord, or a proxy in front of it, refused for an unknown reason. It may be temporary, so it's retried at first. */
export class UnknownRefusalError extends RetryLaterError {
  override readonly name = "UnknownRefusalError";
}

const CHANNEL_PROBLEMS: ReadonlyMap<number, ChannelProblem> = new Map([
  [RESTJSONErrorCodes.UnknownChannel, "deleted"],
  [RESTJSONErrorCodes.UnknownGuild, "deleted"],
  [RESTJSONErrorCodes.MissingAccess, "no-access"],
  [RESTJSONErrorCodes.MissingPermissions, "no-permission"],
]);

/** Errors that no retry can fix: the message is invalid, or its target is gone or closed. */
const FINAL_CODES: ReadonlySet<number> = new Set([
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownUser,
  RESTJSONErrorCodes.RequestEntityTooLarge,
  RESTJSONErrorCodes.CannotSendAnEmptyMessage,
  RESTJSONErrorCodes.CannotSendMessagesToThisUser,
  RESTJSONErrorCodes.CannotExecuteActionOnThisChannelType,
  RESTJSONErrorCodes.InvalidRecipients,
  RESTJSONErrorCodes.InvalidFormBodyOrContentType,
  RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage,
  RESTJSONErrorCodes.ThreadLocked,
  RESTJSONErrorCodes.MaximumActiveThreads,
  RESTJSONErrorCodes.MaximumActiveAnnouncementThreads,
  RESTJSONErrorCodes.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds,
]);

/** Maps errors of a Discord request to what they mean for a delivery. */
export async function mapDiscordErrors<Reply>(request: Promise<Reply>): Promise<Reply> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof RetryLaterError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof RateLimitError) throw new RetryLaterError(message, { after: error.retryAfter, cause: error });
    if (!(error instanceof DiscordAPIError)) throw new RetryLaterError(message, { cause: error });

    const code = Number(error.code);
    const problem = CHANNEL_PROBLEMS.get(code);
    if (problem) throw new ChannelError(problem, { cause: error });
    if (FINAL_CODES.has(code)) throw new MessageRejectedError(message, { cause: error });
    // A rate limit despite its status: too many direct messages are being opened.
    const isLimit = error.status === 429 || code === RESTJSONErrorCodes.OpeningDirectMessagesTooFast;
    throw new (isLimit ? RetryLaterError : UnknownRefusalError)(message, { cause: error });
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

/** Resolves with undefined if Discord permanently refuses. */
export async function undefinedIfRefused<Reply>(request: Promise<Reply>): Promise<Reply | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ChannelError || error instanceof MessageRejectedError) return undefined;
    throw error;
  }
}
