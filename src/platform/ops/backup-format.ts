import { createHash } from "node:crypto";
import { z } from "zod";

/*
 * A backup is a gzipped file of JSON lines: a header, records, and a footer with the checksum of all lines before it.
 * Values are plain text rather than what DUMP returns, so that any version of Redis or Valkey can restore them.
 */

export const header = z.object({ rootine: z.literal("backup"), formatVersion: z.int(), createdAt: z.string() });
export type Header = z.infer<typeof header>;

/** Milliseconds since 1970 UTC. */
const common = { key: z.string(), expiresAt: z.int().exactOptional() };
const items = z.array(z.string());
/** All or part of a key. `items` of a hash alternates fields and values; of a sorted set, members and scores. */
export const record = z.discriminatedUnion("type", [
  z.object({ ...common, type: z.literal("string"), value: z.string() }),
  z.object({ ...common, type: z.literal("hash"), items }),
  z.object({ ...common, type: z.literal("zset"), items }),
  z.object({ ...common, type: z.literal("set"), items }),
  z.object({ ...common, type: z.literal("list"), items }),
]);
export type BackupRecord = z.infer<typeof record>;

export const footer = z.object({ end: z.literal(true), records: z.int(), sha256: z.string() });

export function createChecksum() {
  const hash = createHash("sha256");
  return {
    addLine: (line: string) => void hash.update(line).update("\n"),
    digest: () => hash.digest("hex"),
  };
}
