import type { SKRSContext2D } from "@napi-rs/canvas";
import { z } from "zod";

/** What the picture of a profile shows, in words and numbers ready to be drawn. Shares run from 0 to 1. */
export const pictureSchema = z.object({
  title: z.string(),
  sum: z.string(),
  stats: z.array(z.object({ value: z.string(), label: z.string() })),
  /** Shades by day, Monday first; `months` names the weeks in which one begins. */
  heat: z.array(z.int()),
  months: z.array(z.object({ week: z.int(), name: z.string() })),
  weekdays: z.array(z.string()),
  /** A word for each shade, the emptiest first, and what is counted. */
  legend: z.array(z.string()),
  unit: z.string(),
  levels: z
    .object({
      title: z.string(),
      note: z.string(),
      /** `known` is absent where nothing has been answered. */
      rows: z.array(
        z.object({
          name: z.string(),
          label: z.string(),
          known: z.object({ share: z.number(), from: z.number(), to: z.number() }).optional(),
        }),
      ),
    })
    .optional(),
});
export type ProfilePicture = z.infer<typeof pictureSchema>;

/** A phone shows a picture about 375 points wide: one unit is about one point there, and two pixels. */
export const SCALE = 2;
const WIDTH = 400;
const PAD = 18;

/** A card of its own, so that it reads alike on dark and light. One hue, told apart by lightness alone. */
const GROUND = "#141b24";
const BRIGHT = "#f3f6fa";
const MUTED = "#a9b8c9";
const TRACK = "#2a3645";
const FILL = "#3fb5a3";
const SHADES = ["#232e3b", "#1d5c57", "#2c8c80", "#52c5b1", "#b9f5e6"];

const CELL = { size: 14, pitch: 17, radius: 3, left: PAD + 35, top: 62 };
const STATS = { left: 286, top: 34, pitch: 43 };
const LEGEND_TOP = CELL.top + 7 * CELL.pitch + 8;
const LEVELS_TOP = LEGEND_TOP + 46;
const ROW = { columns: 2, gap: 20, height: 29, bar: 6 };

export function sizeOf({ levels }: ProfilePicture): { width: number; height: number } {
  const rows = levels ? Math.ceil(levels.rows.length / ROW.columns) : 0;
  const bottom = levels ? LEVELS_TOP + 14 + rows * ROW.height : LEGEND_TOP + 14;
  return { width: WIDTH * SCALE, height: (bottom + PAD) * SCALE };
}

export function paintProfile(context: SKRSContext2D, picture: ProfilePicture): void {
  const { width, height } = sizeOf(picture);
  context.scale(SCALE, SCALE);
  box(context, GROUND, 0, 0, width / SCALE, height / SCALE, 12);
  paintHeat(context, picture);
  picture.stats.forEach(({ value, label }, index) => {
    const top = STATS.top + index * STATS.pitch;
    write(context, value, STATS.left, top, { size: 19, weight: 600 });
    write(context, label, STATS.left, top + 16, { size: 12, colour: MUTED });
  });
  if (picture.levels) paintLevels(context, picture.levels);
}

function paintHeat(context: SKRSContext2D, { title, sum, heat, months, weekdays, legend, unit }: ProfilePicture): void {
  const right = CELL.left + 12 * CELL.pitch - (CELL.pitch - CELL.size);
  write(context, title, PAD, 32, { size: 14, weight: 600 });
  write(context, sum, right, 32, { size: 12, colour: MUTED, align: "right" });
  for (const { week, name } of months) {
    write(context, name, CELL.left + week * CELL.pitch, CELL.top - 7, { size: 12, colour: MUTED });
  }
  weekdays.forEach((name, day) => {
    write(context, name, PAD, CELL.top + day * CELL.pitch + 11, { size: 12, colour: MUTED });
  });
  heat.forEach((shade, day) => {
    const [x, y] = [CELL.left + Math.floor(day / 7) * CELL.pitch, CELL.top + (day % 7) * CELL.pitch];
    box(context, shadeOf(shade), x, y, CELL.size, CELL.size, CELL.radius);
    if (day === heat.length - 1) ring(context, x, y);
  });
  paintLegend(context, legend, unit);
}

function paintLegend(context: SKRSContext2D, legend: readonly string[], unit: string): void {
  write(context, unit, PAD, LEGEND_TOP + 10.5, { size: 12, colour: MUTED });
  let x = CELL.left;
  legend.forEach((word, shade) => {
    box(context, shadeOf(shade), x, LEGEND_TOP, 12, 12, CELL.radius);
    x += 16 + write(context, word, x + 16, LEGEND_TOP + 10.5, { size: 12, colour: MUTED }) + 8;
  });
}

function paintLevels(context: SKRSContext2D, { title, note, rows }: NonNullable<ProfilePicture["levels"]>): void {
  write(context, title, PAD, LEVELS_TOP, { size: 14, weight: 600 });
  write(context, note, WIDTH - PAD, LEVELS_TOP, { size: 12, colour: MUTED, align: "right" });
  const perColumn = Math.ceil(rows.length / ROW.columns);
  const width = (WIDTH - 2 * PAD - ROW.gap) / ROW.columns;
  rows.forEach(({ name, label, known }, index) => {
    const x = PAD + Math.floor(index / perColumn) * (width + ROW.gap);
    const y = LEVELS_TOP + 14 + (index % perColumn) * ROW.height;
    write(context, name, x, y + 13, { size: 13, colour: known ? BRIGHT : MUTED });
    write(context, label, x + width, y + 13, { size: 13, colour: known ? BRIGHT : MUTED, align: "right" });
    box(context, TRACK, x, y + 18, width, ROW.bar, ROW.bar / 2);
    if (known) paintKnown(context, known, x, y + 18, width);
  });
}

/** The bar ends where the level is believed to be; the pale stretch about its end is how far that is in doubt. */
function paintKnown(
  context: SKRSContext2D,
  { share, from, to }: { share: number; from: number; to: number },
  x: number,
  y: number,
  width: number,
): void {
  box(context, FILL, x, y, Math.max(share * width, ROW.bar), ROW.bar, ROW.bar / 2);
  context.globalAlpha = 0.4;
  box(context, BRIGHT, x + from * width, y, (to - from) * width, ROW.bar, ROW.bar / 2);
  context.globalAlpha = 1;
  box(context, BRIGHT, x + share * width - 1.25, y - 1.5, 2.5, ROW.bar + 3, 1.25);
}

function shadeOf(shade: number): string {
  return SHADES[shade] ?? TRACK;
}

function box(
  context: SKRSContext2D,
  colour: string,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
): void {
  context.fillStyle = colour;
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.fill();
}

function ring(context: SKRSContext2D, x: number, y: number): void {
  context.strokeStyle = BRIGHT;
  context.lineWidth = 1.5;
  context.beginPath();
  context.roundRect(x - 1.25, y - 1.25, CELL.size + 2.5, CELL.size + 2.5, CELL.radius + 1);
  context.stroke();
}

type Lettering = { size: number; weight?: 400 | 600; colour?: string; align?: "left" | "right" };

/** Writes on the line at `y` and answers how wide that came out. */
function write(context: SKRSContext2D, text: string, x: number, y: number, lettering: Lettering): number {
  const { size, weight = 400, colour = BRIGHT, align = "left" } = lettering;
  context.font = `${weight} ${size}px Inter`;
  context.textAlign = align;
  context.fillStyle = colour;
  context.fillText(text, x, y);
  return context.measureText(text).width;
}
