import {
  DefaultRestOptions,
  REST,
  RESTEvents,
  RESTJSONErrorCodes,
  type RESTOptions,
  type ResponseLike,
} from "discord.js";
import type { Logger } from "pino";
import type { Telemetry } from "../ops/metrics.ts";
import { SECOND } from "../time.ts";
import type { Buckets } from "./rate-limit-buckets.ts";

/** The part of Discord's REST API that deliveries use. */
export type RestClient = Pick<REST, "get" | "post" | "patch">;

export type RestConnection = {
  /** Base URL of the REST API, such as http://127.0.0.1:3000/api. Defaults to Discord's. */
  apiUrl?: string | undefined;
  requestsPerSecond?: number | undefined;
  /** Tracks the rate limits that responses report. */
  buckets?: Pick<Buckets, "record"> | undefined;
  log: Logger;
  telemetry?: Telemetry | undefined;
};

/** Creates a REST client for a process without a gateway connection. */
export function createRest({ token, ...connection }: RestConnection & { token: string }): REST {
  const rest = new REST(restOptions(connection)).setToken(token);
  logRateLimits(rest, connection);
  return rest;
}

export function restOptions({ apiUrl, requestsPerSecond, buckets, telemetry }: RestConnection): Partial<RESTOptions> {
  return {
    async makeRequest(url, init) {
      const response = await withoutUnauthorized(url, await requestWithRetry(url, init));
      const method = init.method ?? "GET";
      telemetry?.emit("request", { method, url, status: response.status });
      buckets?.record(method, url, response);
      return response;
    },
    ...(apiUrl && { api: apiUrl }),
    ...(requestsPerSecond && { globalRequestsPerSecond: requestsPerSecond }),
    timeout: 15 * SECOND,
    // A delivery that would have to wait returns to its queue, so one channel's limit doesn't delay others. Command
    // registration is retried later. Reading a channel waits, because a moderator needs the result.
    rejectOnRateLimit: ({ method, route }) =>
      (route.startsWith("/channels") || route.startsWith("/users/@me/channels") || route.startsWith("/applications")) &&
      !(method === "GET" && route === "/channels/:id"),
  };
}

export function logRateLimits(rest: REST, { log, telemetry }: RestConnection): void {
  rest.on(RESTEvents.RateLimited, ({ route, timeToReset, global, method, url }) => {
    telemetry?.emit("wait", { method, url });
    log.info({ route, timeToReset, global }, "Discord rate limit reached");
  });
  rest.on(RESTEvents.InvalidRequestWarning, ({ count, remainingTime }) =>
    log.warn({ count, remainingTime }, "Many rejected requests; Discord bans IP addresses at 10,000 in ten minutes"),
  );
}

/** Error codes of Node.js and undici for a broken connection. */
const BROKEN_CONNECTION_CODES: ReadonlySet<unknown> = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);
const INTERACTION_CALLBACK = /\/interactions\/\d+\/[^/]+\/callback(\?|$)/;

/**
 * Resends an interaction reply if its connection broke. Discord accepts only one. If the first one arrived, Discord
 * rejects the second as already acknowledged, which counts as success.
 */
const requestWithRetry: RESTOptions["makeRequest"] = async (url, init) => {
  try {
    return await DefaultRestOptions.makeRequest(url, init);
  } catch (error) {
    if (!INTERACTION_CALLBACK.test(url) || !isBrokenConnection(error)) throw error;
  }
  const response = await DefaultRestOptions.makeRequest(url, init);
  if (response.status !== 400) return response;
  const body = await response.text();
  return body.includes(`"code":${RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged}`)
    ? new Response(null, { status: 204 })
    : new Response(body, { status: response.status, headers: response.headers });
};

const DELIVERY = /\/v\d+\/(channels|guilds|users\/@me\/channels)\b/;

/**
 * Turns a 401 into a 403, so the delivery is retried. After a 401, discord.js drops its token and fails every later
 * request, although a proxy may have sent it. If the token was revoked, the gateway detects it.
 */
async function withoutUnauthorized(url: string, response: ResponseLike): Promise<ResponseLike> {
  if (response.status !== 401 || !DELIVERY.test(url)) return response;
  return new Response(await response.text(), { status: 403, headers: response.headers });
}

function isBrokenConnection(error: unknown): boolean {
  return error instanceof Error && "code" in error && BROKEN_CONNECTION_CODES.has(error.code);
}
