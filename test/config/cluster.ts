import { defineConfig } from "vitest/config";

/** `npm run test:cluster`: tests that must also pass on Redis Cluster. */
export default defineConfig({
  test: {
    include: [
      "test/platform/redis/stores.test.ts",
      "test/e2e/{daily,quiz,exams,privacy-everything}.test.ts",
      "test/chaos/chaos.test.ts",
    ],
    globalSetup: ["test/support/cluster-setup.ts"],
    env: { TEST_REDIS: "cluster" },
    reporters: ["default", "test/support/skip-reporter.ts"],
    pool: "forks",
    isolate: false,
    // The cluster has one database, which each test empties.
    fileParallelism: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
