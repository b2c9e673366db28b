import { Cluster } from "ioredis";
import type { Redis } from "./client.ts";
import type { MemoryTrouble } from "./problems.ts";

/** A person gets an answer within 3 s or none: a command is given up on in time to say so. */
const PATIENCE_MS = 2_000;

/** What a connection is set up with, so that a command still comes through when Redis is not ready for others. */
const HANDSHAKE: ReadonlySet<string> = new Set(["hello", "auth", "select", "client", "info", "readonly"]);

type Command = Parameters<Cluster["sendCommand"]>[0];

/** Redis has been away for longer than anybody waits: the command was not sent. */
export class RedisAwayError extends Error {
  override readonly name = "RedisAwayError";
}

/**
 * Lets no command wait for longer than a person does. A short absence goes unnoticed: what is asked meanwhile is sent as
 * soon as Redis is back. After that commands fail at once, so none pile up, and what was given up on is never sent late.
 */
export function giveUpInTime(redis: Redis): void {
  const isAway = watchAbsence(redis);
  const admit = (command: Command): boolean => {
    if (command.isSettled) return false;
    if (isAway() && !HANDSHAKE.has(command.name)) {
      command.reject(new RedisAwayError("Redis is away"));
      return false;
    }
    command.setTimeout(PATIENCE_MS);
    return true;
  };
  if (redis instanceof Cluster) {
    const send = redis.sendCommand.bind(redis);
    redis.sendCommand = (command, ...rest) => (admit(command) ? send(command, ...rest) : command.promise);
  } else {
    const send = redis.sendCommand.bind(redis);
    redis.sendCommand = (command, stream) => (admit(command) ? send(command, stream) : command.promise);
  }
}

/** Whether it has been unreachable for as long as anybody waits. */
function watchAbsence(redis: Redis): () => boolean {
  let since: number | undefined = performance.now();
  redis.on("ready", () => {
    since = undefined;
  });
  redis.on("close", () => {
    since ??= performance.now();
  });
  return () => since !== undefined && performance.now() - since > PATIENCE_MS;
}

/** Redis before 7 tells what went wrong in a script at the end of its sentence, behind a dash. */
const AWAY =
  /^(Command timed out|Connection is closed|Too many Cluster)|(^|: -)(LOADING|MASTERDOWN|READONLY|CLUSTERDOWN|NOREPLICAS|BUSY)\b/;
const FULL = /(^|: -)(OOM|MISCONF)\b/;

/** Whether an error says that Redis cannot be reached, or that it takes nothing more in. */
export function troubleOf(error: unknown): MemoryTrouble | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof RedisAwayError || AWAY.test(error.message)) return "away";
  if (FULL.test(error.message)) return "full";
  return undefined;
}
