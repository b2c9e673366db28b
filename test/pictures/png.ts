import { crc32, deflateSync, inflateSync } from "node:zlib";

/** Reduces PNGs to a third of their size with a palette of 256 colors. */
export function shrinkPng(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png);
  const palette = choosePalette(pixels);
  const indexed = Buffer.alloc(height * (width + 1));
  const known = new Map<number, number>();
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const color = pixels.readUIntBE((y * width + x) * 3, 3);
      const index = known.get(color) ?? nearest(palette, color);
      known.set(color, index);
      indexed[y * (width + 1) + 1 + x] = index;
    }
  }
  return encode(width, height, palette, indexed);
}

type Image = { width: number; height: number; pixels: Buffer };

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");
const RGB = 2;
const PALETTE = 3;

function decode(png: Buffer): Image {
  const parts: Buffer[] = [];
  for (let at = SIGNATURE.length; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  // The header comes first: width, height, bit depth, color type, …, interlacing.
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  if (png[24] !== 8 || png[25] !== RGB || png[28] !== 0) throw new Error("Expected a plain PNG of 8-bit RGB.");
  return { width, height, pixels: unfilter(inflateSync(Buffer.concat(parts)), width * 3, height) };
}

/** Each byte is stored as its difference from the row filter's prediction. */
function unfilter(filtered: Buffer, stride: number, height: number): Buffer {
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = filtered[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x < 3 ? 0 : (pixels[at - 3] ?? 0);
      const above = y === 0 ? 0 : (pixels[at - stride] ?? 0);
      const aboveLeft = x < 3 || y === 0 ? 0 : (pixels[at - stride - 3] ?? 0);
      pixels[at] = (filtered[y * (stride + 1) + 1 + x] ?? 0) + predicted(filter, left, above, aboveLeft);
    }
  }
  return pixels;
}

function predicted(filter: number, left: number, above: number, aboveLeft: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    default: {
      const guess = left + above - aboveLeft;
      const [byLeft, byAbove] = [Math.abs(guess - left), Math.abs(guess - above)];
      const byBoth = Math.abs(guess - aboveLeft);
      if (byLeft <= byAbove && byLeft <= byBoth) return left;
      return byAbove <= byBoth ? above : aboveLeft;
    }
  }
}

const MAX_COLORS = 256;
/** Colors closer than this are interchangeable. */
const ALIKE = 1_000;

/** First a few distinct colors, so that a small green dot stays green, then the most frequent others. */
function choosePalette(pixels: Buffer): number[] {
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += 3) {
    const color = pixels.readUIntBE(at, 3);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  const byFrequency = [...counts].sort(([, one], [, other]) => other - one).map(([color]) => color);
  const kinds: number[] = [];
  for (const color of byFrequency) {
    if (kinds.length === MAX_COLORS) break;
    if (kinds.every((kind) => distance(kind, color) > ALIKE)) kinds.push(color);
  }
  return [...new Set([...kinds, ...byFrequency])].slice(0, MAX_COLORS);
}

function distance(one: number, other: number): number {
  return [16, 8, 0].reduce((sum, shift) => sum + (((one >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0);
}

function nearest(palette: readonly number[], color: number): number {
  return palette.reduce(
    (best, other, index) => (distance(other, color) < distance(palette[best] ?? 0, color) ? index : best),
    0,
  );
}

function encode(width: number, height: number, palette: readonly number[], indexed: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, PALETTE], 8);
  const colors = Buffer.alloc(palette.length * 3);
  for (const [index, color] of palette.entries()) colors.writeUIntBE(color, index * 3, 3);
  const data = deflateSync(indexed, { level: 9, memLevel: 9 });
  const parts = [chunk("IHDR", header), chunk("PLTE", colors), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([SIGNATURE, ...parts]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
