import { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import { z } from "zod";
import type { ProfilePicture } from "./picture-view.ts";

/** Draws profile pictures. If drawing fails, `draw` logs a warning and returns undefined; the view then shows text. */
export type Pictures = {
  draw(picture: ProfilePicture): Promise<Buffer | undefined>;
  close(): Promise<void>;
};

type Thread = { draw(picture: ProfilePicture): Promise<Buffer>; close(): Promise<void> };

const drawn = z.object({ id: z.int(), image: z.instanceof(Uint8Array) });

/** Worker threads don't inherit the TypeScript loader on Node 20. */
const BOOTSTRAP = `
  const { loader, file } = require("node:worker_threads").workerData;
  import(loader).then(({ register }) => { register(); return import(file); });
`;

/**
 * Draws in a worker thread, started with the first picture: loading the library blocks its thread for 35 to 80 ms and
 * each picture for 3 to 10 ms. `npm run bench -- profile` measures the effect on clicks.
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
        log.warn({ err: error }, "Profile picture could not be drawn");
        return undefined;
      }
    },
    close: async () => thread?.close(),
  };
}

function startThread(onEnd: (ended: Thread) => void): Thread {
  const worker = new Worker(BOOTSTRAP, {
    eval: true,
    execArgv: [],
    workerData: {
      loader: import.meta.resolve("tsx/esm/api"),
      file: new URL("./picture-worker.ts", import.meta.url).href,
    },
  });
  const waiting = new Map<number, { resolve(image: Buffer): void; reject(error: unknown): void }>();
  let lastId = 0;

  const end = (error: unknown) => {
    onEnd(thread);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on("message", (message: unknown) => {
    const { id, image } = drawn.parse(message);
    waiting.get(id)?.resolve(Buffer.from(image.buffer, image.byteOffset, image.byteLength));
    waiting.delete(id);
    // An idle worker must not keep the process alive.
    if (waiting.size === 0) worker.unref();
  });
  worker.on("error", end);
  worker.on("exit", (code) => end(new Error(`Picture worker exited with code ${code}`)));

  const thread: Thread = {
    draw: (picture) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        worker.ref();
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, picture });
      }),
    close: async () => void (await worker.terminate()),
  };
  return thread;
}
