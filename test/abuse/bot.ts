import { fileURLToPath } from "node:url";
import { loadExams } from "../../src/bank/exams.ts";
import { loadBank } from "../../src/bank/load.ts";
import { startBot } from "../../src/roles/start.ts";
import { serveParent } from "../bench/child.ts";
import { log } from "../bench/redis.ts";

/** Child process: the real bot with its real rate limits. */

const CONTENT = fileURLToPath(new URL("../../content", import.meta.url));
const [apiUrl = "", token = "", redisUrl = ""] = process.argv.slice(2);

await startBot({
  apiUrl,
  token,
  redisUrl,
  // Members answer with one click.
  questions: loadBank({ content: CONTENT }).filter(({ type }) => type === "single" || type === "true-false"),
  exams: loadExams(CONTENT),
  clock: Date.now,
  log,
});

serveParent({ ready: true }, () => ({ rss: process.memoryUsage.rss() }));
