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

/** Reserves the next `length` milliseconds of a rate limit, and returns the milliseconds until they begin. */
export type ReserveInterval = (rateLimitKey: string, length: number) => Promise<number>;

/** Rate limits that all processes on this Redis share: no two intervals of a key overlap. */
export function createReserveInterval(redis: Redis): ReserveInterval {
  return (rateLimitKey, length) => scripts.reserve(redis, [rateLimitKey], [length]);
}

/** What Discord allows a bot by default, on all routes together. */
const REQUESTS_PER_SECOND = 50;
/** The share that messages use. The rest is for requests that can't be planned. */
const SHARE = 0.97;
/** An interval can be used this late: less than what the share leaves, so no second holds more than Discord allows. */
const MAX_DELAY = 20;

/**
 * Returns a function that waits until one more message may be sent, evenly over the second. A bot with a higher limit
 * reserves the time of several messages at once, so Redis is called no more often than at the default limit.
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
      // Those who wait for it get the error; later messages reserve again.
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
    if (await reaches(reserved.start)) return;
    // Sending the rest of a missed interval now would come on top of the next one. An overloaded machine that misses the
    // second interval too sends anyway: at two intervals per message, it stays below the limit.
    reserved.left = 0;
    await reaches(next().start);
  };
}

/** Waits for the start; false if it was missed. */
async function reaches(start: Promise<number>): Promise<boolean> {
  const wait = (await start) - performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  return performance.now() - (await start) <= MAX_DELAY;
}

/** Gives turns to owners one after another: an owner with many requests doesn't delay those with few. */
export function createFairTurns(waitForTurn: () => Promise<void>): (owner: string) => Promise<void> {
  type Waiting = { resolve(): void; reject(error: unknown): void };
  /** In the order of their next turns. */
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

/** The API as a guild or learner uses it, whose requests wait for their turns. */
export type RestFor = (owner: string) => RestClient;

/** A request whose channel is at its own limit fails with RetryLaterError and takes no turn from others. */
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
