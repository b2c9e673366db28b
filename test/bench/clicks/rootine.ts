import { startBot } from "../../../src/bot.ts";
import { questions } from "../../questions.ts";
import { serveParent } from "../child.ts";
import { log } from "../redis.ts";

/** The child that runs the real bot, with all that belongs to it. */

const [apiUrl = "", token = "", redisUrl = ""] = process.argv.slice(2);
await startBot({ apiUrl, token, redisUrl, questions: [questions.single()], clock: Date.now, log });

serveParent({ ready: true }, () => {
  const { user, system } = process.cpuUsage();
  return { cpu: user + system };
});
