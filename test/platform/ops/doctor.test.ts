import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { checkFetchedServer } from "../../../src/platform/ops/doctor.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { DAY } from "../../../src/platform/time.ts";
import { temporaryFolder } from "../../support/redis.ts";

const serverAt = (executable: string) =>
  ({ info: async () => `redis_version:7.0.15\r\nexecutable:${executable}\r\n` }) as unknown as Redis;

async function fetched() {
  const packagesDir = await temporaryFolder();
  const folder = join(packagesDir, "root/usr/bin");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "redis-server"), "");
  return { packagesDir, file: join(folder, "redis-server") };
}

it.each([
  [0, { check: "Fetched Redis", ok: "0 days old" }],
  [90, { check: "Fetched Redis", ok: "90 days old" }],
  [91, { check: "Fetched Redis", problem: expect.stringMatching(/^It is 91 days old.*install redis-server\.$/) }],
])("doctor reports the age of a downloaded Redis: %i days", async (days, finding) => {
  const { packagesDir, file } = await fetched();
  const now = Date.now() + days * DAY + 1_000;
  expect(await checkFetchedServer(serverAt(file), packagesDir, now)).toEqual([finding]);
});

it("doctor doesn't report the system's own Redis", async () => {
  const { packagesDir } = await fetched();
  expect(await checkFetchedServer(serverAt(process.execPath), packagesDir)).toEqual([]);
  expect(await checkFetchedServer(serverAt(process.execPath), join(packagesDir, "missing"))).toEqual([]);
});
