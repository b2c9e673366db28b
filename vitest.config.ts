import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";

const redis = "test/support/redis-setup.ts";
const chromium = "test/support/chromium-server.ts";

/** Pure functions and files: no Redis, no bot, no playground. */
const unit = [
  "test/*.test.ts",
  "test/{bank,commands,docs,soak}/**/*.test.ts",
  "test/features/**/{rules,view,*-rules,*-view}.test.ts",
  "test/platform/**/*-rules.test.ts",
  "test/playground/model/**/*.test.ts",
];
/** Takes minutes: `npm run test:long`. */
const long = [
  "test/chaos/**/*.test.ts",
  "test/e2e/redis-outage.test.ts",
  "test/hostile/{bot,import,playground}.test.ts",
];

type Project = {
  include: string[];
  exclude?: string[];
  globalSetup?: string[];
  maxWorkers?: number;
  sequence?: { groupOrder: number };
};

const project = (name: string, { exclude = [], ...options }: Project) => ({
  extends: true as const,
  test: { name, exclude: [...configDefaults.exclude, ...exclude], ...options },
});

export default defineConfig({
  test: {
    reporters: ["default", "test/support/skip-reporter.ts"],
    pool: "forks",
    // Loading the bot takes seconds, starting it 60 ms: files share a process, and each test starts its own bot.
    isolate: false,
    // Most tests wait for Redis, Discord or a page. With two workers per core, tests with a deadline fail on a busy machine.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    testTimeout: 20_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 10_000 } },
    projects: [
      project("unit", { include: unit }),
      project("stores", {
        include: ["test/{features,platform}/**/*.test.ts"],
        exclude: unit,
        globalSetup: [redis],
      }),
      project("flows", {
        include: ["test/{e2e,hostile,playground,support}/**/*.test.ts"],
        exclude: [...unit, ...long],
        globalSetup: [redis],
      }),
      project("page", { include: ["test/page/**/*.test.ts"], globalSetup: [redis, chromium] }),
      // One file at a time: these start many processes of their own.
      project("long", {
        include: long,
        globalSetup: [redis],
        maxWorkers: 1,
        sequence: { groupOrder: 1 },
      }),
    ],
    coverage: {
      provider: "v8",
      // Processes and threads that tests start are not measured.
      include: ["src/**/*.ts", "commands/**/*.ts"],
      // Runs in the browser.
      exclude: ["src/playground/web/**"],
      reporter: ["text-summary", "json-summary", "html"],
      thresholds: {
        lines: 85,
        branches: 85,
        "src/features/**/{rules,*-rules}.ts": { lines: 95, branches: 95 },
        "src/features/**/{service,*-service}.ts": { lines: 95, branches: 95 },
      },
    },
  },
});
