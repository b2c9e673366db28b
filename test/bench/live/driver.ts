import type { APIMessage } from "discord-api-types/v10";
import { openPlayground } from "../../../src/playground/playground.ts";
import { serveParent } from "../child.ts";
import { driverQuestion } from "./protocol.ts";

/** Child process: the playground of one bot, and its members. */

const QUESTIONS = 20;
const [count = "0", kind = ""] = process.argv.slice(2);
const playground = await openPlayground({ port: 0 });
const guild = playground.addGuild({ members: Number(count) + 1, people: false });
const [host, ...members] = guild.members.map(({ id }) => playground.person(id, { settleAfterMs: 10 }));
const channelId = guild.channels[0]?.id ?? "";
let round = 0;

serveParent({ apiUrl: playground.apiUrl, token: playground.token, channelId }, async (question) => {
  const { ask } = driverQuestion.parse(question);
  return ask === "open" ? { messageId: (await open()).id } : { latencies: await click() };
});

/** The next question, from a new quiz if the current one has ended. */
async function open(): Promise<APIMessage> {
  round += 1;
  if (round % QUESTIONS === 1) await begin();
  else await use(await shown(/closed/), ":skip");
  return shown(new RegExp(`question ${((round - 1) % QUESTIONS) + 1} of ${QUESTIONS}"`));
}

async function begin(): Promise<void> {
  if (round > 1) {
    await use(await shown(/closed/), ":skip");
    await shown(/final result/);
  }
  const message = await lobby();
  await Promise.all(members.map((member) => member.click(message, customIdsOf(message)[0] ?? "")));
  await use(message, ":start");
}

/** Retries, because the channel is only free shortly after the previous result. */
async function lobby(): Promise<APIMessage> {
  for (;;) {
    const seen = await host?.command("quiz live", { count: QUESTIONS, seconds: 60 }, channelId);
    if (seen?.message && !seen.ephemeral) return seen.message;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** All members answer simultaneously; each is acknowledged when the playground has received the callback. */
async function click(): Promise<number[]> {
  const message = await (kind === "bare" ? shown(/"A"/) : shown(/question \d+ of \d+"/));
  const buttons = customIdsOf(message).filter((id) => id.startsWith("live-quiz.answer:"));
  const latencies = await Promise.all(
    members.map(async (member, index) => {
      const started = performance.now();
      const seen = await member.click(message, buttons[index % buttons.length] ?? "");
      if (!/Saved/.test(saidIn(seen.message))) throw new Error(`Click failed: ${JSON.stringify(seen)}`);
      return performance.now() - started;
    }),
  );
  if (kind !== "bare") await shown(new RegExp(`of ${members.length} correct`));
  return latencies;
}

async function use(message: APIMessage, control: string): Promise<void> {
  await host?.click(message, customIdsOf(message).find((id) => id.endsWith(control)) ?? control);
}

/** The newest public message that contains these words. */
async function shown(words: RegExp): Promise<APIMessage> {
  for (let tries = 0; tries < 2_000; tries += 1) {
    const newest = host?.visibleMessages(channelId).findLast(({ flags = 0 }) => (flags & 64) === 0);
    if (newest && words.test(saidIn(newest))) return newest;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`No message contains ${words}`);
}

function saidIn(message: APIMessage | undefined): string {
  return JSON.stringify(message?.components ?? []);
}

function customIdsOf(message: APIMessage): string[] {
  return [...saidIn(message).matchAll(/"custom_id":"([^"]+)"/g)].flatMap(([, id]) => id ?? []);
}
