import { loadExams } from "../../../src/bank/exams.ts";
import { startBot } from "../../../src/roles/start.ts";
import { unlimited } from "../../support/unlimited.ts";
import { serveParent } from "../child.ts";
import { cpuSoFar } from "../cpu.ts";
import { log } from "../redis.ts";
import { bank } from "./bank.ts";
import { botQuestion } from "./protocol.ts";

/** Child process: the real bot with an adjustable clock. */

const [apiUrl = "", token = "", redisUrl = ""] = process.argv.slice(2);
const exams = loadExams(new URL("../../../content", import.meta.url).pathname);
let ahead = 0;
await startBot({
  apiUrl,
  token,
  redisUrl,
  questions: bank,
  exams,
  clock: () => Date.now() + ahead,
  log,
  rateLimiter: unlimited,
});

serveParent({ ready: true }, (question) => {
  ahead = botQuestion.parse(question).ahead ?? ahead;
  return { cpu: cpuSoFar() };
});
