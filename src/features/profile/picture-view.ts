import type { SKRSContext2D } from "@napi-rs/canvas";
import { z } from "zod";

/** The content of a profile picture. Shares are between 0 and 1. */
export const pictureSchema = z.object({
  title: z.string(),
  sum: z.string(),
  stats: z.array(z.object({ value: z.string(), label: z.string() })),
  /** The shade of each day, starting on a Monday. `months` are the weeks in which a month starts. */
  heat: z.array(z.int()),
  months: z.array(z.object({ week: z.int(), name: z.string() })),
  weekdays: z.array(z.string()),
  /** A label for each shade, lightest first, and the unit. */
  legend: z.array(z.string()),
  unit: z.string(),
  levels: z
    .object({
      title: z.string(),
      note: z.string(),
      rows: z.array(
        z.object({ name: z.string(), label: z.string(), share: z.number(), from: z.number(), to: z.number() }),
      ),
      /** Describes what the rows omit. Empty if they're complete. */
      rest: z.string(),
    })
    .optional(),
});
export type ProfilePicture = z.infer<typeof pictureSchema>;

/** Pixels per unit. Phones show the picture about 375 points wide, so a unit is about one point. */
export const SCALE = 2;
const WIDTH = 400;
const PAD = 16;

/** An opaque background works in dark and light themes. The shades differ only in lightness. */
const BACKGROUND = "#141b24";
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

function restTop(levels: Levels): number {
  return ROW.top + rowsPerColumn(levels) * ROW.height;
}

export function paintProfile(context: SKRSContext2D, picture: ProfilePicture): void {
  const { width, height } = sizeOf(picture);
  context.scale(SCALE, SCALE);
  box(context, BACKGROUND, 0, 0, width / SCALE, height / SCALE, 12);
  paintHeat(context, picture);
  picture.stats.forEach(({ value, label }, index) => {
    const top = STATS.top + index * STATS.pitch;
    write(context, value, STATS.left, top, { size: 19, weight: 600 });
    write(context, label, STATS.left, top + 16, { size: 12, color: MUTED });
  });
  if (picture.levels) paintLevels(context, picture.levels);
}

function paintHeat(context: SKRSContext2D, { title, sum, heat, months, weekdays, legend, unit }: ProfilePicture): void {
  const right = CELL.left + 12 * CELL.pitch - (CELL.pitch - CELL.size);
  write(context, title, PAD, 29, { size: 14, weight: 600 });
  write(context, sum, right, 29, { size: 12, color: MUTED, align: "right" });
  for (const { week, name } of months) {
    write(context, name, CELL.left + week * CELL.pitch, CELL.top - 7, { size: 12, color: MUTED });
  }
  weekdays.forEach((name, day) => {
    write(context, name, PAD, CELL.top + day * CELL.pitch + 11, { size: 12, color: MUTED });
  });
  heat.forEach((shade, day) => {
    const [x, y] = [CELL.left + Math.floor(day / 7) * CELL.pitch, CELL.top + (day % 7) * CELL.pitch];
    box(context, shadeOf(shade), x, y, CELL.size, CELL.size, CELL.radius);
    if (day === heat.length - 1) ring(context, x, y);
  });
  paintLegend(context, legend, unit);
}

function paintLegend(context: SKRSContext2D, legend: readonly string[], unit: string): void {
  const width = write(context, unit, PAD, LEGEND_TOP + 10.5, { size: 12, color: MUTED });
  let x = Math.max(CELL.left, PAD + width + 8);
  legend.forEach((word, shade) => {
    box(context, shadeOf(shade), x, LEGEND_TOP, 12, 12, CELL.radius);
    x += 16 + write(context, word, x + 16, LEGEND_TOP + 10.5, { size: 12, color: MUTED }) + 8;
  });
}

function paintLevels(context: SKRSContext2D, levels: Levels): void {
  const { title, note, rows, rest } = levels;
  write(context, title, PAD, LEVELS_TOP, { size: 14, weight: 600 });
  write(context, note, WIDTH - PAD, LEVELS_TOP, { size: 12, color: MUTED, align: "right" });
  const width = (WIDTH - 2 * PAD - ROW.gap) / ROW.columns;
  const perColumn = rowsPerColumn(levels);
  rows.forEach((row, index) => {
    const x = PAD + Math.floor(index / perColumn) * (width + ROW.gap);
    const y = ROW.top + (index % perColumn) * ROW.height;
    write(context, row.name, x, y + 12, { size: 13 });
    write(context, row.label, x + width, y + 12, { size: 13, align: "right" });
    paintBar(context, row, x, y + 17, width);
  });
  write(context, rest, PAD, restTop(levels) + 14, { size: 12, color: MUTED });
}

/** Draws a bar that ends at the estimated level. The pale range around its end shows the uncertainty. */
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
  color: string,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
): void {
  context.fillStyle = color;
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

type TextStyle = { size: number; weight?: 400 | 600; color?: string; align?: "left" | "right" };

/** Draws text on the baseline `y` and returns its width. */
function write(context: SKRSContext2D, text: string, x: number, y: number, style: TextStyle): number {
  const { size, weight = 400, color = BRIGHT, align = "left" } = style;
  context.font = `${weight} ${size}px Inter`;
  context.textAlign = align;
  context.fillStyle = color;
  context.fillText(text, x, y);
  return context.measureText(text).width;
}
