/** A measured value and its target; without a target it is only printed. */
export type Figure = {
  name: string;
  value: number;
  unit: "" | "×" | "MB" | "bytes" | "s" | "/s" | "µs" | "ms" | "KB";
  target?: { atLeast: number } | { atMost: number };
  /** The values it was computed from. */
  from?: string;
};

/** The median, which is robust against noisy rounds. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value at this quantile, from 0 to 1. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(Math.floor(sorted.length * part), sorted.length - 1)];
  if (value === undefined) throw new Error("No values were measured");
  return value;
}

export function isMissed({ value, target }: Figure): boolean {
  if (target === undefined) return false;
  return "atLeast" in target ? value < target.atLeast : value > target.atMost;
}

export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    written(figure.value, figure.unit),
    targetOf(figure),
    verdictOf(figure),
    figure.from ?? "",
  ]);
  const all = [["figure", "measured", "target", "", ""], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row.map((cell, column) => (column === 1 ? cell.padStart(widths[1] ?? 0) : cell.padEnd(widths[column] ?? 0))),
  );
  return lines.map((cells) => cells.join("  ").trimEnd()).join("\n");
}

export function thousands(value: number): string {
  return Math.round(value).toLocaleString("en");
}

function written(value: number, unit: Figure["unit"]): string {
  const digits = unit === "×" || unit === "s" ? value.toFixed(2) : thousands(value);
  return unit === "×" || unit === "" ? digits : `${digits} ${unit}`;
}

function targetOf({ target, unit }: Figure): string {
  if (target === undefined) return "";
  return "atLeast" in target ? `≥ ${written(target.atLeast, unit)}` : `≤ ${written(target.atMost, unit)}`;
}

function verdictOf(figure: Figure): string {
  if (figure.target === undefined) return "";
  return isMissed(figure) ? "missed" : "ok";
}
