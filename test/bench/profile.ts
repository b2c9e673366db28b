import { monitorEventLoopDelay } from "node:perf_hooks";
import { createPictures } from "../../src/features/profile/pictures.ts";
import { heatMap, levelsOf } from "../../src/features/profile/rules.ts";
import type { OwnProfile } from "../../src/features/profile/service.ts";
import { pictureOf } from "../../src/features/profile/view.ts";
import { TOPICS } from "../../src/features/questions/topic-rules.ts";
import { addDays } from "../../src/platform/time.ts";
import { type Figure, median } from "./figures.ts";
import { log } from "./redis.ts";

/** The time to render a full profile image, and the longest event loop stall during the first and later renderings. */

const WARM_UP = 5;
const ROUNDS = 40;
const MOST_MS = 80;
const MOST_KB = 100;
const MOST_HELD_MS = 20;
/** The stall of an idle process, as a baseline for a busy machine. */
const IDLE_MS = 1_500;
/** The resolution of the stall measurement. */
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
      { name: "profile: image, warm", value: median(took), unit: "ms", target: { atMost: MOST_MS } },
      { name: "profile: image size", value: bytes / 1_024, unit: "KB", target: { atMost: MOST_KB } },
      { ...hold("the first picture", cold), from: `${cold.result.ms.toFixed(0)} ms until it is there` },
      { ...hold("later ones", warm), from: `${ROUNDS} in a row; an idle loop: ${idle.ms.toFixed(0)} ms` },
      await onTheLoop(),
    ];
  } finally {
    await pictures.close();
  }

  async function draw(): Promise<{ ms: number; bytes: number }> {
    const started = performance.now();
    const image = await pictures.draw(pictureOf(shown));
    if (!image) throw new Error("No image was rendered");
    return { ms: performance.now() - started, bytes: image.length };
  }
}

function hold(by: string, { ms }: { ms: number }): Figure {
  return {
    name: `profile: longest event loop stall by ${by}`,
    value: ms,
    unit: "ms",
    target: { atMost: MOST_HELD_MS },
  };
}

/** The stall if the library were loaded on the main thread. */
async function onTheLoop(): Promise<Figure> {
  const { ms } = await held(() => import("@napi-rs/canvas"));
  return {
    name: "profile: longest event loop stall without a thread",
    value: ms,
    unit: "ms",
    from: "half of it in memory by then",
  };
}

async function held<Result>(work: () => Promise<Result>): Promise<{ ms: number; result: Result }> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  // Ignore stalls before this point.
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
    answers: (back * 5) % 17,
  }));
  return {
    of: "self",
    inGuild: { streak: 84, freezes: 2, points: 1_240, rank: 3, members: 23 },
    heat: heatMap(days, today),
    answered: 617,
    correct: 462,
    levels: levelsOf(
      new Map(TOPICS.map((topic, index) => [topic, { ability: index / 4 - 2, answers: 5 + index * 3 }])),
    ),
    readiness: { shown: true, probability: 0.71, band: [60, 80], gain: "sql" },
  };
}
