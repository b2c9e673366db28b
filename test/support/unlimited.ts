import type { RateLimiter } from "../../src/platform/discord/rate-limiter.ts";

/** A rate limiter without limits, for tests that act as many people simultaneously. */
export const unlimited: RateLimiter = { check: () => "allow" };
