import { startBot } from "../../src/roles/start.ts";
import { serveParent } from "../bench/child.ts";
import { log } from "../bench/redis.ts";
import { loadOneClickContent } from "../support/one-click-content.ts";

/** Child process: the real bot with its real rate limits. */

const [apiUrl = "", token = "", redisUrl = ""] = process.argv.slice(2);

await startBot({
  apiUrl,
  token,
  redisUrl,
  ...loadOneClickContent(),
  clock: Date.now,
  log,
});

serveParent({ ready: true }, () => ({ rss: process.memoryUsage.rss() }));
