import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Redis } from "ioredis";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { environment as environmentSchema, parseConfig } from "../../../src/config.ts";
import { findServerBinary, serverEnvironment } from "../../../src/platform/redis/embedded/binary.ts";
import { silentLog } from "../../support/log.ts";
import { redisPackages, temporaryFolder } from "../../support/redis.ts";

/** Tests run without Docker, so these check the files themselves. */

describe("the Dockerfile", () => {
  const text = readFileSync("Dockerfile", "utf8").replaceAll(/\\\n\s*/g, "");
  const lines = text.split("\n").filter((line) => /^[A-Z]/.test(line));
  const of = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith("FROM ")));

  it("builds in stages on one base that can be pinned by digest", () => {
    expect(of("FROM").map((base) => base.split(" ")[0])).toEqual(["$NODE_IMAGE", "$NODE_IMAGE"]);
    expect(of("ARG")).toEqual([expect.stringMatching(/^NODE_IMAGE=node:\d+(\.\d+)*(-[a-z]+)?-slim$/)]);
  });

  it.each([
    [200, 0],
    [503, 1],
  ])("checks /readyz without starting Node: %i is exit code %i", async (status, code) => {
    const paths: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      paths.push(request.url);
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const [, check = ""] = /CMD (\[.*\])$/.exec(of("HEALTHCHECK")[0] ?? "") ?? [];
    const [file = "", ...args] = z.array(z.string()).parse(JSON.parse(check));
    const PORT = String((server.address() as AddressInfo).port);
    const child = spawn(file, args, { env: { PORT, PATH: process.env.PATH } });
    expect(await once(child, "exit")).toEqual([code, null]);
    expect(paths).toEqual(["/readyz"]);
  });

  it("installs from the lock file without development dependencies and install scripts", () => {
    expect(of("RUN").filter((command) => command.includes("npm"))).toEqual([
      expect.stringMatching(/^npm ci .*--omit=dev.*--ignore-scripts/),
    ]);
  });

  it("runs as non-root, without a shell that would swallow signals", () => {
    const words = last.map((line) => line.split(" ")[0]);
    expect(of("USER")).toEqual(["node"]);
    expect(words.indexOf("USER")).toBeLessThan(words.indexOf("CMD"));
    expect(of("CMD")).toEqual([expect.stringMatching(/^\["node", .*\]$/)]);
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

  it("adds no secret to the image or the build context", () => {
    expect(of("ENV").concat(of("ARG")).join(" ")).not.toMatch(/TOKEN|PASSWORD|SECRET/);
    const ignored = readFileSync(".dockerignore", "utf8").split("\n");
    for (const name of [".git", ".env", ".data", "node_modules", "test"]) expect(ignored).toContain(name);
  });
});

const variables = new Set(readFileSync(".env.example", "utf8").match(/^[A-Z_]+(?==)/gm));
/** With the defaults of its variables, as `docker compose` reads it. */
const text = JSON.stringify(parse(readFileSync("docker-compose.yml", "utf8"), { merge: true })).replaceAll(
  /\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}/g,
  (_, name: string, preset = "") => ({ DISCORD_TOKEN: "x", REDIS_PASSWORD: "secret" })[name] ?? preset,
);
const service = z.looseObject({
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()),
});
const { services, volumes } = z
  .object({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.null()) })
  .parse(JSON.parse(text));

