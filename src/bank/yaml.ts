import { CORE_SCHEMA, floatCoreTag, load, mapTag } from "js-yaml/browser";
import { type Document, isMap, isNode, isSeq, LineCounter, parseDocument } from "yaml";

export type Path = readonly PropertyKey[];

/** Parsed YAML with a line lookup for its parts. */
export type LocatedYaml = {
  readonly value: unknown;
  /** Syntax errors. If there are any, `value` is undefined. */
  readonly errors: readonly { readonly line: number; readonly message: string }[];
  /** The line of a part, or of the nearest enclosing part that exists. */
  lineOf(path: Path): number;
};

/**
 * Parses YAML with `js-yaml`, which takes a third of the time but doesn't track lines. If an error or a line is needed,
 * `yaml` parses the text again. (The browser build is the same code and loads in half the time.)
 */
export function readYaml(text: string): LocatedYaml {
  let located: LocatedYaml | undefined;
  const locate = () => {
    located ??= locateYaml(text);
    return located;
  };
  try {
    return { value: load(text, { schema: TEXT_KEYS }), errors: [], lineOf: (path) => locate().lineOf(path) };
  } catch {
    return locate();
  }
}

const DECIMAL = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i;

/** Makes `js-yaml` agree with `yaml`, or fail. If it fails, `yaml` parses the text instead. */
const TEXT_KEYS = CORE_SCHEMA.withTags(
  {
    ...mapTag,
    // A key like `012` is text in `yaml`, but `js-yaml` would turn it into 12.
    addPair: (map, key, value) =>
      typeof key === "string" || typeof key === "boolean"
        ? mapTag.addPair(map, key, value)
        : "expected a key that is text",
  },
  {
    ...floatCoreTag,
    // In YAML's core schema, `1e999` is an infinite number, but `js-yaml` would read it as text.
    resolve: (source, ...rest) => (DECIMAL.test(source) ? Number(source) : floatCoreTag.resolve(source, ...rest)),
  },
);

export function locateYaml(text: string): LocatedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, stringKeys: true, prettyErrors: false });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const lineOf = (path: Path) => lineAt(offsetOf(document, path));
  const errors = document.errors.map(({ pos, message }) => ({ line: lineAt(pos[0]), message }));
  if (errors.length > 0) return { value: undefined, errors, lineOf };
  try {
    return { value: document.toJS(), errors, lineOf };
  } catch (error) {
    // `toJS` throws a ReferenceError for an unknown alias.
    if (!(error instanceof ReferenceError)) throw error;
    return { value: undefined, errors: [{ line: 1, message: error.message }], lineOf };
  }
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

/** Finds a part of a node. `marker` is where it starts: the name of a field, or the value of a list item. */
function childOf(node: unknown, step: PropertyKey): { node: unknown; marker: unknown } | undefined {
  if (isSeq(node) && typeof step === "number") return { node: node.items[step], marker: node.items[step] };
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => String(key) === String(step));
  return pair && { node: pair.value, marker: pair.key };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
