import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Question } from "../questions/rules.ts";
import { type ImportReport, importReportSchema } from "./rules.ts";
import type { ImportRequest } from "./validate-import.ts";

/** No file that a person wrote needs more time or memory than this. */
const TIMEOUT_MS = 10_000;
const MEMORY = { maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 8 };
const QUESTIONS_PER_TURN = 50;

/** Validates each file in a worker thread of its own, so that a hostile file can't block or crash the process. */
export function createImportValidator(timeoutMs = TIMEOUT_MS) {
  return {
    async validate({ bank, ...file }: Omit<ImportRequest, "bank"> & { bank: readonly Question[] }) {
      // Posting strings is fast; cloning thousands of objects would block the event loop.
      const texts: string[] = [];
      for (const [index, question] of bank.entries()) {
        if (index % QUESTIONS_PER_TURN === QUESTIONS_PER_TURN - 1) await setImmediate();
        texts.push(JSON.stringify(question));
      }
      return runInWorker({ ...file, bank: texts }, timeoutMs);
    },
  };
}

export type ImportValidator = ReturnType<typeof createImportValidator>;

async function runInWorker(request: ImportRequest, timeoutMs: number): Promise<ImportReport> {
  const worker = new Worker(new URL("./worker.mjs", import.meta.url), { execArgv: [], resourceLimits: MEMORY });
  // Errors after the timeout don't matter.
  worker.on("error", () => undefined);
  try {
    worker.postMessage(request);
    const [reply]: unknown[] = await once(worker, "message", { signal: AbortSignal.timeout(timeoutMs) });
    return importReportSchema.parse(reply);
  } catch (error) {
    if (!isOverLimit(error)) throw error;
    const message = "I couldn't read this file: it's nested too deeply or too large once expanded.";
    return { questions: [], added: 0, changed: 0, unchanged: 0, problems: [{ line: 1, severity: "error", message }] };
  } finally {
    await worker.terminate();
  }
}

function isOverLimit(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === "AbortError" || ("code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY");
}
