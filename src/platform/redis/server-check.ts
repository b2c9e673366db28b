import { type Redis, serversOf } from "./client.ts";

export type Finding = {
  /** With a "refuse" the bot must not run on this server. */
  readonly level: "refuse" | "warn";
  readonly problem: string;
  /** The line to run, or what to do where there is none. */
  readonly fix: string;
};

/** What is wrong with a server, or with any primary of a cluster, that the bot did not start itself. Ask through a "commands" connection: it gives up. */
export async function checkServer(redis: Redis): Promise<Finding[]> {
  let reason: string | undefined;
  const remember = (error: Error) => {
    reason = error.message;
  };
  redis.on("error", remember);
  try {
    const servers = await serversOf(redis);
    const findings = await Promise.all(servers.map(async (server) => judgeServer(await server.info())));
    return [...new Map(findings.flat().map((finding) => [finding.problem, finding])).values()];
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

/** Whether a process of the bot is connected to this database, as far as this user may see. */
export async function isBotConnected(redis: Redis): Promise<boolean> {
  const servers = await serversOf(redis);
  const lists = await Promise.all(servers.map((server) => server.client("LIST").catch(() => "")));
  const clients = lists.flatMap((list) => String(list).split("\n"));
  const database = ` db=${servers[0]?.options.db ?? 0} `;
  return clients.some((client) => client.includes(database) && / name=rootine-(all|bot|worker) /.test(client));
}
