import { once } from "node:events";
import os from "node:os";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { z } from "zod";

/** "busy": `maxWaiting` requests are already waiting. "over-limit": a request took too much time or memory. */
export class WorkerThreadError extends Error {
  override readonly name = "WorkerThreadError";
  readonly reason: "busy" | "over-limit";

  constructor(reason: "busy" | "over-limit") {
    super(`Worker thread: ${reason}`);
    this.reason = reason;
  }
}

type Options = {
  /** The module, and the name of the exported function that answers requests. */
  module: URL;
  handler: string;
  /** Milliseconds until a request times out and the thread is stopped. */
  timeout: number;
  /** Milliseconds until an idle thread is stopped. */
  idle: number;
  maxWaiting: number;
  heapMb?: number;
};

const reply = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: z.unknown() }),
]);

type Reply = z.infer<typeof reply>;

/** Below the event loop's priority, so members don't wait for background work when all cores are busy. */
const PRIORITY = os.constants.priority.PRIORITY_BELOW_NORMAL;

/**
 * Registers the TypeScript loader, which worker threads don't inherit on Node 20. On Linux, also sets the thread's
 * priority.
 */
const BOOTSTRAP = `
  const { existsSync, readlinkSync } = require("node:fs");
  const { setPriority } = require("node:os");
  if (existsSync("/proc/thread-self")) setPriority(Number(readlinkSync("/proc/thread-self").split("/").pop()), ${PRIORITY});
  const { parentPort, workerData: { loader, module, handler } } = require("node:worker_threads");
  import(loader).then(({ register }) => { register(); return import(module); }).then((loaded) => {
    parentPort.on("message", async (request) => {
      try {
        parentPort.postMessage({ ok: true, value: await loaded[handler](request) });
      } catch (error) {
        parentPort.postMessage({ ok: false, error });
      }
    });
    parentPort.postMessage({ ok: true });
  });
`;

/** Creates a worker thread for one caller at a time. It starts with the first request. */
export function createWorkerThread({ module, handler, timeout, idle, maxWaiting, heapMb }: Options) {
  let worker: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let pending = 0;
  let idleTimer: NodeJS.Timeout | undefined;

  /** Starts the thread and waits until its module is loaded. Loading doesn't count toward a request's timeout. */
  async function start(): Promise<Worker> {
    const started = new Worker(BOOTSTRAP, {
      eval: true,
      execArgv: [],
      workerData: { loader: import.meta.resolve("tsx/esm/api"), module: module.href, handler },
      ...(heapMb !== undefined && {
        resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 8 },
      }),
    });
    // `exchange` reports errors. If the thread fails while idle, the next request starts it again.
    started.on("error", () => undefined);
    started.on("exit", () => {
      if (worker === started) worker = undefined;
    });
    await once(started, "message");
    return started;
  }

  async function stop(): Promise<void> {
    clearTimeout(idleTimer);
    const stopped = worker;
    worker = undefined;
    await stopped?.terminate();
  }

  async function send(request: unknown): Promise<unknown> {
    clearTimeout(idleTimer);
    worker ??= await start();
    const running = worker;
    running.ref();
    const answer = await exchange(running, request, timeout).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    // An idle thread must not keep the process alive.
    running.unref();
    idleTimer = setTimeout(() => void stop(), idle).unref();
    if (!answer.ok) throw answer.error;
    return answer.value;
  }

  return {
    /**
     * Runs `use` with exclusive access to the thread. `send` resolves with the handler's result. Throws a
     * WorkerThreadError or the handler's error.
     */
    async run<Value>(use: (send: (request: unknown) => Promise<unknown>) => Promise<Value>): Promise<Value> {
      if (pending > maxWaiting) throw new WorkerThreadError("busy");
      pending += 1;
      const result = last.then(() => use(send));
      last = result
        .catch(() => undefined)
        .finally(() => {
          pending -= 1;
        });
      return result;
    },
    close: stop,
  };
}

async function exchange(worker: Worker, request: unknown, timeout: number): Promise<Reply> {
  worker.postMessage(request);
  let received: unknown;
  try {
    [received] = await once(worker, "message", { signal: AbortSignal.timeout(timeout) });
  } catch (error) {
    const isOverMemory = error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
    if (isOverMemory || (error instanceof Error && error.name === "AbortError")) {
      throw new WorkerThreadError("over-limit");
    }
    throw error;
  }
  return reply.parse(received);
}

const VALUES_PER_TURN = 50;

/** Converts values to JSON. Posting strings is fast, but cloning thousands of objects would block the event loop. */
export async function toJsonTexts(values: readonly object[]): Promise<string[]> {
  const texts: string[] = [];
  for (const [index, value] of values.entries()) {
    if (index % VALUES_PER_TURN === VALUES_PER_TURN - 1) await setImmediate();
    texts.push(JSON.stringify(value));
  }
  return texts;
}
