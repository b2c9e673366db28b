import type { TestProject } from "vitest/node";
import { startCluster } from "./redis-cluster.ts";
import { PACKAGES_DIR } from "./redis-setup.ts";

/** Vitest's global setup of `npm run test:cluster`: Redis is a cluster. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster(PACKAGES_DIR);
  project.provide("redisUrl", cluster.url);
  project.provide("redisPackagesDir", PACKAGES_DIR);
  project.provide("redisHint", "");
  return cluster.stop;
}
