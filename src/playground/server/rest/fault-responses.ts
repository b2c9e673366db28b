import type { Fault } from "../../control/faults.ts";
import { type ApiError, anyApiError } from "../validation/api-error.ts";

type FaultResponse = { status: number; body: unknown; headers?: Record<string, string> };

/** The response that a fault produces, or undefined for those that break the connection. */
export function faultResponse(fault: Fault): FaultResponse | undefined {
  switch (fault.kind) {
    case "rate-limit":
      return rateLimitResponse(fault.retryAfter ?? 0.3, fault.scope ?? "user");
    case "error-before":
    case "error-after":
      return { status: fault.status ?? 502, body: { message: `${fault.status ?? 502}: Bad Gateway`, code: 0 } };
    case "late-ack":
      return errorResponse(anyApiError(10062));
    case "double-ack":
      return errorResponse(anyApiError(40060));
    case "api-error": {
      const error = anyApiError(fault.code, fault.message);
      return { status: fault.status ?? error.status, body: error.body() };
    }
    default:
      return undefined;
  }
}

export function errorResponse(error: ApiError): FaultResponse {
  return { status: error.status, body: error.body() };
}

export function rateLimitResponse(retryAfter: number, scope: "user" | "global" | "shared") {
  const isGlobal = scope === "global";
  return {
    status: 429,
    body: { message: "You are being rate limited.", retry_after: retryAfter, global: isGlobal, code: 0 },
    headers: {
      "retry-after": String(Math.ceil(retryAfter)),
      "x-ratelimit-scope": scope,
      "x-ratelimit-reset-after": String(retryAfter),
      ...(isGlobal && { "x-ratelimit-global": "true" }),
    },
  };
}
