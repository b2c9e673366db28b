/** How a running process tells what its parts are doing. Times in milliseconds. */
export type Vitals = {
  role: string;
  /** Throws where Redis cannot be reached or takes nothing in. */
  probeRedis(): Promise<unknown>;
  /** The part of Redis' `maxmemory` in use, of its fullest server; undefined where there is no such limit. */
  memoryUsed(): Promise<number | undefined>;
  /** Where there is a gateway. */
  shards?: () => ShardState[];
  /** Where there is a worker. */
  work?: WorkState;
};

export type ShardState = { id: number; ready: boolean; ping: number; sinceHeartbeat: number };

export type WorkState = {
  /** Since the agenda was last seen to. */
  sinceBeat(): number;
  /** Whether tasks are taken from every queue. */
  isRunning(): boolean;
  /** For each pace how many tasks wait in queues, and how many entries of the agenda are due and not queued yet. */
  queues(): Promise<{ pace: string; depth: number; backlog: number }[]>;
};
