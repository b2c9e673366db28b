import type { ChannelTrouble } from "../../features/schedules/rules.ts";

/** This person takes no direct messages from us, and trying again will not help. */
export class ClosedError extends Error {
  override readonly name = "ClosedError";
}

/** The channel does not take the message, and trying again will not help. */
export class ChannelError extends Error {
  override readonly name = "ChannelError";
  readonly trouble: ChannelTrouble;

  constructor(trouble: ChannelTrouble, options?: ErrorOptions) {
    super(`The channel does not take the message: ${trouble}`, options);
    this.trouble = trouble;
  }
}

/** Discord refuses the message itself: a mistake of ours that no second try mends. */
export class MessageError extends Error {
  override readonly name = "MessageError";
}

/** Discord cannot take it now: a limit, a fault, no connection. Worth another try, after `after` ms where it said so. */
export class TryLaterError extends Error {
  override readonly name = "TryLaterError";
  readonly after: number | undefined;

  constructor(message: string, options: ErrorOptions & { after?: number } = {}) {
    super(message, options);
    this.after = options.after;
  }
}
