import { monitorEventLoopDelay } from "node:perf_hooks";
import { heatMap } from "../../src/features/profile/activity-rules.ts";
import { createPictures } from "../../src/features/profile/pictures.ts";
import { levelsOf } from "../../src/features/profile/rules.ts";
import type { OwnProfile } from "../../src/features/profile/service.ts";
import { pictureOf } from "../../src/features/profile/view.ts";
import { TOPICS } from "../../src/features/questions/topic-rules.ts";
import { addDays } from "../../src/platform/time.ts";
import { type Figure, median } from "./figures.ts";
import { log } from "./redis.ts";

/**
 * What the picture of a full profile takes, and how long the event loop of the bot, which answers clicks meanwhile, is
 * held at most: while the first one is drawn, for which a thread and a library have to be loaded, and by later ones.
 */

const WARM_UP = 5;
const ROUNDS = 40;
const MOST_MS = 80;
const MOST_KB = 100;
const MOST_HELD_MS = 20;
/** On a busy machine even a process that does nothing is held; how long, tells what the figures are worth. */
const IDLE_MS = 1_500;
/** How exactly the hold is measured. */
const RESOLUTION_MS = 1;

export async function profile(): Promise<Figure[]> {
  const pictures = createPictures(log);
  const shown = full();
  try {
    const cold = await held(() => draw());
    for (let round = 0; round < WARM_UP; round += 1) await draw();

    const took: number[] = [];
    const warm = await held(async () => {
      for (let round = 0; round < ROUNDS; round += 1) took.push((await draw()).ms);
    });
    const idle = await held(() => new Promise((resolve) => setTimeout(resolve, IDLE_MS)));
    const { bytes } = await draw();
    return [
      { name: "profile: a picture, warm", value: median(took), unit: "ms", target: { atMost: MOST_MS } },
      { name: "profile: its size", value: bytes / 1_024, unit: "KB", target: { atMost: MOST_KB } },
      { ...hold("the first picture", cold), from: `${cold.result.ms.toFixed(0)} ms until it is there` },
      { ...hold("later ones", warm), from: `${ROUNDS} in a row; an idle loop: ${idle.ms.toFixed(0)} ms` },
      await onTheLoop(),
    ];
  } finally {
    await pictures.close();
  }

  async function draw(): Promise<{ ms: number; bytes: number }> {
    const started = performance.now();
    const png = await pictures.draw(pictureOf(shown));
    if (!png) throw new Error("Nothing was drawn");
    return { ms: performance.now() - started, bytes: png.length };
  }
}

function hold(by: string, { ms }: { ms: number }): Figure {
  return {
    name: `profile: longest hold of the event loop by ${by}`,
    value: ms,
    unit: "ms",
    target: { atMost: MOST_HELD_MS },
  };
}

/** What the thread is for: the same hold, were the library loaded where clicks are answered. */
async function onTheLoop(): Promise<Figure> {
  const { ms } = await held(() => import("@napi-rs/canvas"));
  return {
    name: "profile: the same by loading the library without a thread",
    value: ms,
    unit: "ms",
    from: "half of it in memory by then",
  };
}

async function held<Result>(work: () => Promise<Result>): Promise<{ ms: number; result: Result }> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  // What was going on before belongs to nobody.
  await new Promise((resolve) => setTimeout(resolve, 50));
  delay.enable();
  const result = await work();
  await new Promise((resolve) => setTimeout(resolve, 5 * RESOLUTION_MS));
  delay.disable();
  return { ms: Math.max(delay.max / 1e6 - RESOLUTION_MS, 0), result };
}

function full(): OwnProfile {
  const today = "2026-11-22";
  const days = Array.from({ length: 84 }, (_, back) => ({
    day: addDays(today, -back),
    sitting: "quiz",
    answers: (back * 5) % 17,
  }));
  return {
    of: "oneself",
    here: { streak: 84, freezes: 2, points: 1_240, place: 3, members: 23 },
    heat: heatMap(days, today),
    met: 617,
    right: 462,
    levels: levelsOf(
      new Map(TOPICS.map((topic, index) => [topic, { ability: index / 4 - 2, answers: 5 + index * 3 }])),
    ),
    readiness: { shown: true, probability: 0.71, band: [60, 80], gain: "sql" },
  };
}