describe("docker-compose.yml", () => {
  it("runs Valkey with valid options and a password, and never evicts keys", async () => {
    const [, ...args] = services.valkey?.command ?? [];
    const folder = await temporaryFolder();
    const binary = await findServerBinary({
      packagesDir: redisPackages(),
      searchPath: process.env.PATH ?? "",
      log: silentLog,
    });
    const path = join(folder, "redis.sock");
    const env = serverEnvironment(binary.libraryPath);
    const server = spawn(binary.file, [...args, "--port", "0", "--unixsocket", path, "--dir", folder], { env });
    // Redis refuses to shut down on SIGTERM once its folder is gone.
    onTestFinished(async () => {
      const exited = once(server, "exit");
      server.kill("SIGKILL");
      await exited;
    });
    const redis = new Redis({ path, password: services.valkey?.environment.REDISCLI_AUTH ?? "" });
    redis.on("error", () => undefined);
    onTestFinished(() => redis.disconnect());
    const settings = async (name: string) => (await redis.config("GET", name)) as string[];
    expect(await settings("maxmemory")).toEqual(["maxmemory", String(512 * 1024 ** 2)]);
    expect(await settings("maxmemory-policy")).toEqual(["maxmemory-policy", "noeviction"]);
    expect(await settings("appendonly")).toEqual(["appendonly", "yes"]);
    expect(await settings("requirepass")).toEqual(["requirepass", "secret"]);
  });

  it.each(Object.keys(services))("hardens %s", (name) => {
    expect(services[name]).toMatchObject({
      restart: "unless-stopped",
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
      mem_limit: expect.stringMatching(/^\d+[mg]$/),
    });
    expect(services[name]).not.toHaveProperty("ports");
    expect(services[name]).not.toHaveProperty("container_name");
    for (const volume of services[name]?.volumes ?? []) expect(volumes).toHaveProperty(volume.split(":")[0] ?? "");
  });

  it.each(["bot", "worker"])("passes every variable on to the %s, and only known ones", (role) => {
    const { environment = {}, ...rest } = services[role] ?? {};
    expect(rest).toMatchObject({ depends_on: { valkey: { condition: "service_healthy" } } });
    expect(parseConfig(environment)).toMatchObject({
      DISCORD_TOKEN: "x",
      REDIS_URL: "redis://:secret@valkey:6379",
      HOST: "0.0.0.0",
      ROLE: role,
    });
    // The image sets these, only the bot has shards, and the queue page may share the port.
    const elsewhere = ["DATA_DIR", "PORT", "OPS_PORT", ...(role === "bot" ? [] : ["SHARDS"])];
    const expected = Object.keys(environmentSchema.shape).filter((name) => !elsewhere.includes(name));
    expect(Object.keys(environment).sort()).toEqual(expected.sort());
  });

  it("reads only variables that .env.example describes", () => {
    const read = readFileSync("docker-compose.yml", "utf8").matchAll(/\$\{(\w+)/g);
    expect([...read].map(([, name]) => name).filter((name) => !variables.has(name ?? ""))).toEqual([]);
  });
});

describe("the Docker chapter of docs/operating.md", () => {
  const chapter = /^## Docker\n(.*?)^## /ms.exec(readFileSync("docs/operating.md", "utf8"))?.[1] ?? "";
  const commands = [...chapter.matchAll(/docker compose [^`#\n]+/g)].map(([command]) => command.trim());

  it("covers logs, metrics, backup, restore, doctor and upgrades", () => {
    const all = commands.join("\n");
    for (const part of ["logs", "/metrics", "backup.ts backup", "backup.ts restore", "doctor.ts", "up -d --build"]) {
      expect(all).toContain(part);
    }
  });

  it.each(commands)("refers to existing services and files in `%s`", (command) => {
    const [, , action = "", ...words] = command.split(" ");
    expect(["up", "ps", "logs", "stop", "exec", "run", "build"]).toContain(action);
    const named = words.filter((word) => /^[a-z]+$/.test(word));
    if (["exec", "run"].includes(action)) expect(services).toHaveProperty(named[0] ?? "");
    if (["logs", "stop"].includes(action)) for (const name of named) expect(services).toHaveProperty(name);
    for (const file of command.match(/src\/\S+\.ts/g) ?? []) expect(existsSync(file)).toBe(true);
    for (const [path] of command.matchAll(/(?<= |> )\/\S+/g)) expect(path).toMatch(/^\/data\//);
  });
});
