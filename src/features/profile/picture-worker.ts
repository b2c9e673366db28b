import { fileURLToPath } from "node:url";
import { createCanvas, GlobalFonts } from "@napi-rs/canvas";
import { paintProfile, pictureSchema, sizeOf } from "./picture-view.ts";

for (const weight of [400, 600]) {
  const font = import.meta.resolve(`@fontsource/inter/files/inter-latin-${weight}-normal.woff2`);
  GlobalFonts.registerFromPath(fileURLToPath(font), "Inter");
}

/** Draws a profile picture as WebP. Runs in a worker thread; see pictures.ts. */
export function drawProfile(request: unknown): Uint8Array {
  const picture = pictureSchema.parse(request);
  const { width, height } = sizeOf(picture);
  const canvas = createCanvas(width, height);
  paintProfile(canvas.getContext("2d"), picture);
  return canvas.toBuffer("image/webp", 100);
}
