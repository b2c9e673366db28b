export type ChannelProblem = "deleted" | "no-access" | "no-permission";

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

/** A limit, a fault of Discord's, or no connection. `after`: milliseconds until a retry can succeed, where known. */
export class RetryLaterError extends Error {
  override readonly name = "RetryLaterError";
  readonly after: number | undefined;

  constructor(message: string, options: ErrorOptions & { after?: number } = {}) {
    super(message, options);
    this.after = options.after;
  }
}
