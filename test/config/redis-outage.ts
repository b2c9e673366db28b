import { defineConfig } from "vitest/config";

/** `npm run test:redis-outage`: Redis is down for a minute instead of the 6 s of `npm run test:long`. */
export default defineConfig({
  test: {
    include: ["test/e2e/redis-outage.test.ts"],
    globalSetup: ["test/support/redis-setup.ts"],
    env: { OUTAGE_SECONDS: "60" },
  },
});
