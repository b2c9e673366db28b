/** Where Redis is: one server, the servers that know a cluster, or the sentinels that know who is primary. */
export type RedisAddress = { kind: "server"; url: string } | ClusterAddress | SentinelAddress;

type Host = { host: string; port: number };
type Secrets = { tls: boolean; username?: string; password?: string };
export type ClusterAddress = { kind: "cluster"; nodes: [Host, ...Host[]] } & Secrets;
export type SentinelAddress = { kind: "sentinel"; sentinels: [Host, ...Host[]]; primary: string; db: number } & Secrets;

const SHAPE =
  /^(?<scheme>rediss?)(?<sentinel>\+sentinel)?:\/\/(?:(?<secrets>[^@/]*)@)?(?<hosts>[^/?#]+)(?:\/(?<path>[^?#]*))?$/;
const HOST = /^(?<host>[^:[\]\s]+|\[[0-9a-f:.]+\])(?::(?<port>\d{1,5}))?$/i;
const REDIS_PORT = 6379;
const SENTINEL_PORT = 26379;

/**
 * Reads `redis://…`, `rediss://…` or `unix://…` for one server, `redis://a:7000,b:7000` for a cluster by some of its
 * nodes, `redis+sentinel://a:26379,b:26379/primary[/db]` for sentinels; undefined where the text is none of them.
 */
export function readRedisAddress(text: string): RedisAddress | undefined {
  const { scheme, sentinel, secrets, hosts = "", path = "" } = SHAPE.exec(text)?.groups ?? {};
  if (!sentinel && !hosts.includes(",")) return isServer(text) ? { kind: "server", url: text } : undefined;

  const [first, ...others] = hosts.split(",").map((host) => readHost(host, sentinel ? SENTINEL_PORT : REDIS_PORT));
  if (!first || others.includes(undefined)) return undefined;
  const all: [Host, ...Host[]] = [first, ...others.filter((host) => host !== undefined)];
  const common = { tls: scheme === "rediss", ...readSecrets(secrets) };
  if (!sentinel) return path === "" ? { kind: "cluster", nodes: all, ...common } : undefined;

  const [primary = "", db = "0", ...more] = path.split("/");
  if (primary === "" || !/^\d+$/.test(db) || more.length > 0) return undefined;
  return { kind: "sentinel", sentinels: all, primary, db: Number(db), ...common };
}

function isServer(text: string): boolean {
  return URL.canParse(text) && /^(rediss?|unix):\/\//.test(text);
}

function readHost(text: string, fallback: number): Host | undefined {
  const { host, port = fallback } = HOST.exec(text)?.groups ?? {};
  return host === undefined ? undefined : { host: host.replace(/^\[|\]$/g, ""), port: Number(port) };
}

function readSecrets(text: string | undefined): { username?: string; password?: string } {
  const [username = "", ...rest] = (text ?? "").split(":").map(decodeURIComponent);
  const password = rest.join(":");
  return { ...(username && { username }), ...(password && { password }) };
}

/** The address without what must not be seen in a log. */
export function redactUrl(text: string): string {
  if (!readRedisAddress(text)) return "(unreadable address)";
  return text.replace(/^([a-z+]+:\/\/[^:@/]*):[^@/]*@/, "$1:***@").replace(/([?&]password=)[^&]*/, "$1***");
}
