import { fileURLToPath } from "node:url";
import { parentPort } from "node:worker_threads";
import { createCanvas, GlobalFonts } from "@napi-rs/canvas";
import { z } from "zod";
import { encodeIndexedPng } from "./indexed-png.ts";
import { paintProfile, pictureSchema, sizeOf } from "./picture-view.ts";

/** Draws what it is sent, on a thread of its own; pictures.ts tells why. */

for (const weight of [400, 600]) {
  const font = import.meta.resolve(`@fontsource/inter/files/inter-latin-${weight}-normal.woff2`);
  GlobalFonts.registerFromPath(fileURLToPath(font), "Inter");
}

const order = z.object({ id: z.int(), picture: pictureSchema });

parentPort?.on("message", (message: unknown) => {
  const { id, picture } = order.parse(message);
  const { width, height } = sizeOf(picture);
  const context = createCanvas(width, height).getContext("2d");
  paintProfile(context, picture);
  const { data } = context.getImageData(0, 0, width, height);
  parentPort?.postMessage({ id, png: encodeIndexedPng(data, width, height) });
});
