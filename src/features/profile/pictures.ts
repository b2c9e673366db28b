import type { Logger } from "pino";
import { z } from "zod";
import { MINUTE, SECOND } from "../../platform/time.ts";
import { createWorkerThread } from "../../platform/worker-thread.ts";
import type { ProfilePicture } from "./picture-view.ts";

const image = z.instanceof(Uint8Array);

/**
 * Draws profile pictures in a worker thread that starts with the first picture. Loading the library blocks its thread
 * for 35 to 80 ms. Each picture takes 3 to 10 ms. `npm run bench -- profile` measures the effect on clicks.
 */
export function createPictures(log: Logger) {
  const thread = createWorkerThread({
    module: new URL("./picture-worker.ts", import.meta.url),
    handler: "drawProfile",
    timeout: 10 * SECOND,
    idle: 10 * MINUTE,
    maxWaiting: 100,
  });
  return {
    /** If drawing fails, logs a warning and returns undefined. The view then shows text. */
    async draw(picture: ProfilePicture): Promise<Buffer | undefined> {
      try {
        const { buffer, byteOffset, byteLength } = image.parse(await thread.run((send) => send(picture)));
        return Buffer.from(buffer, byteOffset, byteLength);
      } catch (error) {
        log.warn({ err: error }, "Drawing a profile picture failed");
        return undefined;
      }
    },
    close: thread.close,
  };
}

export type Pictures = ReturnType<typeof createPictures>;
