import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/redis/server.ts"],
    pool: "forks",
    // Most tests wait for Redis, Discord or a page, so a core of its own for the coordinator would be idle.
    maxWorkers: "100%",
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
