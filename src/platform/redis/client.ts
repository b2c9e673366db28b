import { Cluster, type Redis as Server } from "ioredis";

/** Redis as the stores know it: one server, or a cluster that looks like one as long as keys share a hash tag. */
export type Redis = Server | Cluster;

/** The servers that hold the data: for what has to be asked of each. */
export async function serversOf(redis: Redis): Promise<Server[]> {
  if (!(redis instanceof Cluster)) return [redis];
  // Before the first reply it does not know its nodes.
  await redis.ping();
  return redis.nodes("master");
}
