import { parseDocument } from "yaml";
import { z } from "zod";
import type { Problem } from "./problem.ts";
import type { SourceFile } from "./source.ts";

/** What attempts and statistics hang on. Read loosely, so that a bank of an older shape can still be compared. */
const frozenPart = z.looseObject({
  id: z.string(),
  rev: z.number(),
  type: z.string().optional(),
  options: z.record(z.string(), z.looseObject({ key: z.boolean().optional() })).optional(),
  accept: z.array(z.string()).optional(),
  answer: z.number().optional(),
  tolerance: z.number().optional(),
  steps: z.record(z.string(), z.unknown()).optional(),
});
type FrozenPart = z.infer<typeof frozenPart>;
type Placed = FrozenPart & { readonly file: string };

const looseFile = z.looseObject({ items: z.array(z.unknown()) });

/** What a change of the bank broke: ids are permanent, and a new key needs a new revision. */
export function brokenPromises(before: readonly SourceFile[], after: readonly SourceFile[]): Problem[] {
  const present = itemsOf(after);
  return [...itemsOf(before).values()].flatMap((old): Problem[] => {
    const now = present.get(old.id);
    if (!now) {
      const message = `${old.id} ids: Put it back; to stop asking it, give it retired: with today's date.`;
      return [{ file: old.file, line: 1, message }];
    }
    const message = broken(old, now);
    return message ? [{ file: now.file, line: lineOf(after, now), message: `${now.id} ids: ${message}` }] : [];
  });
}

function broken(old: FrozenPart, now: FrozenPart): string | undefined {
  if (now.rev < old.rev) return `rev went from ${old.rev} back to ${now.rev}; it only rises.`;
  if (now.rev > old.rev || sameKey(old, now)) return undefined;
  return `Its key changed: raise rev to ${old.rev + 1}, so that old answers are not counted by the new key.`;
}

/** More accepted spellings take nothing away from anyone; all else that decides right or wrong must stay. */
function sameKey(old: FrozenPart, now: FrozenPart): boolean {
  const stillAccepted = (old.accept ?? []).every((answer) => now.accept?.includes(answer));
  return stillAccepted && decisionOf(old) === decisionOf(now);
}

function decisionOf({ type, options = {}, answer, tolerance = 0, steps = {} }: FrozenPart): string {
  const keys = Object.keys(options).filter((id) => options[id]?.key);
  return JSON.stringify([type, keys.sort(), answer, tolerance, Object.keys(steps)]);
}

function itemsOf(files: readonly SourceFile[]): Map<string, Placed> {
  const items = files.flatMap(({ path, text }) =>
    (looseFile.safeParse(parseDocument(text, { stringKeys: true, logLevel: "silent" }).toJS()).data?.items ?? [])
      .flatMap((item) => frozenPart.safeParse(item).data ?? [])
      .map((item): Placed => ({ ...item, file: path })),
  );
  return new Map(items.map((item) => [item.id, item]));
}

function lineOf(files: readonly SourceFile[], { id, file }: Placed): number {
  const lines = files.find(({ path }) => path === file)?.text.split("\n") ?? [];
  return lines.findIndex((line) => line.trimEnd().endsWith(`id: ${id}`)) + 1 || 1;
}
