import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { parseConfig } from "../../../src/config.ts";

/** Tests run without Docker, so these check the files themselves. */

describe("Dockerfile", () => {
  const text = readFileSync("Dockerfile", "utf8").replaceAll(/\\\n\s*/g, "");
  const lines = text.split("\n").filter((line) => /^[A-Z]/.test(line));
  const of = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith("FROM ")));

  it("builds in stages on one pinned base", () => {
    const bases = of("FROM").map((base) => base.split(" ")[0]);
    expect(bases).toHaveLength(2);
    expect(new Set(bases).size).toBe(1);
    expect(bases[0]).toMatch(/^node:\d+(\.\d+)*(-[a-z]+)?-slim$/);
  });

  it("installs from the lock file, without development dependencies and install scripts", () => {
    expect(of("RUN").filter((command) => command.includes("npm"))).toEqual([
      expect.stringMatching(/^npm ci .*--omit=dev.*--ignore-scripts/),
    ]);
  });

  it("runs as non-root, with a health check, and without a shell that would swallow signals", () => {
    const words = last.map((line) => line.split(" ")[0]);
    expect(of("USER")).toEqual(["node"]);
    expect(words.indexOf("USER")).toBeLessThan(words.indexOf("CMD"));
    expect(of("CMD")).toEqual([expect.stringMatching(/^\["node", .*\]$/)]);
    expect(of("HEALTHCHECK")).toEqual([expect.stringMatching(/CMD \["node", .*\/readyz/)]);
    expect(lines.some((line) => /^(ADD|ENTRYPOINT) /.test(line))).toBe(false);
  });

  it("runs the same command as npm start, and copies the folders it reads", () => {
    const { scripts } = z
      .object({ scripts: z.object({ start: z.string() }) })
      .parse(JSON.parse(readFileSync("package.json", "utf8")));
    expect(
      z
        .array(z.string())
        .parse(JSON.parse(of("CMD")[0] ?? "[]"))
        .join(" "),
      // The image's Node strips types itself.
    ).toBe(scripts.start.replace("--import tsx/esm ", ""));
    for (const folder of ["src src", "commands commands", "content content"]) expect(of("COPY")).toContain(folder);
  });

  it("contains no secret, and keeps secrets out of the build context", () => {
    expect(of("ENV").concat(of("ARG")).join(" ")).not.toMatch(/TOKEN|PASSWORD|SECRET/);
    const ignored = readFileSync(".dockerignore", "utf8").split("\n");
    for (const name of [".git", ".env", ".data", "node_modules", "test"]) expect(ignored).toContain(name);
  });
});

describe("docker-compose.yml", () => {
  const service = z.looseObject({
    image: z.string(),
    command: z.array(z.string()).optional(),
    environment: z.record(z.string(), z.string()).optional(),
    volumes: z.array(z.string()).optional(),
    restart: z.string(),
  });
  const { services, volumes } = z
    .object({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.null()) })
    .parse(parse(readFileSync("docker-compose.yml", "utf8"), { merge: true }));

  it("runs a Valkey that persists data and never evicts keys", () => {
    const command = services.valkey?.command?.join(" ");
    expect(command).toContain("--appendonly yes");
    expect(command).toContain("--maxmemory-policy noeviction");
    expect(services.valkey).toMatchObject({ healthcheck: { test: ["CMD", "valkey-cli", "ping"] } });
    expect(services.valkey?.image).toMatch(/:\d+\.\d+-/);
  });

  it("runs a bot and any number of workers", () => {
    for (const [name, ROLE] of [
      ["bot", "bot"],
      ["worker", "worker"],
    ] as const) {
      expect(services[name]).toMatchObject({
        environment: { ROLE },
        depends_on: { valkey: { condition: "service_healthy" } },
        read_only: true,
        cap_drop: ["ALL"],
      });
    }
    expect(services.worker).not.toHaveProperty("container_name");
    expect(services.worker).not.toHaveProperty("ports");
  });

  it("publishes no port, declares every volume, and sets only known variables", () => {
    let bots = 0;
    for (const one of Object.values(services)) {
      expect(one).not.toHaveProperty("ports");
      for (const volume of one.volumes ?? []) expect(volumes).toHaveProperty(volume.split(":")[0] ?? "");
      const { DISCORD_TOKEN, ...set } = one.environment ?? {};
      const given = Object.fromEntries(
        Object.entries(set).map(([key, value]) => [key, value.replace(/^\$\{.*:-(.*)\}$/, "$1")]),
      );
      for (const key of Object.keys(given))
        expect(readFileSync(".env.example", "utf8")).toMatch(new RegExp(`^${key}=`, "m"));
      if (!DISCORD_TOKEN) continue;
      bots += 1;
      expect(parseConfig({ DISCORD_TOKEN: "x", ...given })).toMatchObject({ HOST: "0.0.0.0" });
      expect(DISCORD_TOKEN).toMatch(/^\$\{DISCORD_TOKEN:\?/);
    }
    expect(bots).toBeGreaterThan(1);
  });
});
