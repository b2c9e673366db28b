import { parseArgs } from "node:util";
import { crashExam, isConsistent, MANY_DEATHS } from "./exam.ts";
import { type MortalRedis, startMortalRedis } from "./mortal-redis.ts";
import { chaos } from "./run.ts";
import { LONG, SHORT } from "./sizes.ts";

/** The long form: one run of so many minutes, and an exam with many deaths on its way; the last line is its report. */
const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    minutes: { type: "string", default: "10" },
    short: { type: "boolean", default: false },
    "without-exam": { type: "boolean", default: false },
  },
});
const seed = values.seed ?? String(Date.now());
const until = Date.now() + Number(values.minutes) * 60_000;
const size = values.short ? SHORT : LONG;
const say = (line: string) => void process.stderr.write(`${line}\n`);

say(`npm run chaos -- --minutes ${values.minutes} --seed ${seed}`);
const report = await onRedis((redis) => chaos({ ...size, seed, redis, redisUrl: redis.url, until, say }));
for (const { rule, what, about, history } of report.wrongs)
  say([`\n${rule}: ${what} (${about.join(", ")})`, ...history].join("\n  "));

const exam = values["without-exam"] || (await sitExam());
const sound = report.wrongs.length === 0 && exam;
process.stdout.write(`${JSON.stringify({ sound, exam, ...report })}\n`);
process.exit(sound ? 0 : 1);

async function sitExam(): Promise<boolean> {
  say("an exam, and many deaths on its way");
  const exam = await onRedis(({ url }) => crashExam(url, MANY_DEATHS));
  if (!isConsistent(exam)) say(JSON.stringify(exam, undefined, 2));
  return isConsistent(exam);
}

async function onRedis<Report>(work: (redis: MortalRedis) => Promise<Report>): Promise<Report> {
  const redis = await startMortalRedis();
  return work(redis).finally(() => redis.stop());
}
