import { loadExams } from "../../../src/bank/exams.ts";
import { startBot } from "../../../src/roles/start.ts";
import { questions } from "../../support/questions.ts";
import { unlimited } from "../../support/unlimited.ts";
import { serveParent } from "../child.ts";
import { cpuSoFar } from "../cpu.ts";
import { log } from "../redis.ts";

/** Child process: the real bot. */

const [apiUrl = "", token = "", redisUrl = ""] = process.argv.slice(2);
const exams = loadExams(new URL("../../../content", import.meta.url).pathname);
await startBot({
  apiUrl,
  token,
  redisUrl,
  questions: [questions.single()],
  exams,
  clock: Date.now,
  log,
  rateLimiter: unlimited,
});

serveParent({ ready: true }, () => ({ cpu: cpuSoFar() }));
