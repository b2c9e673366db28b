import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";

/** Docker kills a process 10 s after SIGTERM. Another worker then takes over jobs that are still running. */
const SHUTDOWN_TIMEOUT_MS = 9_500;

/** Collects shutdown steps. `close` runs them in reverse order, each only once. */
export function createShutdownStack() {
  const steps: (() => Promise<unknown>)[] = [];
  let closed: Promise<void> | undefined;

  async function closeAll(): Promise<void> {
    for (const step of steps.toReversed()) {
      // Other steps must still run after one fails.
      await step().catch((error: unknown) => process.stderr.write(`Shutdown step failed: ${error}\n`));
    }
  }

  return {
    push: (step: () => Promise<unknown>) => void steps.push(step),
    close: () => {
      closed ??= closeAll();
      return closed;
    },
  };
}

export type ShutdownStack = ReturnType<typeof createShutdownStack>;

/** Shuts down on the first SIGINT or SIGTERM. Exits immediately on the second. */
export function shutDownOnSignal(shutdown: ShutdownStack, log: Logger): void {
  let isShuttingDown = false;
  const onSignal = async (signal: NodeJS.Signals) => {
    if (isShuttingDown) process.exit(1);
    isShuttingDown = true;
    log.info({ signal }, "Shutting down");
    await Promise.race([shutdown.close(), sleep(SHUTDOWN_TIMEOUT_MS)]);
    process.exit(0);
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
}

/**
 * Logs uncaught errors, which are bugs. An unhandled rejection affects only its own task, so the process continues.
 * After an uncaught exception, the state is unknown, so the process exits and its supervisor restarts it. Like any
 * crash, this doesn't lose data.
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
