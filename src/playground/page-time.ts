import type { Foresight } from "./foresight.ts";
import type { TimeGoal, ToPage } from "./page-protocol.ts";
import type { PlaygroundTime } from "./time.ts";
import { HOME } from "./world/home.ts";

/** What a window shows of the playground's time, and how it moves it. */

type Watch = { time: PlaygroundTime; foresight: { tell: Foresight }; userId: string };

const STEPS: Partial<Record<TimeGoal, number>> = { hour: 3_600_000, day: 86_400_000 };

export async function timeFrame({ time, foresight, userId }: Watch): Promise<ToPage> {
  const upcoming = await foresight.tell({ guildId: HOME.id, userId });
  return { type: "time", now: time.now(), ahead: time.ahead(), upcoming };
}

/** Moves to a step or to what is planned; answers whether anything of the kind was. */
export async function moveTime({ time, foresight, userId }: Watch, goal: TimeGoal): Promise<boolean> {
  const step = STEPS[goal];
  if (step !== undefined) {
    time.moveTo(time.now() + step);
    return true;
  }
  const upcoming = await foresight.tell({ guildId: HOME.id, userId });
  const instant = goal === "hour" || goal === "day" ? undefined : upcoming[goal];
  if (instant === undefined) return false;
  time.moveTo(instant);
  return true;
}
