import type { APIMessage } from "discord-api-types/v10";
import { pino } from "pino";
import { expect, it } from "vitest";
import { auditLedger } from "../../src/app/ledger.ts";
import { loadBank } from "../../src/content/load.ts";
import type { Question } from "../../src/core/question.ts";
import type { Seen } from "../../src/playground/person.ts";
import { openPlayground } from "../../src/playground/playground.ts";
import { connectRedis } from "../../src/redis/connection.ts";
import { createExamStore } from "../../src/redis/exams.ts";
import { keys } from "../../src/redis/keys.ts";
import { createLearnerStore } from "../../src/redis/learners.ts";
import { readLedger } from "../../src/redis/ledger.ts";
import { customIdsOf, textOf } from "../e2e/stage.ts";
import { freshDatabase } from "../redis/server.ts";
import { startFleet } from "./fleet.ts";
import { EXAM_STEPS } from "./steps.ts";

const PATIENCE_MS = 60_000;

it("an exam whose bot is killed at every step of it loses no answer, and has one result", async () => {
  const playground = await openPlayground({ port: 0, limits: "none" });
  const redisUrl = await freshDatabase();
  const redis = connectRedis(redisUrl, { log: pino({ level: "silent" }) });
  const noted = [1, 2, 4].flatMap((nth) => EXAM_STEPS.slice(0, 2).map((step) => ({ step, nth })));
  const deaths = [...noted, ...EXAM_STEPS.slice(2).map((step) => ({ step, nth: 1 }))];
  const planned = deaths.length;
  const { token, apiUrl, guild, people } = playground;
  const fleet = startFleet(1, { token, apiUrl, redisUrl }, deaths);
  try {
    await fleet.ready();
    const member = playground.person(people.members[0].id);
    const { daily } = guild.channels;
    const start = await insist(() => member.command("exam start", { module: "mock" }, daily), /\d+ of 60|attempt open/);
    let shown = await insist(() => member.command("exam resume", {}, daily), /1 of 60/);
    const ends = endOf(shown);
    expect(start).toBeDefined();

    const bank = new Map(loadBank({ content: "content" }).map((question) => [question.stem, question]));
    const answered: boolean[] = [];
    for (let place = 1; answered.length < 12; place += 1) {
      const question = [...bank.values()].find(({ stem }) => textOf(shown).includes(`### ${stem}`));
      const option = question && keyOf(question);
      if (option !== undefined) {
        const id = customIdsOf(shown).find((one) => one.startsWith("exam-answer:") && one.endsWith(`:${option}`)) ?? "";
        const here = shown;
        shown = await insist(() => member.click(here, id), /Your answer:/);
        answered.push(true);
      }
      const next = customIdsOf(shown).find((one) => one.endsWith(":next")) ?? "";
      const here = shown;
      shown = await insist(() => member.click(here, next), new RegExp(`${place + 1} of 60`));
    }
    expect(endOf(shown), "time runs on").toBe(ends);

    const { open } = createExamStore(redis);
    const attempt = await open(member.id);
    expect(attempt?.items.filter(({ response }) => response)).toHaveLength(answered.length);
    const here = shown;
    const ask = await insist(() => member.click(here, idIn(here, "exam-submit:")), /Submit Mock exam/);
    await insist(() => member.click(ask, idIn(ask, ":sure")), /12 of 60/);
    await until(async () => fleet.deaths.size >= EXAM_STEPS.length, PATIENCE_MS);
    await until(async () => (await redis.exists(keys.examsSubmitted(member.id))) === 0, PATIENCE_MS);

    const results = await createExamStore(redis).results(member.id);
    expect(results.map(({ right, items }) => [right, items])).toEqual([[12, 60]]);
    const seen = await createLearnerStore(redis).seen(member.id);
    expect([...seen.values()].map(({ times }) => times)).toEqual(answered.map(() => 1));
    expect(auditLedger(await readLedger(redis, guild.id))).toEqual([]);
    expect([...fleet.deaths.values()].reduce((sum, count) => sum + count, 0)).toBe(planned);
    expect([...fleet.deaths.keys()].sort()).toEqual([...EXAM_STEPS].sort());
  } finally {
    await fleet.close();
    redis.disconnect();
    await playground.close();
  }
}, 300_000);

/** Does it again until the bot that stands in for the dead one shows what was asked for. */
async function insist(act: () => Promise<Seen>, wanted: RegExp): Promise<APIMessage> {
  for (const deadline = Date.now() + PATIENCE_MS; ; ) {
    const seen = await tried(act);
    const message = seen.updated ?? seen.message;
    if (message && wanted.test(textOf(message))) return message;
    if (Date.now() > deadline) throw new Error(`${wanted}: ${seen.failed ?? textOf(message)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Nobody may be there to take it. */
async function tried(act: () => Promise<Seen>): Promise<Pick<Seen, "message" | "updated" | "failed">> {
  try {
    return await act();
  } catch (error) {
    return { failed: String(error) };
  }
}

async function until(holds: () => Promise<boolean>, withinMs: number): Promise<void> {
  for (const deadline = Date.now() + withinMs; !(await holds()) && Date.now() < deadline; )
    await new Promise((resolve) => setTimeout(resolve, 100));
}

/** The key of a question that one tap answers. */
function keyOf(question: Question): string | undefined {
  if (question.type !== "single") return undefined;
  return Object.entries(question.options).find(([, { key }]) => key)?.[0];
}

function idIn(message: APIMessage, part: string): string {
  return customIdsOf(message).find((id) => id.includes(part)) ?? `no ${part}`;
}

function endOf(message: APIMessage): string | undefined {
  return /ends <t:(\d+)/.exec(textOf(message))?.[1];
}
