import type { RateLimiter } from "../../src/platform/discord/rate-limiter.ts";

/** Admits everything, for tests that act for many people at once. */
export const unlimited: RateLimiter = { check: () => "allow" };
