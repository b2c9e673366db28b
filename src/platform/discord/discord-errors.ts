import { DiscordAPIError, RateLimitError, RESTJSONErrorCodes } from "discord.js";

/** "refused": Discord keeps rejecting posts for an unknown reason. */
export type ChannelProblem = "deleted" | "no-access" | "no-permission" | "refused";

/** The member doesn't accept direct messages from the bot. Permanent. */
export class DirectMessagesClosedError extends Error {
  override readonly name = "DirectMessagesClosedError";
}

/** The bot can't post in the channel. Permanent until someone changes that. */
export class ChannelError extends Error {
  override readonly name = "ChannelError";
  readonly problem: ChannelProblem;

  constructor(problem: ChannelProblem, options?: ErrorOptions) {
    super(`Can't use the channel: ${problem}`, options);
    this.problem = problem;
  }
}

/** Discord rejected the message itself. A retry won't help. */
export class MessageRejectedError extends Error {
  override readonly name = "MessageRejectedError";
}

/**
 * A rate limit, a Discord outage, or no connection. `after` is the number of milliseconds until a retry can succeed, if
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

/**
 * Discord, or a proxy in front of it, rejected a request for an unknown reason. This may be temporary, so it's retried.
 */
export class UnknownRefusalError extends RetryLaterError {
  override readonly name = "UnknownRefusalError";
}

const CHANNEL_PROBLEMS: ReadonlyMap<number, ChannelProblem> = new Map([
  [RESTJSONErrorCodes.UnknownChannel, "deleted"],
  [RESTJSONErrorCodes.UnknownGuild, "deleted"],
  [RESTJSONErrorCodes.MissingAccess, "no-access"],
  [RESTJSONErrorCodes.MissingPermissions, "no-permission"],
]);

/** Errors that no retry can fix: the message is invalid, or its target was deleted or doesn't accept messages. */
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

/** Maps the errors of a Discord request to ChannelError, MessageRejectedError and RetryLaterError. */
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
    // Opening too many direct messages is a rate limit, although its status isn't 429.
    const isLimit = error.status === 429 || code === RESTJSONErrorCodes.OpeningDirectMessagesTooFast;
    throw new (isLimit ? RetryLaterError : UnknownRefusalError)(message, { cause: error });
  }
}

/** Discord's error code, if Discord rejected the message itself. */
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
