import { parseArgs } from "node:util";
import { isMissed, table } from "../bench/figures.ts";
import { withRedis } from "../bench/redis.ts";
import { abuse } from "./abuse.ts";

/**
 * `npm run abuse -- --seconds 60`: prints how a hostile account and guild affect neighbors. Exits with 1 on a missed
 * target.
 */
const { values } = parseArgs({ options: { seconds: { type: "string", default: "60" } } });

const figures = await withRedis((redis) =>
  abuse(redis, Number(values.seconds), (line) => void process.stderr.write(`${line}\n`)),
);
process.stdout.write(`${table(figures)}\n`);
process.exit(figures.some(isMissed) ? 1 : 0);
