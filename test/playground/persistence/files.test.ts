import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { createFiles, readJsonFile, writeJsonFile } from "../../../src/playground/persistence/files.ts";

const MEBIBYTE = 1024 * 1024;

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "files-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

it.each([["in memory"], ["in a folder"]])("the oldest files are deleted %s when they exceed 64 MiB", (where) => {
  const path = where === "in memory" ? undefined : folder();
  const files = createFiles(path);
  for (const id of ["9", "10", "11"]) files.save(id, Buffer.alloc(30 * MEBIBYTE, id));
  expect(files.read("9")).toBeUndefined();
  expect(files.read("10")?.subarray(0, 2).toString()).toBe("10");
  files.save("12", Buffer.alloc(4 * MEBIBYTE));
  expect(files.read("10")).toBeDefined();
  files.save("13", Buffer.alloc(65 * MEBIBYTE));
  expect(["10", "11", "12", "13"].map((id) => files.read(id)?.length)).toEqual([
    undefined,
    undefined,
    undefined,
    65 * MEBIBYTE,
  ]);
  if (path !== undefined) expect(readdirSync(path)).toEqual(["13"]);
});

it("files of an earlier run are found and deleted oldest first", () => {
  const path = folder();
  const before = createFiles(path);
  for (const id of ["9", "10"]) before.save(id, Buffer.alloc(30 * MEBIBYTE));
  const after = createFiles(path);
  expect(after.read("9")).toHaveLength(30 * MEBIBYTE);
  after.save("11", Buffer.alloc(5 * MEBIBYTE));
  expect(["9", "10", "11"].map((id) => after.read(id) !== undefined)).toEqual([false, true, true]);
});

it("a JSON file is read unless it's missing or invalid", () => {
  const path = join(folder(), "new", "file.json");
  const schema = z.object({ count: z.int() });
  expect(readJsonFile(path, schema)).toBeUndefined();
  writeJsonFile(path, { count: 1 });
  expect(readJsonFile(path, schema)).toEqual({ count: 1 });
  writeJsonFile(path, { count: "many" });
  expect(readJsonFile(path, schema)).toBeUndefined();
});
