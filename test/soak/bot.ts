import { fileURLToPath } from "node:url";
import { loadExams } from "../../src/bank/exams.ts";
import { loadBank } from "../../src/bank/load.ts";
import { startBot } from "../../src/roles/start.ts";
import { serveParent } from "../bench/child.ts";
import { log } from "../bench/redis.ts";
import { unlimited } from "../support/unlimited.ts";
import { botQuestion } from "./protocol.ts";

/** The child that runs the real bot, under a clock that its parent moves. */

const CONTENT = fileURLToPath(new URL("../../content", import.meta.url));
const [apiUrl = "", token = "", redisUrl = ""] = process.argv.slice(2);
let ahead = 0;

await startBot({
  apiUrl,
  token,
  redisUrl,
  // The members of the soak answer by one tap.
  questions: loadBank({ content: CONTENT }).filter(({ type }) => type === "single" || type === "true-false"),
  exams: loadExams(CONTENT),
  clock: () => Date.now() + ahead,
  log,
  rateLimiter: unlimited,
  requestsPerSecond: 500,
});

serveParent({ ready: true }, (question) => {
  const asked = botQuestion.parse(question);
  if (asked.ask === "look") return look();
  ahead = asked.ahead;
  return { moved: true };
});

function look() {
  if (!globalThis.gc) throw new Error("The soak's bot has to be started with --expose-gc");
  globalThis.gc();
  const { heapUsed: heap, rss } = process.memoryUsage();
  return { heap, rss, handles: process.getActiveResourcesInfo().length };
}
