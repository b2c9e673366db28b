import { parseArgs } from "node:util";
import { withRedis } from "../bench/redis.ts";
import { soak } from "./soak.ts";

/** `npm run soak -- --minutes 30`: prints one line of JSON at the end, and exits with 1 if a trend isn't flat. */
const { values } = parseArgs({ options: { minutes: { type: "string", default: "30" } } });

const report = await withRedis((redis) =>
  soak(redis, Number(values.minutes), (line) => void process.stderr.write(`${line}\n`)),
);
process.stdout.write(`${JSON.stringify(report)}\n`);
process.exit(report.ok ? 0 : 1);
