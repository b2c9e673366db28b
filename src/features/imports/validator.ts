import { MINUTE } from "../../platform/time.ts";
import { createWorkerThread, toJsonTexts, WorkerThreadError } from "../../platform/worker-thread.ts";
import { UserError } from "../../text/user-errors.ts";
import type { Question } from "../questions/rules.ts";
import { type ImportReport, importReportSchema } from "./rules.ts";
import type { ImportRequest } from "./validate-import.ts";

/** Limits memory use and waiting time: each file takes up to `TIMEOUT_MS`. */
const MAX_WAITING = 3;
/** No legitimate file needs more time or memory than this. */
const TIMEOUT_MS = 10_000;
const HEAP_MB = 64;

const TOO_LARGE: ImportReport = {
  questions: [],
  added: 0,
  changed: 0,
  unchanged: 0,
  problems: [
    {
      line: 1,
      severity: "error",
      message: "I couldn't read this file: it's nested too deeply or too large once expanded.",
    },
  ],
};

/**
 * Validates files one at a time in a worker thread, so a malicious file can't block or crash the process. If a file
 * takes too much time or memory, the thread is terminated. The next file starts a new one.
 */
export function createImportValidator(timeout = TIMEOUT_MS) {
  const thread = createWorkerThread({
    module: new URL("./validate-import.ts", import.meta.url),
    handler: "validateImport",
    timeout,
    idle: MINUTE,
    maxWaiting: MAX_WAITING,
    heapMb: HEAP_MB,
  });
  return {
    /** Throws a UserError if too many files are waiting. */
    async validate({
      bank,
      ...file
    }: Omit<ImportRequest, "bank"> & { bank: readonly Question[] }): Promise<ImportReport> {
      try {
        return await thread.run(async (send) =>
          importReportSchema.parse(await send({ ...file, bank: await toJsonTexts(bank) })),
        );
      } catch (error) {
        if (!(error instanceof WorkerThreadError)) throw error;
        if (error.reason === "busy") throw new UserError("imports-busy", {});
        return TOO_LARGE;
      }
    },
    close: thread.close,
  };
}

export type ImportValidator = Pick<ReturnType<typeof createImportValidator>, "validate">;
