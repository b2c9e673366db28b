import { CORE_SCHEMA, floatCoreTag, load, mapTag } from "js-yaml/browser";
import { type Document, isMap, isNode, isSeq, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import type { Problem } from "./problem.ts";

export type Path = readonly PropertyKey[];

/** A YAML text that still knows where its parts stand. */
export interface LocatedYaml {
  readonly value: unknown;
  /** Where it isn't YAML at all; `value` means nothing then. */
  readonly syntax: readonly Problem[];
  /** The line of a part, or of the nearest part around it that exists. */
  lineOf(path: Path): number;
}

/**
 * `js-yaml` takes a third of the time but tells no lines: `yaml` reads what is wrong, and what is asked for its lines.
 * (The build for browsers is the same code and gets going in half the time of the one for Node.)
 */
export function readYaml(file: string, text: string): LocatedYaml {
  let located: LocatedYaml | undefined;
  const locate = () => {
    located ??= locateYaml(file, text);
    return located;
  };
  try {
    return { value: load(text, { schema: TEXT_KEYS }), syntax: [], lineOf: (path) => locate().lineOf(path) };
  } catch {
    return locate();
  }
}

const DECIMAL = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i;

/** A key such as `012` is text, which `js-yaml` would make 12: left to `yaml`. (`true` and `false` stay what they are.) */
const TEXT_KEYS = CORE_SCHEMA.withTags(
  {
    ...mapTag,
    addPair: (map, key, value) =>
      typeof key === "string" || typeof key === "boolean"
        ? mapTag.addPair(map, key, value)
        : "expected a key that is text",
  },
  {
    ...floatCoreTag,
    // `1e999` is a number by YAML's core schema, if an infinite one; `js-yaml` would make it text.
    resolve: (source, ...rest) => (DECIMAL.test(source) ? Number(source) : floatCoreTag.resolve(source, ...rest)),
  },
);

export function locateYaml(file: string, text: string): LocatedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, stringKeys: true, prettyErrors: false });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const errors = document.errors.map(({ pos, message }) => ({ file, line: lineAt(pos[0]), message }));
  const { value, flaw } = errors.length > 0 ? {} : resolve(document);
  return {
    value,
    syntax: flaw ? [{ file, line: 1, message: flaw }] : errors,
    lineOf: (path) => lineAt(offsetOf(document, path)),
  };
}

/** What an alias stands for is looked up only here, and may not be there. */
function resolve(document: Document): { value?: unknown; flaw?: string } {
  try {
    return { value: document.toJS() };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return { flaw: error.message };
  }
}

export interface Mishap {
  readonly path: Path;
  readonly message: string;
}

/** What to mend, one sentence a field: zod names several unknown fields in one breath. */
export function mishapsOf(error: z.ZodError, value: unknown): Mishap[] {
  return error.issues.flatMap((issue): Mishap[] => {
    const where = issue.path.length > 0 ? `${issue.path.join(".")}: ` : "";
    switch (issue.code) {
      case "unrecognized_keys":
        return issue.keys.map((key) => ({
          path: [...issue.path, key],
          message: `${where}unknown field "${key}"${fieldHint(key)}`,
        }));
      case "invalid_key": {
        const reasons = issue.issues.map(({ message }) => message).join("; ");
        return [{ path: issue.path, message: `${where}expected an id of ${reasons}` }];
      }
      default:
        return [{ path: issue.path, message: `${where}${issue.message}${quoteHint(issue, value)}` }];
    }
  });
}

/** Inside braces a comma ends a text, so its second half looks like a field. */
function fieldHint(key: string): string {
  return key.includes(" ") ? "; quote a text that holds a comma or a colon" : "; see content/README.md";
}

/** YAML reads `404`, `1.1`, `true` and `null` as values; authors who meant text need to be told. */
function quoteHint(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code !== "invalid_type" || issue.expected !== "string") return "";
  return issue.path.reduce<unknown>(partOf, value) === undefined ? "" : " (quote it)";
}

function partOf(value: unknown, step: PropertyKey): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined;
}

function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    const child = childOf(node, step);
    if (!child) break;
    offset = startOf(child.marker) ?? offset;
    node = child.node;
  }
  return offset;
}

/** A field is found by its name, an item by itself. */
function childOf(node: unknown, step: PropertyKey): { node: unknown; marker: unknown } | undefined {
  if (isSeq(node) && typeof step === "number") return { node: node.items[step], marker: node.items[step] };
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => String(key) === String(step));
  return pair && { node: pair.value, marker: pair.key };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
