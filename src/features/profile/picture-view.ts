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
      rows: z.array(
        z.object({ name: z.string(), label: z.string(), share: z.number(), from: z.number(), to: z.number() }),
      ),
      /** What is not among the rows, in a few words; empty where nothing is missing. */
      rest: z.string(),
    })
    .optional(),
});
export type ProfilePicture = z.infer<typeof pictureSchema>;

/** A phone shows a picture about 375 points wide: one unit is about one point there, and two pixels. */
export const SCALE = 2;
const WIDTH = 400;
const PAD = 16;

/** A card of its own, so that it reads alike on dark and light. One hue, told apart by lightness alone. */
const GROUND = "#141b24";
const BRIGHT = "#f3f6fa";
const MUTED = "#a9b8c9";
const TRACK = "#2a3645";
const FILL = "#3fb5a3";
const SHADES = ["#232e3b", "#1d5c57", "#2c8c80", "#52c5b1", "#b9f5e6"];

const CELL = { size: 14, pitch: 17, radius: 3, left: PAD + 35, top: 57 };
const STATS = { left: 286, top: 31, pitch: 43 };
const LEGEND_TOP = CELL.top + 7 * CELL.pitch + 8;
const LEVELS_TOP = LEGEND_TOP + 40;
const ROW = { columns: 2, gap: 20, top: LEVELS_TOP + 12, height: 27, bar: 5 };

export function sizeOf({ levels }: ProfilePicture): { width: number; height: number } {
  const bottom = levels ? restTop(levels) + (levels.rest === "" ? -5 : 15) : LEGEND_TOP + 14;
  return { width: WIDTH * SCALE, height: (bottom + PAD) * SCALE };
}

type Levels = NonNullable<ProfilePicture["levels"]>;

function rowsPerColumn({ rows }: Levels): number {
  return Math.ceil(rows.length / ROW.columns);
}

/** Where the line below all rows begins. */
function restTop(levels: Levels): number {
  return ROW.top + rowsPerColumn(levels) * ROW.height;
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
  write(context, title, PAD, 29, { size: 14, weight: 600 });
  write(context, sum, right, 29, { size: 12, colour: MUTED, align: "right" });
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

function paintLevels(context: SKRSContext2D, levels: Levels): void {
  const { title, note, rows, rest } = levels;
  write(context, title, PAD, LEVELS_TOP, { size: 14, weight: 600 });
  write(context, note, WIDTH - PAD, LEVELS_TOP, { size: 12, colour: MUTED, align: "right" });
  const width = (WIDTH - 2 * PAD - ROW.gap) / ROW.columns;
  const perColumn = rowsPerColumn(levels);
  rows.forEach((row, index) => {
    const x = PAD + Math.floor(index / perColumn) * (width + ROW.gap);
    const y = ROW.top + (index % perColumn) * ROW.height;
    write(context, row.name, x, y + 12, { size: 13 });
    write(context, row.label, x + width, y + 12, { size: 13, align: "right" });
    paintBar(context, row, x, y + 17, width);
  });
  write(context, rest, PAD, restTop(levels) + 14, { size: 12, colour: MUTED });
}

/** The bar ends where the level is believed to be; the pale stretch about its end is how far that is in doubt. */
function paintBar(
  context: SKRSContext2D,
  { share, from, to }: Levels["rows"][number],
  x: number,
  y: number,
  width: number,
) {
  box(context, TRACK, x, y, width, ROW.bar, ROW.bar / 2);
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
