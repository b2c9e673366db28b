import { startBot } from "../../src/roles/start.ts";
import { serveParent } from "../bench/child.ts";
import { log } from "../bench/redis.ts";
import { loadOneClickContent } from "../support/one-click-content.ts";
import { unlimited } from "../support/unlimited.ts";
import { botQuestion } from "./protocol.ts";

/** Child process: the real bot, with a clock its parent controls. */

const [apiUrl = "", token = "", redisUrl = ""] = process.argv.slice(2);
let ahead = 0;

await startBot({
  apiUrl,
  token,
  redisUrl,
  ...loadOneClickContent(),
  clock: () => Date.now() + ahead,
  log,
  rateLimiter: unlimited,
  requestsPerSecond: 500,
});

serveParent({ ready: true }, (question) => {
  const asked = botQuestion.parse(question);
  if (asked.ask === "measure") return look();
  ahead = asked.ahead;
  return { moved: true };
});

function look() {
  if (!globalThis.gc) throw new Error("Start the soak's bot with --expose-gc");
  globalThis.gc();
  const { heapUsed: heap, rss } = process.memoryUsage();
  return { heap, rss, handles: process.getActiveResourcesInfo().length };
}
