import { z } from "zod";
import type { Redis } from "../redis/client.ts";
import { defineScripts } from "../redis/define-script.ts";
import { SECOND } from "../time.ts";
import { RetryLaterError } from "./discord-errors.ts";
import type { Buckets } from "./rate-limit-buckets.ts";
import type { RestClient } from "./rest.ts";

const scripts = defineScripts(new URL("./send-limiter.lua", import.meta.url), {
  reserve: z.coerce.number(),
});

/** Reserves the next `length` milliseconds of a rate limit. Returns the milliseconds until the interval starts. */
export type ReserveInterval = (rateLimitKey: string, length: number) => Promise<number>;

/** Reserves intervals across all processes on this Redis. No two intervals of a key overlap. */
export function createReserveInterval(redis: Redis): ReserveInterval {
  return (rateLimitKey, length) => scripts.reserve(redis, [rateLimitKey], [length]);
}

/** Discord's default limit for a bot, across all routes. */
const REQUESTS_PER_SECOND = 50;
/** The share of the limit that is used for messages. The rest is reserved for unplanned requests. */
const SHARE = 0.97;
/**
 * How many milliseconds late an interval can be used. Less than `SHARE` leaves free, so no second exceeds Discord's
 * limit.
 */
const MAX_DELAY = 20;

/**
 * Returns a function that waits until the next message may be sent. Spreads messages evenly over each second. With a
 * higher limit, reserves time for several messages at once, so Redis isn't called more often than at the default limit.
 */
export function createSendLimiter(
  reserve: (length: number) => Promise<number>,
  requestsPerSecond = REQUESTS_PER_SECOND,
): () => Promise<void> {
  const batch = Math.max(1, Math.round(requestsPerSecond / REQUESTS_PER_SECOND));
  const length = (batch * SECOND) / (requestsPerSecond * SHARE);
  let interval = { start: Promise.resolve(0), left: 0 };

  function next(): typeof interval {
    if (interval.left === 0) {
      const reserved = { start: reserve(length).then((wait) => performance.now() + wait), left: batch };
      // Messages that are waiting get the error. Later ones reserve again.
      reserved.start.catch(() => {
        reserved.left = 0;
      });
      interval = reserved;
    }
    interval.left -= 1;
    return interval;
  }

  return async () => {
    const reserved = next();
    if (await waitForStart(reserved.start)) return;
    // Drops the rest of a missed interval, because it would overlap the next one. If an overloaded machine misses the
    // second interval too, it sends anyway: with two intervals per message, it stays below the limit.
    reserved.left = 0;
    await waitForStart(next().start);
  };
}

/** Waits for the interval to start. Returns false if it was missed. */
async function waitForStart(start: Promise<number>): Promise<boolean> {
  const wait = (await start) - performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  return performance.now() - (await start) <= MAX_DELAY;
}

/** Lets owners take turns (round-robin), so an owner with many requests doesn't delay those with few. */
export function createFairTurns(waitForTurn: () => Promise<void>): (owner: string) => Promise<void> {
  type Waiting = { resolve(): void; reject(error: unknown): void };
  /** The owner whose turn is next comes first. */
  const queues = new Map<string, Waiting[]>();

  function next(): Waiting | undefined {
    const [owner, queue = []] = queues.entries().next().value ?? [];
    if (owner === undefined) return undefined;
    const waiting = queue.shift();
    queues.delete(owner);
    if (queue.length > 0) queues.set(owner, queue);
    return waiting;
  }

  return async (owner) => {
    const turn = new Promise<void>((resolve, reject) => {
      const queue = queues.get(owner) ?? [];
      queue.push({ resolve, reject });
      queues.set(owner, queue);
    });
    waitForTurn().then(
      () => next()?.resolve(),
      (error: unknown) => next()?.reject(error),
    );
    await turn;
  };
}

/** Returns a REST client for one guild or learner. Its requests wait their turn. */
export type RestFor = (owner: string) => RestClient;

/**
 * Makes requests wait their turn. If a channel is at its own limit, throws a RetryLaterError without using up a turn.
 */
export function limitRate(
  rest: RestClient,
  buckets: Pick<Buckets, "take">,
  waitForTurn: (owner: string) => Promise<void>,
): RestFor {
  return (owner) => {
    async function limited<Reply>(method: string, route: string, send: () => Promise<Reply>): Promise<Reply> {
      const after = buckets.take(method, route);
      if (after > 0) throw new RetryLaterError(`At the rate limit of ${method} ${route}`, { after });
      await waitForTurn(owner);
      return send();
    }
    return {
      get: (...request) => limited("GET", request[0], () => rest.get(...request)),
      post: (...request) => limited("POST", request[0], () => rest.post(...request)),
      patch: (...request) => limited("PATCH", request[0], () => rest.patch(...request)),
    };
  };
}
