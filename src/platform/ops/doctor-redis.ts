import type { Config } from "../../config.ts";
import type { Redis } from "../redis/client.ts";
import { checkFormat, FORMAT_VERSION } from "../redis/format.ts";
import { checkServer } from "../redis/server-check.ts";
import { SetupError } from "../setup-error.ts";
import type { Finding } from "./doctor.ts";

/** Checks the server's version, eviction policy and durability, and the format of its data. */
export async function checkRedis(redis: Redis, config: Config): Promise<Finding[]> {
  const issues = config.REDIS_URL ? await checkServer(redis) : [];
  const findings = issues.map(({ problem, fix }): Finding => ({ check: "Redis", problem: `${problem} ${fix}` }));
  if (issues.some(({ severity }) => severity === "error")) return findings;

  const server = config.REDIS_URL ? "reachable" : "embedded";
  if (findings.length === 0) findings.push({ check: "Redis", ok: `${server}, append-only, no eviction` });
  return [...findings, await checkDataFormat(redis)];
}

async function checkDataFormat(redis: Redis): Promise<Finding> {
  try {
    await checkFormat(redis);
    return { check: "Data format", ok: String(FORMAT_VERSION) };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return { check: "Data format", problem: error.message };
  }
}
