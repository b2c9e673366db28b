import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Role } from "../../src/config.ts";
import { DAY, HOUR, SECOND } from "../../src/platform/time.ts";
import type { Playground } from "../../src/playground/playground.ts";
import type { Failures } from "./failures.ts";
import type { Fleet } from "./fleet.ts";
import type { History } from "./history.ts";
import type { Oracle } from "./oracle.ts";
import { BEAT, LAST_WAVE, MORE_WAVES, type Phase, planRound, STORM_ENDS, WAVES } from "./plan.ts";
import type { World } from "./world.ts";

type Options = {
  playground: Playground;
  world: World;
  oracle: Oracle;
  fleet: Fleet;
  failures: Failures;
  history: History;
  seed: string;
  roles: readonly Role[];
  failing: number;
};

const STARTED_WITHIN = 30 * SECOND;
const CALM_WITHIN = 120 * SECOND;

/** The days of a run. Each has a calm phase, failures of single channels, a storm and a recovery. */
export function createRounds({ playground, world, oracle, fleet, failures, history, seed, roles, failing }: Options) {
  const { clock: time } = playground;
  const stalls = monitorEventLoopDelay();
  const measured = {
    rounds: 0,
    slowestCalmMs: 0,
    slowestBesideFailuresMs: 0,
    resumedAfterMs: 0,
    caughtUpAfterMs: 0,
  };
  const pendingDeaths: string[] = [];
  let day = world.dayStart;

  function goTo(instant: number, phase: Phase | "night"): void {
    // One millisecond later, so that the slot's own millisecond has passed.
    time.moveTo(instant + 1);
    oracle.advance(instant, phase);
    fleet.setAhead(time.ahead());
    history.note(`clock moved to ${new Date(instant).toISOString()}: ${oracle.pending.size} posts pending`);
  }
  const caughtUp = () => until(() => oracle.pending.size === 0, CALM_WITHIN);

  async function play(): Promise<void> {
    stalls.enable();
    goTo(day, "night");
    await caughtUp();
    const started = Date.now();
    for (const event of planRound(seed, measured.rounds, { targets: world.targets, roles, failing })) {
      await sleep(started + event.at - Date.now());
      if (event.kind === "tick") goTo(day + (world.waves[event.wave] ?? 0), event.phase);
      else await failures.inject(event);
    }
    await sleep(started + STORM_ENDS - Date.now());
    await awaitDeaths();
    await recover();
    measured.rounds += 1;
    // The bot misses two days in every third round.
    day += measured.rounds % 3 === 2 ? 3 * DAY : DAY;
  }

  /** Adds waves until every planned death has happened. */
  async function awaitDeaths(): Promise<void> {
    for (let wave = WAVES; wave < WAVES + MORE_WAVES && fleet.pendingDeaths().length > 0; wave += 1) {
      goTo(day + (world.waves[wave] ?? 0), "storm");
      await Promise.all([sleep(BEAT), until(fleet.isReady, STARTED_WITHIN)]);
    }
    pendingDeaths.push(...fleet.pendingDeaths().map(({ step }) => step));
    fleet.cancelDeaths();
  }

  async function recover(): Promise<void> {
    const calm = oracle.delays("calm", () => true);
    const others = oracle.delays("failure", (target) => !failures.hasFailed(target));
    measured.slowestCalmMs = Math.max(measured.slowestCalmMs, ...calm);
    measured.slowestBesideFailuresMs = Math.max(measured.slowestBesideFailuresMs, ...others);

    await failures.clear();
    await fleet.ready();
    const over = Date.now();
    const repairs = failures.repairAll();
    goTo(day + (world.waves[LAST_WAVE] ?? 0), "recovery");
    await until(() => [...oracle.posts.values()].some((seen) => seen.some(({ at }) => at >= over)), CALM_WITHIN);
    measured.resumedAfterMs = Math.max(measured.resumedAfterMs, Date.now() - over);
    await caughtUp();
    measured.caughtUpAfterMs = Math.max(measured.caughtUpAfterMs, Date.now() - over);
    stalls.disable();
    if (oracle.pending.size === 0) await repairs;
  }

  /** Runs the last reveals and night slots. */
  async function end(): Promise<void> {
    goTo(day, "night");
    await caughtUp();
    goTo(day + 2 * HOUR, "night");
    await caughtUp();
  }

  return { play, end, measurements: () => ({ ...measured, pendingDeaths, stalledMs: Math.round(stalls.max / 1e6) }) };
}

export async function until(isSo: () => boolean | Promise<boolean>, withinMs: number): Promise<void> {
  for (const deadline = Date.now() + withinMs; !(await isSo()) && Date.now() < deadline; ) await sleep(50);
}
