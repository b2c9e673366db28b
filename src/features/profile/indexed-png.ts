import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_COLOURS = 256;
/** How many of the low bits of a channel may differ in what is taken for one colour; with six there are 256 colours. */
const TOLERANCES = [0, 1, 2, 3, 4, 5, 6];

/**
 * A PNG with a palette: a drawing of few flat colours and letters takes a third of what the canvas makes of it, which
 * always stores four channels. `pixels` are those of a canvas, red, green, blue and alpha in turn.
 */
export function encodeIndexedPng(pixels: Uint8ClampedArray, width: number, height: number): Buffer {
  const colours = new Uint32Array(pixels.buffer, pixels.byteOffset, width * height);
  const { palette, places } = choosePalette(colours);
  // Every row is a filter byte, for none, and then a byte a pixel.
  const rows = new Uint8Array((width + 1) * height);
  let [last, place] = [-1, 0];
  colours.forEach((colour, pixel) => {
    if (colour !== last) place = places.get(colour) ?? 0;
    last = colour;
    rows[pixel + Math.floor(pixel / width) + 1] = place;
  });
  return assemble(rows, palette, width, height);
}

/** At most 256 colours, and the place of each colour of the drawing among them; the most frequent stay as they are. */
function choosePalette(colours: Uint32Array): { palette: number[]; places: Map<number, number> } {
  const counts = new Map<number, number>();
  let [last, run] = [colours[0] ?? 0, 0];
  for (const colour of colours) {
    if (colour === last) run += 1;
    else {
      counts.set(last, (counts.get(last) ?? 0) + run);
      [last, run] = [colour, 1];
    }
  }
  counts.set(last, (counts.get(last) ?? 0) + run);
  const byFrequency = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);

  for (const tolerance of TOLERANCES) {
    const chosen = merge(byFrequency, tolerance);
    if (chosen.palette.length <= MOST_COLOURS) return chosen;
  }
  throw new Error("There are more colours than four channels of two bits can tell apart");
}

function merge(byFrequency: readonly number[], tolerance: number) {
  const kept = ((0xff << tolerance) & 0xff) * 0x01010101;
  const [palette, kinds, places]: [number[], Map<number, number>, Map<number, number>] = [[], new Map(), new Map()];
  for (const colour of byFrequency) {
    const kind = colour & kept;
    const place = kinds.get(kind) ?? palette.push(colour) - 1;
    kinds.set(kind, place);
    places.set(colour, place);
  }
  return { palette, places };
}

function assemble(rows: Uint8Array, palette: readonly number[], width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, which is a place in a palette; no filter of its own, no interlacing.
  header.set([8, 3, 0, 0, 0], 8);
  const channels = palette.map((colour) => [0, 8, 16, 24].map((shift) => (colour >>> shift) & 0xff));
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(channels.flatMap((rgba) => rgba.slice(0, 3)))),
    chunk("tRNS", Buffer.from(channels.flatMap((rgba) => rgba.slice(3)))),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
