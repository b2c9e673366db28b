import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "zod";

/** Licences that ask for no more than to be named. */
const PERMISSIVE = new Set([
  "0BSD",
  "Apache License",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "OFL-1.1",
  "PSF-2.0",
  "Python-2.0",
  "Unlicense",
]);
/** Used by tests alone, as they are, and no part of what is run or shipped. */
const FOR_TESTS_ONLY = new Set(["axe-core MPL-2.0", "lightningcss MPL-2.0"]);

const entry = z.looseObject({
  version: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().optional(),
});
const lock = z.object({ packages: z.record(z.string(), entry) });
const manifest = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});

const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
const { packages } = lock.parse(read("package-lock.json"));
const installed = Object.entries(packages).filter(([path]) => path !== "");

it("every dependency, and every one of theirs, is under a permissive licence", () => {
  const found = installed.map(([path, { license, dev }]) => {
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    return { name, dev, license: license ?? licenceIn(`${path}/package.json`) };
  });
  const refused = found
    .filter(({ license }) => !isPermissive(license))
    .filter(({ name, license, dev }) => {
      const family = name.replace(/^(lightningcss)-.*/, "$1");
      return !(dev && FOR_TESTS_ONLY.has(`${family} ${license}`));
    });
  expect(refused).toEqual([]);
  expect(found.length).toBeGreaterThan(100);
});

it("versions are exact, and the lock file holds what they name with its checksum", () => {
  const { dependencies, devDependencies } = manifest.parse(read("package.json"));
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
  }
  // Of builds for other machines npm notes none where it could not look them up.
  const unproven = installed.filter(([, one]) => !("integrity" in one) && one.optional !== true);
  expect(unproven.map(([path]) => path)).toEqual([]);
});

/** "MIT", or a choice of which one will do: "(MIT OR GPL-2.0)". */
function isPermissive(license: string): boolean {
  return license
    .replace(/[()]/g, "")
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((one) => PERMISSIVE.has(one)));
}

function licenceIn(file: string): string {
  if (!existsSync(file)) return "unknown";
  return z.object({ license: z.string() }).catch({ license: "unknown" }).parse(read(file)).license;
}
