import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { answers } from "./answers.ts";
import { clicks } from "./clicks.ts";
import { type Figure, isMissed, table } from "./figures.ts";
import { live } from "./live.ts";
import { memory } from "./memory.ts";
import { page } from "./page.ts";
import { profile } from "./profile.ts";
import { type BenchRedis, withRedis } from "./redis.ts";
import { rescore } from "./rescore.ts";
import { board } from "./scale/board.ts";
import { fanOut } from "./scale/fan-out.ts";
import { million } from "./scale/million.ts";
import { peers } from "./scale/peers.ts";
import { schedules } from "./schedules.ts";
import { start } from "./start.ts";
import { steps } from "./steps.ts";

/** `npm run bench -- answers start` runs only these benchmarks; with `--strict` a missed target fails the run. */

type Benchmark = (redis: BenchRedis) => Promise<Figure[]>;

const SCALE: Readonly<Record<string, Benchmark>> = { million, "fan-out": fanOut, board, peers };
const USUAL: Readonly<Record<string, Benchmark>> = {
  clicks,
  answers,
  schedules,
  start,
  memory,
  profile,
  rescore,
  live,
  steps,
  page,
};

const options = { strict: { type: "boolean" }, scale: { type: "boolean" } } as const;
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const BENCHMARKS = values.scale ? SCALE : USUAL;
const unknown = positionals.find((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown) {
  console.error(`Unknown benchmark "${unknown}"; choose from ${Object.keys(BENCHMARKS).join(", ")}.`);
  process.exit(2);
}

const started = performance.now();
const figures: Figure[] = [];
for (const [name, run] of Object.entries(BENCHMARKS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.log(`${name} …`);
  figures.push(...(await withRedis(run)));
}

const missed = figures.filter(isMissed).length;
console.log(`\n${table(figures)}\n`);
console.log(`${missed} missed. ${machine()} ${((performance.now() - started) / 1000).toFixed(0)} s in total.`);
process.exitCode = values.strict && missed > 0 ? 1 : 0;

/** Absolute figures depend on the machine and its load; only ratios are comparable between runs. */
function machine(): string {
  const load = loadavg().map((value) => value.toFixed(1));
  return `${cpus().length} cores, Node ${process.versions.node}, load ${load.join(" ")}.`;
}
