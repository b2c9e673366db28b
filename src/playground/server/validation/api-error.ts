/** Discord's error responses: a status and a body `{ message, code, errors? }`. */

const ERRORS = {
  0: [401, "401: Unauthorized"],
  10002: [404, "Unknown Application"],
  10003: [404, "Unknown Channel"],
  10004: [404, "Unknown Guild"],
  10006: [404, "Unknown Invite"],
  10007: [404, "Unknown Member"],
  10008: [404, "Unknown Message"],
  10009: [404, "Unknown permission overwrite"],
  10011: [404, "Unknown Role"],
  10013: [404, "Unknown User"],
  10014: [400, "Unknown Emoji"],
  10015: [404, "Unknown Webhook"],
  10026: [404, "Unknown Ban"],
  10029: [404, "Unknown Entitlement"],
  10062: [404, "Unknown interaction"],
  10063: [404, "Unknown application command"],
  10066: [404, "Unknown application command permissions"],
  20001: [403, "Bots cannot use this endpoint"],
  30003: [400, "Maximum number of pins reached for the channel (50)"],
  30005: [400, "Maximum number of guild roles reached (250)"],
  30007: [400, "Maximum number of webhooks reached (15)"],
  30010: [400, "Maximum number of reactions reached (20)"],
  30013: [400, "Maximum number of guild channels reached (500)"],
  30015: [400, "Maximum number of attachments in a message reached (10)"],
  30032: [400, "Maximum number of application commands reached (100)."],
  30034: [400, "Max number of daily application command creates has been reached (200)"],
  40005: [413, "Request entity too large"],
  40033: [400, "This message has already been crossposted."],
  40060: [400, "Interaction has already been acknowledged."],
  40094: [400, "This interaction has reached the maximum number of follow-up messages"],
  50001: [403, "Missing Access"],
  50005: [403, "Cannot edit a message authored by another user"],
  50006: [400, "Cannot send an empty message"],
  50007: [403, "Cannot send messages to this user"],
  50008: [400, "Cannot send messages in a non-text channel"],
  50013: [403, "Missing Permissions"],
  50016: [
    400,
    "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete",
  ],
  50024: [400, "Cannot execute action on this channel type"],
  50027: [401, "Invalid Webhook Token"],
  50028: [400, "Invalid Role"],
  50033: [400, "Invalid Recipient(s)"],
  50034: [400, "A message provided was too old to bulk delete"],
  50035: [400, "Invalid Form Body"],
  50041: [400, "Invalid API version"],
  50083: [400, "Thread is archived"],
  50278: [403, "Cannot send messages to this user due to having no mutual guilds"],
  50109: [400, "The request body contains invalid JSON."],
  160002: [400, "Cannot reply without permission to read message history"],
  160004: [400, "A thread has already been created for this message"],
  220001: [400, "Webhooks posted to forum channels must have a thread_name or thread_id"],
  220003: [400, "Webhooks can only create threads in forum channels"],
  500000: [400, "Failed to ban users"],
} as const satisfies Record<number, readonly [number, string]>;

type FieldIssue = { code: string; message: string };
/** Nested by field, with the issues of each in `_errors`. */
type FormErrors = { _errors?: FieldIssue[]; [key: string]: FormErrors | FieldIssue[] | undefined };

export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: FormErrors | undefined;

  constructor(status: number, code: number, message: string, errors?: FormErrors) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  /** The same form error, nested under the field `key` of an outer form. */
  within(key: string): ApiError {
    if (this.errors === undefined) return this;
    return new ApiError(this.status, this.code, this.message, { [key]: this.errors });
  }

  body(): { message: string; code: number; errors?: FormErrors } {
    return { message: this.message, code: this.code, ...(this.errors === undefined ? {} : { errors: this.errors }) };
  }
}

export function apiError(code: keyof typeof ERRORS): ApiError {
  const [status, message] = ERRORS[code];
  return new ApiError(status, code, message);
}

/** An error with any code, for fault injection. Codes that aren't in the table get status 403. */
export function anyApiError(code: number, message?: string): ApiError {
  const known = Object.entries(ERRORS).find(([key]) => Number(key) === code)?.[1];
  return new ApiError(known?.[0] ?? 403, code, message ?? known?.[1] ?? "Rejected");
}

export type FormIssue = FieldIssue & { path: readonly PropertyKey[] };

/** 50035, with each issue nested under its path. */
export function formError(issues: readonly FormIssue[]): ApiError {
  const errors: FormErrors = {};
  for (const { path, code, message } of issues) {
    let at = errors;
    for (const key of path) {
      const name = String(key);
      const next = at[name];
      if (next === undefined || Array.isArray(next)) {
        const nested: FormErrors = {};
        at[name] = nested;
        at = nested;
      } else at = next;
    }
    at._errors = [...(at._errors ?? []), { code, message }];
  }
  return new ApiError(400, 50035, "Invalid Form Body", errors);
}
