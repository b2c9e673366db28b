import { AsyncLocalStorage } from "node:async_hooks";
import { Client, Events, REST } from "discord.js";
import { type Command, Redis } from "ioredis";
import { onTestFinished, vi } from "vitest";

/** The cost of one interaction. */
export type Cost = {
  /** The longest chain of sequential Redis commands before the reply. */
  roundTrips: number;
  /** All REST calls, also after the reply. */
  restCalls: number;
};

type Tally = Cost & { answered: boolean };

/** The router records the learner's guild while the handler runs, which doesn't wait for it. */
function isBeside({ args: [key] }: Command): boolean {
  return /^rootine:\{u:\d+\}:guilds$/.test(String(key));
}

/**
 * Counts the cost of each interaction until the end of the test, for bots of this process started after the call.
 * Commands sent together count as one round trip, also to several hash tags. Commands after the reply don't count.
 */
export function countRoundTrips(): { latest(): Cost } {
  const current = new AsyncLocalStorage<Tally>();
  const tallies: Tally[] = [];

  const { emit } = Client.prototype;
  vi.spyOn(Client.prototype, "emit").mockImplementation(function (this: Client, ...given: Parameters<typeof emit>) {
    if (given[0] !== Events.InteractionCreate) return Reflect.apply(emit, this, given);
    const tally = { roundTrips: 0, restCalls: 0, answered: false };
    tallies.push(tally);
    return current.run(tally, () => Reflect.apply(emit, this, given));
  });

  const { sendCommand } = Redis.prototype;
  vi.spyOn(Redis.prototype, "sendCommand").mockImplementation(function (
    this: Redis,
    ...given: Parameters<typeof sendCommand>
  ) {
    const reply: unknown = Reflect.apply(sendCommand, this, given);
    const tally = current.getStore();
    if (!tally || tally.answered || isBeside(given[0])) return reply;
    const depth = tally.roundTrips;
    const count = () => {
      if (!tally.answered) tally.roundTrips = Math.max(tally.roundTrips, depth + 1);
    };
    if (reply instanceof Promise) reply.then(count, count);
    return reply;
  });

  const { post } = REST.prototype;
  vi.spyOn(REST.prototype, "post").mockImplementation(function (this: REST, ...given: Parameters<typeof post>) {
    const tally = current.getStore();
    if (tally) {
      tally.restCalls += 1;
      tally.answered = true;
    }
    return Reflect.apply(post, this, given);
  });

  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  return {
    latest() {
      const tally = tallies.at(-1);
      if (!tally) throw new Error("No interaction was received");
      return { roundTrips: tally.roundTrips, restCalls: tally.restCalls };
    },
  };
}
