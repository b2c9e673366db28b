import { loadExams } from "../../../src/bank/exams.ts";
import { startBot } from "../../../src/roles/start.ts";
import { serveParent } from "../child.ts";
import { log } from "../redis.ts";
import { bank } from "./bank.ts";

/** Child process: a bot on the real clock that also runs its own jobs. */

const [apiUrl = "", token = "", redisUrl = ""] = process.argv.slice(2);
const exams = loadExams(new URL("../../../content", import.meta.url).pathname);
await startBot({ apiUrl, token, redisUrl, role: "bot", questions: bank, exams, clock: Date.now, log });
serveParent({ ready: true }, () => ({}));
