import { startBot } from "../../../src/bot.ts";
import { loadExams } from "../../../src/content/exams.ts";
import { questions } from "../../questions.ts";
import { serveParent } from "../child.ts";
import { log } from "../redis.ts";
import { workerOptions } from "./protocol.ts";

/** The child that is a worker of the real bot. */

const { ahead, ...options } = workerOptions.parse(JSON.parse(process.argv[2] ?? "{}"));
const exams = loadExams(new URL("../../../content", import.meta.url).pathname);
const clock = () => Date.now() + ahead;
const many = Array.from({ length: 40 }, (_, index) => ({ ...questions.single(), id: `http.question-${index}` }));
await startBot({ ...options, role: "worker", questions: many, exams, clock, log });
serveParent({ ready: true }, () => ({}));
