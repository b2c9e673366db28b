import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/redis.ts", "test/support/chromium-server.ts"],
    pool: "forks",
    // Most tests wait for Redis, Discord or a page, so a core of its own for the coordinator would be idle.
    maxWorkers: "100%",
    testTimeout: 20_000,
    hookTimeout: 30_000,
    coverage: {
      provider: "v8",
      // All of the bot and the playground. What tests start as a process or thread of its own counts as not run.
      include: ["src/**/*.ts", "commands/**/*.ts"],
      // It runs in the browser, where the tests of the page drive it; V8 in here never sees it.
      exclude: ["src/playground/web/**"],
      reporter: ["text-summary", "json-summary", "html"],
      thresholds: {
        lines: 85,
        branches: 85,
        "src/core/**": { lines: 95, branches: 95 },
        "src/app/**": { lines: 95, branches: 95 },
      },
    },
  },
});
