import type { APIMessage } from "discord-api-types/v10";
import { openPlayground } from "../../../src/playground/playground.ts";
import { serveParent } from "../child.ts";
import { inFlight } from "../in-flight.ts";
import { type DriverQuestion, driverQuestion, type Play } from "./protocol.ts";

/** Child process: the playground of one bot, with members who take quizzes, reviews and exams. */

type Step = Extract<DriverQuestion, { ask: "step" }>;

const COMMANDS = {
  quiz: ["quiz solo", { count: 20 }],
  review: ["review", {}],
  exam: ["exam start", { module: "mock" }],
} satisfies Record<Play, [path: string, values: Record<string, string | number>]>;

const [count = "0"] = process.argv.slice(2);
const playground = await openPlayground({ port: 0, limits: "none" });
const guild = playground.addGuild({ members: Number(count), people: false });
const members = guild.members.map(({ id }) => playground.person(id));
const channelId = guild.channels[0]?.id ?? "";
/** The current message by member index. */
const screens = new Map<number, APIMessage>();

const memberIds = members.map(({ id }) => id);
serveParent({ apiUrl: playground.apiUrl, token: playground.token, memberIds }, (question) => {
  const asked = driverQuestion.parse(question);
  return timed(asked.inFlight, (index) => (asked.ask === "begin" ? begin(index, asked.play) : take(index, asked)));
});

async function timed(width: number, act: (index: number) => Promise<void>) {
  const latencies: number[] = [];
  const seconds = await inFlight(width, members.length, async (index) => {
    const started = performance.now();
    await act(index);
    latencies.push(performance.now() - started);
  });
  return { seconds, latencies };
}

async function begin(index: number, play: Play): Promise<void> {
  const [path, values] = COMMANDS[play];
  const seen = await members[index]?.command(path, values, channelId);
  if (!seen?.message || !seen.ephemeral) throw new Error(`No ${play} started: ${JSON.stringify(seen)}`);
  screens.set(index, seen.message);
}

/** Resolves when the playground has received the callback, which is when Discord counts a click as acknowledged. */
async function take(index: number, step: Step): Promise<void> {
  const screen = screens.get(index);
  const seen = screen && (await members[index]?.click(screen, buttonFor(index, step, screen)));
  if (!seen?.updated) throw new Error(`Step ${step.step} of ${step.play} failed: ${JSON.stringify(seen)}`);
  screens.set(index, seen.updated);
}

function buttonFor(index: number, { play, step, right }: Step, screen: APIMessage): string {
  const rightly = right === "all" || (right === "even") === (index % 2 === 0);
  const kind = play === "exam" ? "exam" : "quiz";
  const [prefix, suffix] = {
    answer: [`${kind}-answer:`, rightly ? ":again" : ":stop"],
    next: kind === "exam" ? ["exams.go:", ":next"] : ["quiz.next:", ""],
    flag: ["exams.flag:", ""],
  }[step];
  const ids = [...JSON.stringify(screen.components ?? []).matchAll(/"custom_id":"([^"]+)"/g)];
  const found = ids.find(([, id = ""]) => id.startsWith(prefix ?? "") && id.endsWith(suffix ?? ""))?.[1];
  if (!found) throw new Error(`No ${prefix}…${suffix} to click among ${ids.map(([, id]) => id)}`);
  return found;
}
