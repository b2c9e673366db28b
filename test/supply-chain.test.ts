import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "zod";

/** Licenses that require attribution only. */
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
/** Used unmodified in tests only, and not part of a release. */
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

it("every dependency has a permissive license", () => {
  const found = installed.map(([path, { license, dev }]) => {
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    return { name, dev, license: license ?? licenseIn(`${path}/package.json`) };
  });
  const rejected = found
    .filter(({ license }) => !isPermissive(license))
    .filter(({ name, license, dev }) => {
      const family = name.replace(/^(lightningcss)-.*/, "$1");
      return !(dev && FOR_TESTS_ONLY.has(`${family} ${license}`));
    });
  expect(rejected).toEqual([]);
  expect(found.length).toBeGreaterThan(100);
});

it("every version is exact, and the lock file has it with a checksum", () => {
  const { dependencies, devDependencies } = manifest.parse(read("package.json"));
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
  }
  // npm omits the checksums of some optional builds for other platforms.
  const withoutChecksum = installed.filter(([, one]) => !("integrity" in one) && one.optional !== true);
  expect(withoutChecksum.map(([path]) => path)).toEqual([]);
});

it("no npm version runs the install scripts of packages", () => {
  expect(readFileSync(".npmrc", "utf8").split("\n")).toContain("ignore-scripts=true");
});

/** Accepts an SPDX expression such as "(MIT OR GPL-2.0)". */
function isPermissive(license: string): boolean {
  return license
    .replace(/[()]/g, "")
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((one) => PERMISSIVE.has(one)));
}

function licenseIn(file: string): string {
  if (!existsSync(file)) return "unknown";
  return z.object({ license: z.string() }).catch({ license: "unknown" }).parse(read(file)).license;
}
