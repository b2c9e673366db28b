import type { PlaygroundTime } from "../../control/clock.ts";
import type { UpcomingSource } from "../../control/upcoming.ts";
import { HOME } from "../../model/home.ts";
import type { TimeTarget, ToPage } from "./protocol.ts";

/** What a window shows of the playground's time, and how it moves it. */

type Watch = { time: PlaygroundTime; upcoming: { tell: UpcomingSource }; userId: string };

const STEPS: Partial<Record<TimeTarget, number>> = { hour: 3_600_000, day: 86_400_000 };

export async function timeFrame({ time, upcoming, userId }: Watch): Promise<ToPage> {
  const planned = await upcoming.tell({ guildId: HOME.id, userId });
  return { type: "time", now: time.now(), ahead: time.ahead(), upcoming: planned };
}

/** Moves to a step or to what is planned; answers whether anything of the kind was. */
export async function moveTime({ time, upcoming, userId }: Watch, goal: TimeTarget): Promise<boolean> {
  const step = STEPS[goal];
  if (step !== undefined) {
    time.moveTo(time.now() + step);
    return true;
  }
  const planned = await upcoming.tell({ guildId: HOME.id, userId });
  const instant = goal === "hour" || goal === "day" ? undefined : planned[goal];
  if (instant === undefined) return false;
  time.moveTo(instant);
  return true;
}
