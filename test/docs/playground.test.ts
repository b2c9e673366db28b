import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { openPlayground } from "../../src/playground/playground.ts";

const DOCUMENT = "docs/playground.md";
const operationsIn = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
const METHODS: readonly string[] = ["get", "post", "put", "patch", "delete"];

/** Update the table with `npx vitest run test/docs/playground.test.ts -u`. */
it("docs/playground.md lists exactly the operations of the playground", async () => {
  const playground = await openPlayground({ port: 0 });
  await playground.close();
  const { paths } = operationsIn.parse(JSON.parse(readFileSync("test/support/discord/openapi.json", "utf8")));
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    METHODS.filter((method) => method in methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const implemented = documented.filter((operation) => playground.operations.includes(operation));
  expect(implemented.length).toBeGreaterThanOrEqual(100);
  expect(playground.operations.filter((operation) => !documented.includes(operation))).toEqual([]);

  const text = readFileSync(DOCUMENT, "utf8");
  const [before = "", rest = ""] = text.split("<!-- operations -->\n");
  const [, after = ""] = rest.split("<!-- end of operations -->\n");
  const table = [
    `${implemented.length} of the ${documented.length} operations in Discord's API document:\n`,
    "| path | methods |",
    "|---|---|",
    ...Object.keys(paths).flatMap((path) => {
      const methods = implemented.filter((operation) => operation.endsWith(` ${path}`));
      return methods.length === 0 ? [] : [`| \`${path}\` | ${methods.map((one) => one.split(" ")[0]).join(", ")} |`];
    }),
  ].join("\n");
  const expected = `${before}<!-- operations -->\n${table}\n<!-- end of operations -->\n${after}`;
  await expect(expected).toMatchFileSnapshot(resolve(DOCUMENT));
});

it("docs/playground.md shows a seed file that works", async () => {
  const [, seed = ""] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(DOCUMENT, "utf8")) ?? [];
  const playground = await openPlayground({ port: 0 });
  const { applications, guilds } = playground.seed(seed);
  await playground.close();
  expect(applications.Helper?.token).toBe("helper-token");
  expect(Object.keys(guilds["Test server"]?.channels ?? {})).toEqual(["general", "news", "mods"]);
});
