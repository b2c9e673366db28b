import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { ScheduleStore } from "../../features/schedules/ports.ts";
import type { MemoryTroubleOf } from "../redis/problems.ts";
import { type Clock, MINUTE } from "../time.ts";
import { PACES, type Pace, type Plan, planEntry } from "./agenda-entries.ts";
import type { AgendaFeed, DueEntry } from "./agenda-ports.ts";
import type { TaskQueue } from "./queue.ts";

type Needs = {
  agenda: AgendaFeed;
  schedules: Pick<ScheduleStore, "find">;
  queue: TaskQueue;
  troubleOf: MemoryTroubleOf;
  clock: Clock;
  log: Logger;
};

/** How often the agenda is looked at while nothing is due. */
const LOOK_EVERY_MS = 200;
/** The queue is fed only up to here: Discord takes 50 messages a second, so more would only wait elsewhere. */
const DEEPEST_QUEUE = 2_000;
const BATCH_PER_SHARD = 50;
const PUT_OFF = MINUTE;

/**
 * Feeds what is due to the queue. Every worker runs one and none leads: an entry is first queued under a job id of its
 * own, then moved on by compare-and-set, so that two dispatchers, or one that died in between, do no harm.
 */
export function startDispatcher(needs: Needs): Dispatcher {
  const stopping = new AbortController();
  const beat = { at: performance.now() };
  const running = run(needs, beat, stopping.signal);
  return {
    sinceBeat: () => performance.now() - beat.at,
    async close() {
      stopping.abort();
      await running;
    },
  };
}

export type Dispatcher = {
  /** Milliseconds since the agenda was last seen to. */
  sinceBeat(): number;
  close(): Promise<void>;
};

async function run(needs: Needs, beat: { at: number }, stopping: AbortSignal): Promise<void> {
  let isWell = true;
  while (!stopping.aborted) {
    let more = false;
    try {
      more = await dispatch(needs);
      beat.at = performance.now();
      isWell = true;
    } catch (error) {
      // What keeps it from reading usually lasts, and is met five times a second.
      if (isWell) needs.log.warn({ err: error }, "The agenda could not be seen to, and is tried until it can");
      isWell = false;
    }
    // Stopping ends the sleep early, by an AbortError.
    if (!more) await sleep(LOOK_EVERY_MS, undefined, { signal: stopping }).catch(() => undefined);
  }
}

/** Sees to what is due now; true if there may be more. */
export async function dispatch(needs: Needs): Promise<boolean> {
  const more = await Promise.all(PACES.map((pace) => feed(pace, needs)));
  return more.includes(true);
}

async function feed(pace: Pace, needs: Needs): Promise<boolean> {
  const { agenda, queue, clock } = needs;
  // Asked first: while a million wait, they are not read again and again only to be left where they are.
  if ((await queue.depth(pace)) >= DEEPEST_QUEUE) return false;
  const due = await agenda.due(pace, clock(), BATCH_PER_SHARD);
  if (due.length === 0) return false;

  const planned = await Promise.all(due.map(async (one) => ({ ...one, ...(await plan(one, needs)) })));
  await queue.add(planned.flatMap(({ task }) => task ?? []));
  await agenda.settle(planned);
  return true;
}

/** What cannot be planned, or is for a newer version to plan, is put off, so that it holds up nobody else's. */
async function plan({ text, entry, at }: DueEntry, { schedules, troubleOf, clock, log }: Needs): Promise<Plan> {
  try {
    if (!entry) throw new Error(`Nothing is known of ${text}`);
    const schedule = "scheduleId" in entry ? await schedules.find(entry.guildId, entry.scheduleId) : undefined;
    return planEntry(entry, at, schedule, clock());
  } catch (error) {
    if (troubleOf(error)) throw error;
    log.error({ err: error, text }, "An agenda entry could not be planned and is put off");
    return { next: clock() + PUT_OFF };
  }
}
