import { SECOND } from "../time.ts";
import type { RestClient } from "./rest.ts";

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

/** The same API, where every request waits its turn. */
export function limitRate(rest: RestClient, waitForTurn: () => Promise<void>): RestClient {
  return {
    get: (...request) => waitForTurn().then(() => rest.get(...request)),
    post: (...request) => waitForTurn().then(() => rest.post(...request)),
    patch: (...request) => waitForTurn().then(() => rest.patch(...request)),
  };
}
