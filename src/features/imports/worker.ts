import { parentPort } from "node:worker_threads";
import { type ImportJob, readImport } from "./read-import.ts";

/** One file is read and judged in a thread of its own: it may take as long as it takes, and nobody waits for it. */
parentPort?.once("message", (job: ImportJob) => {
  parentPort?.postMessage(readImport(job));
});
