import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Role } from "../../src/config.ts";
import { DAY, HOUR, SECOND } from "../../src/platform/time.ts";
import type { Playground } from "../../src/playground/playground.ts";
import type { Fleet } from "./fleet.ts";
import type { History } from "./history.ts";
import type { Oracle } from "./oracle.ts";
import { BEAT, LAST_WAVE, MORE_WAVES, type Phase, planRound, STORM_ENDS, WAVES } from "./plan.ts";
import type { TroubleMaker } from "./trouble.ts";
import type { World } from "./world.ts";

type Needs = {
  playground: Playground;
  world: World;
  oracle: Oracle;
  fleet: Fleet;
  trouble: TroubleMaker;
  history: History;
  seed: string;
  roles: readonly Role[];
  troubled: number;
};

const STARTED_WITHIN = 30 * SECOND;
const CALM_WITHIN = 120 * SECOND;

/** The days of a run: each has calm, some guilds' own trouble, a storm over all, and what comes after it. */
export function createRounds({ playground, world, oracle, fleet, trouble, history, seed, roles, troubled }: Needs) {
  const { clock: time } = playground;
  const stalls = monitorEventLoopDelay();
  const measured = {
    rounds: 0,
    slowestCalmMs: 0,
    slowestBesideTroubleMs: 0,
    resumedAfterMs: 0,
    caughtUpAfterMs: 0,
  };
  const undied: string[] = [];
  let day = world.dawn;

  function goTo(instant: number, phase: Phase | "night"): void {
    // Redis and the workers count in milliseconds: one more, and the slot's own is over.
    time.moveTo(instant + 1);
    oracle.goOn(instant, phase);
    fleet.setAhead(time.ahead());
    history.note(`the clock goes on to ${new Date(instant).toISOString()}: ${oracle.owed.size} posts owed`);
  }
  const paid = () => until(() => oracle.owed.size === 0, CALM_WITHIN);

  async function play(): Promise<void> {
    stalls.enable();
    goTo(day, "night");
    await paid();
    const started = Date.now();
    for (const event of planRound(seed, measured.rounds, { plots: world.plots, roles, troubled })) {
      await sleep(started + event.at - Date.now());
      if (event.kind === "tick") goTo(day + (world.waves[event.wave] ?? 0), event.phase);
      else await trouble.happen(event);
    }
    await sleep(started + STORM_ENDS - Date.now());
    await dieAll();
    await recover();
    measured.rounds += 1;
    // Now and then the bot is away for days.
    day += measured.rounds % 3 === 2 ? 3 * DAY : DAY;
  }

  /** Goes on until every planned death has been died; who is to die must first be there. */
  async function dieAll(): Promise<void> {
    for (let wave = WAVES; wave < WAVES + MORE_WAVES && fleet.undied().length > 0; wave += 1) {
      goTo(day + (world.waves[wave] ?? 0), "storm");
      await Promise.all([sleep(BEAT), until(fleet.isReady, STARTED_WITHIN)]);
    }
    undied.push(...fleet.undied().map(({ step }) => step));
    fleet.pardon();
  }

  async function recover(): Promise<void> {
    const calm = oracle.delays("calm", () => true);
    const others = oracle.delays("trouble", (plot) => !trouble.isTroubled(plot));
    measured.slowestCalmMs = Math.max(measured.slowestCalmMs, ...calm);
    measured.slowestBesideTroubleMs = Math.max(measured.slowestBesideTroubleMs, ...others);

    await trouble.clear();
    await fleet.ready();
    const over = Date.now();
    const mending = trouble.mendAll();
    goTo(day + (world.waves[LAST_WAVE] ?? 0), "recovery");
    await until(() => [...oracle.posts.values()].some((seen) => seen.some(({ at }) => at >= over)), CALM_WITHIN);
    measured.resumedAfterMs = Math.max(measured.resumedAfterMs, Date.now() - over);
    await paid();
    measured.caughtUpAfterMs = Math.max(measured.caughtUpAfterMs, Date.now() - over);
    stalls.disable();
    if (oracle.owed.size === 0) await mending;
  }

  /** Lets all that is left come due: the last reveals, and what the night owes. */
  async function end(): Promise<void> {
    goTo(day, "night");
    await paid();
    goTo(day + 2 * HOUR, "night");
    await paid();
  }

  return { play, end, told: () => ({ ...measured, undied, stalledMs: Math.round(stalls.max / 1e6) }) };
}

export async function until(isSo: () => boolean | Promise<boolean>, withinMs: number): Promise<void> {
  for (const deadline = Date.now() + withinMs; !(await isSo()) && Date.now() < deadline; ) await sleep(50);
}
