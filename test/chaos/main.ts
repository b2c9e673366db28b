import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { startEmbeddedRedis } from "../../src/redis/embedded.ts";
import { type CrashReport, crash } from "./crash.ts";
import { crashExam, type ExamReport, isSoundExam, MANY_DEATHS } from "./exam.ts";
import { STEPS } from "./steps.ts";

/** The long form of the crash test: rounds until the minutes are over, each with a seed that plays it again. */
const { values } = parseArgs({
  options: { seed: { type: "string" }, minutes: { type: "string", default: "10" } },
});
const seed = values.seed ?? String(Date.now());
const until = Date.now() + Number(values.minutes) * 60_000;
const say = (line: string) => process.stdout.write(`${line}\n`);

const packagesDir = fileURLToPath(new URL("../../.data/packages", import.meta.url));
let failed = 0;
let rounds = 0;
do {
  const round = rounds === 0 ? seed : `${seed}-${rounds}`;
  say(`Round ${rounds + 1}: npm run chaos -- --minutes 0 --seed ${round}`);
  const report = await play(round);
  say(JSON.stringify(report, undefined, 2));
  if (!isSound(report) || !isSoundExam(report.exam)) failed += 1;
  rounds += 1;
} while (Date.now() < until);
say(`${rounds - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

async function play(round: string): Promise<CrashReport & { exam: ExamReport }> {
  const size = { guilds: 40, channelsPerGuild: 5, membersPerGuild: 6, randomKills: 6 };
  const report = await onRedis((redisUrl) => crash({ seed: round, redisUrl, ...size, say }));
  say("an exam, and many deaths on its way");
  return { ...report, exam: await onRedis((redisUrl) => crashExam(redisUrl, MANY_DEATHS)) };
}

async function onRedis<Report>(work: (redisUrl: string) => Promise<Report>): Promise<Report> {
  const dataDir = await mkdtemp(join(tmpdir(), "rootine-chaos-"));
  const redis = await startEmbeddedRedis({ dataDir, packagesDir, log: pino({ level: "warn" }) });
  try {
    return await work(redis.url);
  } finally {
    await redis.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function isSound({ doubled, lost, unrevealed, wronged, drifted, acknowledged, deaths }: CrashReport): boolean {
  const failures = [doubled, lost, unrevealed, wronged, drifted].flat();
  return failures.length === 0 && acknowledged > 0 && STEPS.every((step) => deaths[step] !== undefined);
}
