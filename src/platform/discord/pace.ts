import type { REST } from "discord.js";
import { SECOND } from "../time.ts";

/** Turns to send, shared by all processes; `toSend` answers the milliseconds until the stretch it takes begins. */
export type Turns = { toSend(lasting: number): Promise<number> };

/** Waits until one more message may go out. */
export type Pace = () => Promise<void>;

/** Discord's REST API, as far as messages need it. */
export type Requests = Pick<REST, "get" | "post" | "patch">;

/** What Discord allows a bot in all, unless it has granted more. */
const REQUESTS_A_SECOND = 50;
/** How much of that messages take; the rest is for what cannot be planned. */
const SHARE = 0.97;
/** So late a turn may be used and no second yet holds more than is allowed: it is shorter than what the share leaves. */
const LATEST = 20;

/**
 * Lets messages out evenly, as fast as Discord allows all processes together. A bot that may send more than usual takes
 * several turns at once, so that Redis is asked no more often than at the usual limit.
 */
export function createPace({ toSend }: Turns, requestsPerSecond = REQUESTS_A_SECOND): Pace {
  const together = Math.max(1, Math.round(requestsPerSecond / REQUESTS_A_SECOND));
  const lasting = (together * SECOND) / (requestsPerSecond * SHARE);
  let stretch = { begins: Promise.resolve(0), left: 0 };

  function nextTurn(): typeof stretch {
    if (stretch.left === 0) {
      const taken = { begins: toSend(lasting).then((wait) => performance.now() + wait), left: together };
      // Those who wait for it are told; whoever comes later asks anew.
      taken.begins.catch(() => {
        taken.left = 0;
      });
      stretch = taken;
    }
    stretch.left -= 1;
    return stretch;
  }

  return async () => {
    const turn = nextTurn();
    if (await isInTime(turn.begins)) return;
    // What was missed is gone: made up for, it would come on top of the turns after it. Whoever misses the second too, on
    // a machine that is overworked, goes then: with two turns for one message it is below the limit anyway.
    turn.left = 0;
    await isInTime(nextTurn().begins);
  };
}

/** Waits until it is time; false where that was over by then. */
async function isInTime(begins: Promise<number>): Promise<boolean> {
  const wait = (await begins) - performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  return performance.now() - (await begins) <= LATEST;
}

/** The same API, at that pace. */
export function paced(rest: Requests, pace: Pace): Requests {
  return {
    get: (...request) => pace().then(() => rest.get(...request)),
    post: (...request) => pace().then(() => rest.post(...request)),
    patch: (...request) => pace().then(() => rest.patch(...request)),
  };
}
