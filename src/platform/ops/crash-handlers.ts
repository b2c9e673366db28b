import { randomUUID } from "node:crypto";
import type { Logger } from "pino";

/**
 * What nobody caught is a bug. A rejection has undone no more than its own work: it is noted, and the process goes on. After
 * an exception nobody knows what stands: the process ends at once, as if killed, which loses nothing, and whoever
 * watches over it starts it again.
 */
export function catchMishaps(log: Pick<Logger, "error" | "fatal">): void {
  process.on("unhandledRejection", (cause) => {
    log.error({ reference: newReference(), err: errorOf(cause) }, "A rejection was not handled: a bug; going on");
  });
  process.on("uncaughtException", (cause) => {
    log.fatal({ reference: newReference(), err: errorOf(cause) }, "An exception was not caught: a bug; ending");
    process.exit(1);
  });
}

function errorOf(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(`Not an error: ${String(cause)}`);
}

function newReference(): string {
  return randomUUID().slice(0, 8);
}
