import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { loadExams } from "../../../src/bank/exams.ts";
import { startBot } from "../../../src/roles/start.ts";
import { questions } from "../../support/questions.ts";
import { serveParent } from "../child.ts";
import { log } from "../redis.ts";

/** Child process: the real bot, which reports its heap. */

const QUESTIONS = 100;
const [apiUrl = "", token = "", redisUrl = ""] = process.argv.slice(2);
const exams = loadExams(new URL("../../../content", import.meta.url).pathname);
const bank = Array.from({ length: QUESTIONS }, (_, index) => questions.single({ id: `http.q${index}` }));
await startBot({ apiUrl, token, redisUrl, questions: bank, exams, clock: Date.now, log });

setFlagsFromString("--expose-gc");
const collect: unknown = runInNewContext("gc");
serveParent({ ready: true }, () => {
  if (typeof collect === "function") collect();
  return { heap: process.memoryUsage().heapUsed };
});
