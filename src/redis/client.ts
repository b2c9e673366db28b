import type { Cluster, Redis as Server } from "ioredis";

/** Redis as the stores know it: one server, or a cluster that looks like one as long as keys share a hash tag. */
export type Redis = Server | Cluster;
