import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import type { ImportReader } from "./ports.ts";
import type { ImportJob } from "./read-import.ts";

/** A file that takes longer or more than this is none that a person wrote. */
const PATIENCE_MS = 10_000;
const MEMORY = { maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 8 };
const WRITTEN_TOGETHER = 50;

const reading = z.object({
  questions: z.array(z.tuple([z.string(), z.string()])),
  added: z.int(),
  changed: z.int(),
  same: z.int(),
  problems: z.array(z.object({ line: z.int(), severity: z.enum(["error", "warning"]), message: z.string() })),
});

/** Reads files of questions, each in a worker thread that ends with it. */
export function createImportReader(patienceMs = PATIENCE_MS): ImportReader {
  return {
    async read({ known, ...file }) {
      // Text is handed over in no time; thousands of objects would hold everybody up.
      const texts: string[] = [];
      for (const [index, question] of known.entries()) {
        if (index % WRITTEN_TOGETHER === WRITTEN_TOGETHER - 1) await setImmediate();
        texts.push(JSON.stringify(question));
      }
      return inThread({ ...file, known: texts }, patienceMs);
    },
  };
}

async function inThread(job: ImportJob, patienceMs: number): Promise<z.infer<typeof reading>> {
  const worker = new Worker(new URL("./worker.mjs", import.meta.url), { execArgv: [], resourceLimits: MEMORY });
  // Whatever becomes of it after it was given up is of no interest.
  worker.on("error", () => undefined);
  try {
    worker.postMessage(job);
    const [reply]: unknown[] = await once(worker, "message", { signal: AbortSignal.timeout(patienceMs) });
    return reading.parse(reply);
  } catch (error) {
    const message = "I could not read this file: it is nested too deeply, or too large once it is read.";
    if (!isTooMuch(error)) throw error;
    return { questions: [], added: 0, changed: 0, same: 0, problems: [{ line: 1, severity: "error", message }] };
  } finally {
    await worker.terminate();
  }
}

function isTooMuch(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === "AbortError" || ("code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY");
}
