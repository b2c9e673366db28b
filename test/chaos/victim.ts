import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { z } from "zod";
import { createServices } from "../../src/app.ts";
import { loadExams } from "../../src/bank/exams.ts";
import { loadBank } from "../../src/bank/load.ts";
import { ROLES } from "../../src/config.ts";
import { examsSchema } from "../../src/features/exams/rules.ts";
import { TOPICS } from "../../src/features/questions/topic-rules.ts";
import { openPlatform } from "../../src/platform/platform.ts";
import { startRoles } from "../../src/roles/start.ts";
import { createSenders, createStores } from "../../src/stores.ts";
import { unlimited } from "../support/unlimited.ts";
import { STEPS, watchSteps } from "./steps.ts";

/** A bot process that its parent can kill, or that kills itself at a given step. */

/** Die when this step is reached for the `nth` time. */
const death = z.object({ step: z.enum(STEPS), nth: z.number() });
const plan = z.object({
  role: z.enum(ROLES),
  token: z.string(),
  apiUrl: z.string(),
  redisUrl: z.string(),
  ahead: z.number(),
  requestsPerSecond: z.number().optional(),
  /** A mock exam of one single-choice item per topic, short enough to pass despite the deaths. */
  mock: z.literal("small").optional(),
  die: death.optional(),
});
const order = z.union([z.object({ ahead: z.number() }), z.object({ die: death.nullable() })]);

/** Exit code when Discord or Redis wasn't reachable at startup; the parent retries. */
const NOT_STARTED = 3;

const { mock, ...given } = plan.parse(JSON.parse(process.argv[2] ?? "{}"));
const CONTENT = fileURLToPath(new URL("../../content", import.meta.url));
const bank = loadBank({ content: CONTENT });
const exams = loadExams(CONTENT);
const small = { ...exams.mock, items: Object.fromEntries(TOPICS.map((topic) => [topic, 1])) };
let { ahead, die } = given;
let passed = 0;

process.on("message", (message) => {
  const received = order.parse(message);
  if ("ahead" in received) ahead = received.ahead;
  else [die, passed] = [received.die ?? undefined, 0];
});
process.on("disconnect", () => process.exit(0));

const content = {
  questions: mock ? bank.filter(({ type }) => type === "single") : bank,
  exams: mock ? examsSchema.parse({ ...exams, mock: small }) : exams,
};

/** Starts the bot on stores and senders that report each step. */
async function start() {
  const platform = await openPlatform({ ...given, clock: () => Date.now() + ahead, log: pino({ level: "fatal" }) });
  const { stores, senders } = watchSteps(createStores(platform), createSenders(platform), (step) => {
    if (step !== die?.step) return;
    passed += 1;
    if (passed === die.nth) process.kill(process.pid, "SIGKILL");
  });
  const services = createServices(platform, content, stores, senders);
  await startRoles(platform, { stores, services }, { token: given.token, rateLimiter: unlimited });
}
await start().catch(() => process.exit(NOT_STARTED));
process.send?.("ready");
