import { parseArgs } from "node:util";
import { crashExam, isConsistent, MANY_DEATHS } from "./exam.ts";
import { type MortalRedis, startMortalRedis } from "./mortal-redis.ts";
import { chaos } from "./run.ts";
import { LONG, SHORT } from "./sizes.ts";

/** The long form: a run of the given minutes, and an exam with many deaths. The last line of output is the report. */
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
const print = (line: string) => void process.stderr.write(`${line}\n`);

print(`npm run chaos -- --minutes ${values.minutes} --seed ${seed}`);
const report = await onRedis((redis) => chaos({ ...size, seed, redis, redisUrl: redis.url, until, print }));
for (const { rule, what, about, history } of report.violations)
  print([`\n${rule}: ${what} (${about.join(", ")})`, ...history].join("\n  "));

const exam = values["without-exam"] || (await runExam());
const passed = report.violations.length === 0 && exam;
process.stdout.write(`${JSON.stringify({ passed, exam, ...report })}\n`);
process.exit(passed ? 0 : 1);

async function runExam(): Promise<boolean> {
  print("Exam with many deaths");
  const exam = await onRedis(({ url }) => crashExam(url, MANY_DEATHS));
  if (!isConsistent(exam)) print(JSON.stringify(exam, undefined, 2));
  return isConsistent(exam);
}

async function onRedis<Report>(work: (redis: MortalRedis) => Promise<Report>): Promise<Report> {
  const redis = await startMortalRedis();
  return work(redis).finally(() => redis.stop());
}
