import { loadExams } from "../../../src/bank/exams.ts";
import { startBot } from "../../../src/roles/start.ts";
import { serveParent } from "../child.ts";
import { cpuSoFar } from "../cpu.ts";
import { log } from "../redis.ts";
import { bank } from "./bank.ts";
import { workerOptions } from "./protocol.ts";

/** Child process: a worker of the real bot. */

const { ahead, ...options } = workerOptions.parse(JSON.parse(process.argv[2] ?? "{}"));
const exams = loadExams(new URL("../../../content", import.meta.url).pathname);
const clock = () => Date.now() + ahead;
await startBot({ ...options, role: "worker", questions: bank, exams, clock, log });
serveParent({ ready: true }, () => ({ cpu: cpuSoFar() }));
