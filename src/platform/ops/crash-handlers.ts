import { randomUUID } from "node:crypto";
import type { Logger } from "pino";

/**
 * Logs errors that nothing caught, which are bugs. An unhandled rejection only ends its own work, so the process
 * continues. After an uncaught exception the state is unknown, so the process exits and its supervisor restarts it; like
 * any kill, that loses nothing.
 */
export function installCrashHandlers(log: Pick<Logger, "error" | "fatal">): void {
  process.on("unhandledRejection", (cause) => {
    log.error({ reference: newReference(), err: errorOf(cause) }, "Unhandled rejection; continuing");
  });
  process.on("uncaughtException", (cause) => {
    log.fatal({ reference: newReference(), err: errorOf(cause) }, "Uncaught exception; exiting");
    process.exit(1);
  });
}

function errorOf(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(`Not an error: ${String(cause)}`);
}

function newReference(): string {
  return randomUUID().slice(0, 8);
}
