import { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import { z } from "zod";
import type { ProfilePicture } from "./picture-view.ts";

/** Makes pictures. Where that fails the words have to do: `draw` then gives nothing, and the log says why. */
export type Pictures = {
  draw(picture: ProfilePicture): Promise<Buffer | undefined>;
  close(): Promise<void>;
};

type Thread = { draw(picture: ProfilePicture): Promise<Buffer>; close(): Promise<void> };

const drawn = z.object({ id: z.int(), png: z.instanceof(Uint8Array) });

/** On Node 20 a thread does not read TypeScript because its parent does. */
const BEGIN = `
  const { loader, file } = require("node:worker_threads").workerData;
  import(loader).then(({ register }) => { register(); return import(file); });
`;

/**
 * On a thread of its own, begun with the first picture: loading the library holds whoever does it for 35 to 80 ms, and
 * drawing for 3 to 10 ms more, in which no click would be answered. `npm run bench -- profile` measures what is left of it.
 */
export function createPictures(log: Logger): Pictures {
  let thread: Thread | undefined;
  return {
    async draw(picture) {
      thread ??= startThread((ended) => {
        if (thread === ended) thread = undefined;
      });
      try {
        return await thread.draw(picture);
      } catch (error) {
        log.warn({ err: error }, "A picture could not be drawn");
        return undefined;
      }
    },
    close: async () => thread?.close(),
  };
}

function startThread(onEnd: (ended: Thread) => void): Thread {
  const worker = new Worker(BEGIN, {
    eval: true,
    execArgv: [],
    workerData: {
      loader: import.meta.resolve("tsx/esm/api"),
      file: new URL("./picture-thread.ts", import.meta.url).href,
    },
  });
  const waiting = new Map<number, { resolve(png: Buffer): void; reject(error: unknown): void }>();
  let orders = 0;

  const end = (error: unknown) => {
    onEnd(thread);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on("message", (message: unknown) => {
    const { id, png } = drawn.parse(message);
    waiting.get(id)?.resolve(Buffer.from(png.buffer, png.byteOffset, png.byteLength));
    waiting.delete(id);
    // A process that is done need not stay for a thread that waits for work.
    if (waiting.size === 0) worker.unref();
  });
  worker.on("error", end);
  worker.on("exit", (code) => end(new Error(`The thread that draws has ended with ${code}`)));

  const thread: Thread = {
    draw: (picture) =>
      new Promise((resolve, reject) => {
        orders += 1;
        worker.ref();
        waiting.set(orders, { resolve, reject });
        worker.postMessage({ id: orders, picture });
      }),
    close: async () => void (await worker.terminate()),
  };
  return thread;
}
