import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { z } from "zod";
import { startBot } from "../../src/bot.ts";
import { loadExams } from "../../src/content/exams.ts";
import { loadBank } from "../../src/content/load.ts";
import { examsSchema } from "../../src/core/exam.ts";
import { TOPICS } from "../../src/core/topic.ts";
import { EXAM_STEPS, STEPS, watchSteps } from "./steps.ts";

/** A whole bot in a process of its own, which its parent kills, or which kills itself at a step it is told. */

const plan = z.object({
  token: z.string(),
  apiUrl: z.string(),
  redisUrl: z.string(),
  ahead: z.number(),
  /** A mock exam of one item a topic, and only questions that one tap answers: short enough to be passed between deaths. */
  mock: z.literal("small").optional(),
  /** Die when this step has been come to for the `nth` time. */
  die: z.object({ step: z.enum([...STEPS, ...EXAM_STEPS]), nth: z.number() }).optional(),
});
const order = z.object({ ahead: z.number() });

const { token, apiUrl, redisUrl, die, mock, ...given } = plan.parse(JSON.parse(process.argv[2] ?? "{}"));
const CONTENT = fileURLToPath(new URL("../../content", import.meta.url));
const bank = loadBank({ content: CONTENT });
const exams = loadExams(CONTENT);
const small = { ...exams.mock, items: Object.fromEntries(TOPICS.map((topic) => [topic, 1])) };
let ahead = given.ahead;
let passed = 0;

process.on("message", (message) => {
  ahead = order.parse(message).ahead;
});
process.on("disconnect", () => process.exit(0));

await startBot({
  token,
  apiUrl,
  redisUrl,
  questions: mock ? bank.filter(({ type }) => type === "single") : bank,
  exams: mock ? examsSchema.parse({ ...exams, mock: small }) : exams,
  clock: () => Date.now() + ahead,
  log: pino({ level: "error" }),
  floods: "allowed",
  intercept: (ports) =>
    watchSteps(ports, (step) => {
      if (step !== die?.step) return;
      passed += 1;
      if (passed === die.nth) process.kill(process.pid, "SIGKILL");
    }),
});
process.send?.("ready");
