import type { Redis as Server } from "ioredis";
import { type Redis, serversOf } from "./client.ts";
import { KEY_PREFIX } from "./keys.ts";

export type ServerIssue = {
  /** "error": the bot must not run on this server. */
  readonly severity: "error" | "warning";
  readonly problem: string;
  /** A command that fixes the problem, or other instructions. */
  readonly fix: string;
};

/**
 * Checks a server, or every primary of a cluster. Requires a "commands" connection, which gives up if Redis is
 * unreachable.
 */
export async function checkServer(redis: Redis): Promise<ServerIssue[]> {
  let lastError: string | undefined;
  const remember = (error: Error) => {
    lastError = error.message;
  };
  redis.on("error", remember);
  try {
    const servers = await serversOf(redis);
    const issues = await Promise.all(
      servers.map(async (server) => {
        const found = checkInfo(await server.info());
        return found.some(({ severity }) => severity === "error")
          ? found
          : [...found, ...(await checkForeignKeys(server))];
      }),
    );
    return [...new Map(issues.flat().map((issue) => [issue.problem, issue])).values()];
  } catch (error) {
    return [connectionIssue(lastError ?? (error instanceof Error ? error.message : String(error)))];
  } finally {
    redis.off("error", remember);
  }
}

/** Checks the reply to INFO. Managed services allow it even if they forbid CONFIG. */
export function checkInfo(info: string): ServerIssue[] {
  const fields = new Map(info.split(/\r?\n/).map((line) => splitOnce(line, ":")));
  const issues = [
    checkVersion(fields.get("redis_version"), fields.get("valkey_version")),
    checkRole(fields.get("role")),
    checkPolicy(fields.get("maxmemory_policy")),
    checkAppendOnly(fields.get("aof_enabled")),
  ];
  return issues.filter((issue) => issue !== undefined);
}

/** Samples about a thousand keys. That's enough to notice that another program uses the database. */
async function checkForeignKeys(server: Server): Promise<ServerIssue[]> {
  // The Redis user may lack the permission to scan.
  const [, found] = await server.scan("0", "COUNT", 1_000).catch((): [string, string[]] => ["0", []]);
  const foreign = found.find((key) => !key.startsWith(KEY_PREFIX));
  if (foreign === undefined) return [];
  return [
    {
      severity: "warning",
      problem: `Another program stores keys in this database, such as ${JSON.stringify(foreign.slice(0, 60))}.`,
      fix: `Rootine never touches keys that don't start with ${KEY_PREFIX}, but the other program may touch Rootine's. Give Rootine its own database: redis://<host>:6379/1`,
    },
  ];
}

/** Skips Valkey, which reports Redis 7.2 as its version for compatibility. */
function checkVersion(version: string | undefined, valkey: string | undefined): ServerIssue | undefined {
  if (valkey !== undefined) return undefined;
  if (version === undefined) return unknown("its version", "Make sure it is Redis 6.2 or newer, or Valkey.");
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 6 || (major === 6 && minor >= 2)) return undefined;
  return {
    severity: "error",
    problem: `This is Redis ${version}. Rootine needs 6.2 or newer, or Valkey.`,
    fix: "docker run -d -p 127.0.0.1:6379:6379 redis:7 redis-server --appendonly yes --maxmemory-policy noeviction",
  };
}

function checkRole(role: string | undefined): ServerIssue | undefined {
  if (role !== "slave") return undefined;
  return {
    severity: "error",
    problem: "This server is a replica and doesn't accept writes.",
    fix: "Set REDIS_URL to its primary. redis-cli INFO replication shows the address.",
  };
}

function checkPolicy(policy: string | undefined): ServerIssue | undefined {
  const fix = "redis-cli CONFIG SET maxmemory-policy noeviction";
  if (policy === undefined) return unknown("maxmemory-policy", fix);
  if (policy === "noeviction") return undefined;
  return {
    severity: "error",
    problem: `maxmemory-policy is ${policy}, so this server deletes answers and jobs when its memory is full.`,
    fix,
  };
}

function checkAppendOnly(enabled: string | undefined): ServerIssue | undefined {
  const fix = "redis-cli CONFIG SET appendonly yes";
  if (enabled === undefined) return unknown("appendonly", fix);
  if (enabled === "1") return undefined;
  return {
    severity: "warning",
    problem: "appendonly is off, so a crash of this server loses every answer since its last snapshot.",
    fix,
  };
}

function unknown(setting: string, fix: string): ServerIssue {
  return { severity: "warning", problem: `This server doesn't report ${setting}, so I couldn't check it.`, fix };
}

function connectionIssue(reason: string): ServerIssue {
  if (reason.startsWith("NOPERM")) {
    return unknown("its version, maxmemory-policy and appendonly", "Allow INFO: ACL SETUSER <name> +info");
  }
  if (/WRONGPASS|NOAUTH/.test(reason)) {
    return {
      severity: "error",
      problem: "Redis rejected the user name or password in REDIS_URL.",
      fix: "Set REDIS_URL to redis://<user>:<password>@<host>:<port>, with special characters percent-encoded.",
    };
  }
  return {
    severity: "error",
    problem: `Can't reach Redis: ${reason}.`,
    fix: "Start it, or correct REDIS_URL. Without REDIS_URL, Rootine starts its own Redis.",
  };
}

function splitOnce(line: string, separator: string): [string, string] {
  const index = line.indexOf(separator);
  return index < 0 ? [line, ""] : [line.slice(0, index), line.slice(index + separator.length)];
}

/** Whether a bot process is connected to this database, as far as this Redis user can see. */
export async function isBotConnected(redis: Redis): Promise<boolean> {
  const servers = await serversOf(redis);
  const lists = await Promise.all(servers.map((server) => server.client("LIST").catch(() => "")));
  const clients = lists.flatMap((list) => String(list).split("\n"));
  const database = ` db=${servers[0]?.options.db ?? 0} `;
  return clients.some((client) => client.includes(database) && / name=rootine-(all|bot|worker) /.test(client));
}
