import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commands } from "../commands/index.ts";

const README = readFileSync("README.md", "utf8");
const FENCED = [...README.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```/gm)];
const SHELL = FENCED.filter(([, language]) => language === "sh").flatMap(([, , text = ""]) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean),
);
const TABLE_ROWS = [...README.matchAll(/^\|.*$/gm)].join("\n");
const IN_TABLE = [...TABLE_ROWS.matchAll(/`(npm (?:ci|start|test|run [^`]+))`/g)].flatMap(([, line]) => line ?? []);
const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync("package.json", "utf8"));

/** The npm commands, one per item. */
const parts = [...SHELL, ...IN_TABLE].flatMap((line) =>
  line
    .split("&&")
    .map((part) => part.trim())
    .filter((part) => !/^(git clone|cd) /.test(part)),
);

describe("the README", () => {
  it("starts with the two commands and lists more in a table", () => {
    expect(SHELL).toContain("npm ci && npm start");
    expect(SHELL).toContain("npm ci && npm test");
    expect(IN_TABLE.length).toBeGreaterThan(4);
  });

  it.each([...new Set(parts)])("lists the existing command `%s`", (part) => {
    const [program, verb = "", name = ""] = part.split(" ");
    expect(program).toBe("npm");
    if (verb === "ci") expect(existsSync("package-lock.json")).toBe(true);
    else expect(scripts).toHaveProperty(verb === "run" ? name : verb);
  });

  it("names a preview command that prints a question", () => {
    const preview = IN_TABLE.find((line) => line.includes("content:preview")) ?? "";
    const [, ...given] = preview.split(" -- ");
    const [node = "", ...script] = (scripts["content:preview"] ?? "").split(" ");
    expect(execFileSync(node, [...script, ...given], { encoding: "utf8" })).toContain("PUT");
  }, 60_000);

  it("names only slash commands, subcommands and options that exist", () => {
    const known = new Map(commands.map(({ declaration }) => [declaration.name, declaration]));
    const PAGES = new Set(["healthz", "readyz", "metrics", "queues", "api"]);
    const named = [...README.matchAll(/(?:^|`)\/([a-z]+)((?: [a-z-]+(?![a-z-]*:))?)((?: [a-z-]+:[^`\s]+)*)/gm)];
    expect(named.length).toBeGreaterThan(15);
    for (const [whole, name = "", sub = "", given = ""] of named) {
      if (PAGES.has(name)) continue;
      const command = known.get(name);
      expect(command, whole).toBeDefined();
      const options = command && "options" in command ? (command.options ?? []) : [];
      const chosen = sub === "" ? undefined : options.find((option) => option.name === sub.trim());
      if (sub !== "") expect(chosen, whole).toBeDefined();
      const offered = chosen && "options" in chosen ? (chosen.options ?? []) : options;
      for (const [, option = ""] of given.matchAll(/ ([a-z-]+):/g))
        expect(
          offered.map((one) => one.name),
          whole,
        ).toContain(option);
    }
  });

  it("links to existing files, and shows small pictures in both themes", () => {
    const links = [...README.matchAll(/\]\((?!https?:|#)([^)]+)\)/g), ...README.matchAll(/(?:src|srcset)="([^"]+)"/g)];
    for (const [, path = ""] of links) expect(existsSync(path), path).toBe(true);
    const pictures = links.flatMap(([, path = ""]) => (path.endsWith(".png") ? path : []));
    expect(pictures).toHaveLength(10);
    for (const path of pictures) expect(statSync(path).size, path).toBeLessThanOrEqual(100 * 1024);
  });
});
