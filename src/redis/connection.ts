import { Redis, type RedisOptions } from "ioredis";
import type { Logger } from "pino";

export type RedisPurpose = "commands" | "bullmq";

export type ConnectOptions = {
  readonly log: Pick<Logger, "info" | "warn">;
  /** BullMQ asks of its connections that a command waits for as long as Redis is away. */
  readonly purpose?: RedisPurpose;
  /** Shown by CLIENT LIST. */
  readonly name?: string;
};

/** Given up on by a person who waits for a reply after about 3 s, so a command fails after some retries. */
const RETRIES_PER_COMMAND = 5;
const LONGEST_RETRY_DELAY_MS = 2_000;

/**
 * A client on `redis://`, `rediss://` or `unix://…[?db=n]`. It connects by itself, again after every loss, and says so
 * in the log; it never raises an unhandled error.
 */
export function connectRedis(url: string, { log, purpose = "commands", name = "rootine" }: ConnectOptions): Redis {
  const options = {
    connectionName: name,
    enableAutoPipelining: false,
    maxRetriesPerRequest: purpose === "bullmq" ? null : RETRIES_PER_COMMAND,
    retryStrategy: (times: number) =>
      Math.min(20 * 2 ** Math.min(times, 10), LONGEST_RETRY_DELAY_MS) * (0.8 + Math.random() * 0.2),
  } satisfies RedisOptions;
  const redis = url.startsWith("unix:") ? new Redis({ ...options, ...socketOf(url) }) : new Redis(url, options);
  writeOnceATurn(redis);
  report(redis, redactUrl(url), log);
  return redis;
}

/**
 * What one turn of the event loop asks of Redis leaves in one write. Many clicks come in one packet, and a system call
 * for each of their commands was a sixth of all work; a command alone waits for nothing.
 */
function writeOnceATurn(redis: Redis): void {
  const held = new WeakSet<object>();
  const send = redis.sendCommand.bind(redis);
  redis.sendCommand = (command, stream) => {
    const socket = redis.stream;
    if (socket && !held.has(socket)) {
      held.add(socket);
      socket.cork();
      setImmediate(() => {
        held.delete(socket);
        socket.uncork();
      });
    }
    return send(command, stream);
  };
}

/** One line when it is lost and one when it is back, however many attempts lie between. */
function report(redis: Redis, address: string, log: ConnectOptions["log"]): void {
  let lost = false;
  const warn = (reason: string) => {
    if (!lost) log.warn({ address, reason }, "Redis is away: trying again until it is back");
    lost = true;
  };
  redis.on("error", (error) => warn(error.message));
  redis.on("reconnecting", () => warn("the connection was closed"));
  redis.on("ready", () => {
    if (lost) log.info({ address }, "Redis is back");
    lost = false;
  });
}

function socketOf(url: string): { path: string; db: number } {
  const { pathname, searchParams } = new URL(url);
  return { path: decodeURIComponent(pathname), db: Number(searchParams.get("db") ?? 0) };
}

/** The address without what must not be seen in a log. */
export function redactUrl(url: string): string {
  try {
    const parsed = new URL(url);
    if (parsed.password !== "") parsed.password = "***";
    if (parsed.searchParams.has("password")) parsed.searchParams.set("password", "***");
    return parsed.href;
  } catch {
    return "(unreadable address)";
  }
}

export type Finding = {
  /** With a "refuse" the bot must not run on this server. */
  readonly level: "refuse" | "warn";
  readonly problem: string;
  /** The line to run, or what to do where there is none. */
  readonly fix: string;
};

/** What is wrong with a server that the bot did not start itself. Ask through a "commands" connection: it gives up. */
export async function checkServer(redis: Redis): Promise<Finding[]> {
  let reason: string | undefined;
  const remember = (error: Error) => {
    reason = error.message;
  };
  redis.on("error", remember);
  try {
    return judgeServer(await redis.info());
  } catch (error) {
    return [unreadable(reason ?? (error instanceof Error ? error.message : String(error)))];
  } finally {
    redis.off("error", remember);
  }
}

/** INFO tells all that matters, and stays allowed where a managed service has renamed CONFIG. */
export function judgeServer(info: string): Finding[] {
  const fields = new Map(info.split(/\r?\n/).map((line) => splitAt(line, ":")));
  const findings = [
    judgeVersion(fields.get("redis_version"), fields.get("valkey_version")),
    judgeRole(fields.get("role")),
    judgePolicy(fields.get("maxmemory_policy")),
    judgeAppendOnly(fields.get("aof_enabled")),
  ];
  return findings.filter((finding) => finding !== undefined);
}

/** Every Valkey calls itself Redis 7.2 for its clients' sake. */
function judgeVersion(version: string | undefined, valkey: string | undefined): Finding | undefined {
  if (valkey !== undefined) return undefined;
  if (version === undefined) return unchecked("its version", "Make sure that it is Redis 6.2 or newer, or Valkey.");
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 6 || (major === 6 && minor >= 2)) return undefined;
  return {
    level: "refuse",
    problem: `This is Redis ${version}; the bot needs 6.2 or newer, or Valkey.`,
    fix: "docker run -d -p 127.0.0.1:6379:6379 redis:7 redis-server --appendonly yes --maxmemory-policy noeviction",
  };
}

function judgeRole(role: string | undefined): Finding | undefined {
  if (role !== "slave") return undefined;
  return {
    level: "refuse",
    problem: "This server is a replica, which takes no writes.",
    fix: "Set REDIS_URL to its primary (redis-cli INFO replication names it).",
  };
}

function judgePolicy(policy: string | undefined): Finding | undefined {
  const fix = "redis-cli CONFIG SET maxmemory-policy noeviction";
  if (policy === undefined) return unchecked("maxmemory-policy", fix);
  if (policy === "noeviction") return undefined;
  return {
    level: "refuse",
    problem: `maxmemory-policy is ${policy}: once memory is full, this server throws away answers and jobs.`,
    fix,
  };
}

function judgeAppendOnly(enabled: string | undefined): Finding | undefined {
  const fix = "redis-cli CONFIG SET appendonly yes";
  if (enabled === undefined) return unchecked("appendonly", fix);
  if (enabled === "1") return undefined;
  return {
    level: "warn",
    problem: "appendonly is off: a crash of this server loses every answer since its last snapshot.",
    fix,
  };
}

function unchecked(what: string, fix: string): Finding {
  return { level: "warn", problem: `This server does not tell ${what}, so it could not be checked.`, fix };
}

function unreadable(reason: string): Finding {
  if (reason.startsWith("NOPERM"))
    return unchecked("its version, maxmemory-policy and appendonly", "Allow this user INFO: ACL SETUSER <name> +info");
  if (/WRONGPASS|NOAUTH/.test(reason))
    return {
      level: "refuse",
      problem: "Redis refuses the user name or password of REDIS_URL.",
      fix: "Set REDIS_URL to redis://<user>:<password>@<host>:<port>, special characters percent-encoded.",
    };
  return {
    level: "refuse",
    problem: `Redis cannot be reached: ${reason}.`,
    fix: "Start it or correct REDIS_URL; without REDIS_URL the bot brings its own.",
  };
}

function splitAt(line: string, mark: string): [string, string] {
  const index = line.indexOf(mark);
  return index < 0 ? [line, ""] : [line.slice(0, index), line.slice(index + mark.length)];
}
