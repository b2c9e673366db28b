import { createHash } from "node:crypto";
import { z } from "zod";

/**
 * A backup is gzipped lines of JSON: a head, a line for each piece of a key, and a tail with the checksum of all before.
 * Values stand as what they are, not as DUMP writes them, so that any Redis or Valkey can take them in.
 */
export const FORMAT = 1;

const flat = z.array(z.string());
const keyed = { k: z.string(), /** Expires at, in milliseconds. */ x: z.int().exactOptional() };
/** Large keys stand in several pieces; `v` of a hash or sorted set holds fields and values, members and scores in turn. */
export const piece = z.discriminatedUnion("t", [
  z.object({ ...keyed, t: z.literal("string"), v: z.string() }),
  z.object({ ...keyed, t: z.literal("hash"), v: flat }),
  z.object({ ...keyed, t: z.literal("zset"), v: flat }),
  z.object({ ...keyed, t: z.literal("set"), v: flat }),
  z.object({ ...keyed, t: z.literal("list"), v: flat }),
]);
export type Piece = z.infer<typeof piece>;

export const head = z.object({ rootine: z.literal("backup"), format: z.int(), schema: z.int(), at: z.string() });
export type Head = z.infer<typeof head>;

export const tail = z.object({ end: z.literal(true), pieces: z.int(), sha256: z.string() });

/** The checksum over lines, kept as they go by. */
export function createChecksum() {
  const hash = createHash("sha256");
  return {
    add: (line: string) => void hash.update(line).update("\n"),
    end: () => hash.digest("hex"),
  };
}
