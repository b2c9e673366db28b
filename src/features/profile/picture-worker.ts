import { fileURLToPath } from "node:url";
import { parentPort } from "node:worker_threads";
import { createCanvas, GlobalFonts } from "@napi-rs/canvas";
import { z } from "zod";
import { paintProfile, pictureSchema, sizeOf } from "./picture-view.ts";

// Draws profile pictures in a worker thread; see pictures.ts.

for (const weight of [400, 600]) {
  const font = import.meta.resolve(`@fontsource/inter/files/inter-latin-${weight}-normal.woff2`);
  GlobalFonts.registerFromPath(fileURLToPath(font), "Inter");
}

const request = z.object({ id: z.int(), picture: pictureSchema });

parentPort?.on("message", (message: unknown) => {
  const { id, picture } = request.parse(message);
  const { width, height } = sizeOf(picture);
  const canvas = createCanvas(width, height);
  paintProfile(canvas.getContext("2d"), picture);
  parentPort?.postMessage({ id, image: canvas.toBuffer("image/webp", 100) });
});
