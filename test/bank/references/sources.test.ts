import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { createSources } from "../../../src/bank/references/sources.ts";
import { findProgram } from "../../../src/bank/run/sandbox.ts";
import { temporaryFolder } from "../../support/redis.ts";
import { skipTest } from "../../support/skip.ts";

it("the last commit of a repository is read", async () => {
  if (!findProgram("git")) skipTest("install git");
  const repositories = await temporaryFolder();
  const folder = join(repositories, "own/docs");
  mkdirSync(join(folder, "a"), { recursive: true });
  writeFileSync(join(folder, "a/one.md"), "# One\ntext\n");
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", folder, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...args], {
      encoding: "utf8",
    });
  git("init", "-q");
  git("add", ".");
  git("-c", "commit.gpgsign=false", "commit", "-qm", "first");

  const source = createSources({ cache: join(repositories, "cache"), repositories })("own/docs");
  expect(source.version).toBe(git("rev-parse", "HEAD").trim());
  expect(source.dated).toBe(git("log", "-1", "--format=%cs").trim());
  expect(source.read("a/one.md")).toBe("# One\ntext\n");
  expect(source.read("a/two.md")).toBeUndefined();
  expect(source.find("^# One$")).toEqual(["a/one.md"]);
  expect(source.find("^One")).toEqual([]);
});

it("a missing repository is reported on every attempt", async () => {
  const repositories = await temporaryFolder();
  const open = createSources({ cache: repositories, repositories });
  expect(() => open("own/absent")).toThrow("own/absent doesn't exist");
  expect(() => open("own/absent")).toThrow("own/absent doesn't exist");
});

it("a Debian package is unpacked, and its compressed files are read", async () => {
  if (!findProgram("dpkg-deb")) skipTest("install dpkg-deb");
  const cache = await temporaryFolder();
  const build = join(cache, "build");
  mkdirSync(join(build, "DEBIAN"), { recursive: true });
  mkdirSync(join(build, "usr/share/doc/x"), { recursive: true });
  mkdirSync(join(cache, "packages/x-doc"), { recursive: true });
  writeFileSync(
    join(build, "DEBIAN/control"),
    "Package: x-doc\nVersion: 1.2-3\nArchitecture: all\nMaintainer: Ada <ada@example.org>\nDescription: x\n",
  );
  writeFileSync(join(build, "usr/share/doc/x/a.html"), "<p>a</p>");
  writeFileSync(join(build, "usr/share/doc/x/b.gz"), gzipSync("b"));
  const archive = join(cache, "packages/x-doc/x-doc_1.2-3_all.deb");
  execFileSync("dpkg-deb", ["-b", build, archive], { stdio: "ignore" });

  const source = createSources({ cache })("x-doc");
  expect(source.version).toBe("1.2-3");
  expect(source.read("usr/share/doc/x/a.html")).toBe("<p>a</p>");
  expect(source.read("usr/share/doc/x/b")).toBe("b");
  expect(source.read("usr/share/doc/x")).toBeUndefined();
  expect(source.find("^<p>")).toEqual(["usr/share/doc/x/a.html"]);
});
