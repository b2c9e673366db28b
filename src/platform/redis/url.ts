/** One server, some nodes of a cluster, or sentinels that know the primary. */
export type RedisAddress = { kind: "server"; url: string } | ClusterAddress | SentinelAddress;

type Host = { host: string; port: number };
type Credentials = { tls: boolean; username?: string; password?: string };
export type ClusterAddress = { kind: "cluster"; nodes: [Host, ...Host[]] } & Credentials;
export type SentinelAddress = {
  kind: "sentinel";
  sentinels: [Host, ...Host[]];
  primary: string;
  db: number;
} & Credentials;

const SHAPE =
  /^(?<scheme>rediss?)(?<sentinel>\+sentinel)?:\/\/(?:(?<credentials>[^/]*)@)?(?<hosts>[^/?#@]+)(?:\/(?<path>[^?#]*))?$/;
const HOST = /^(?<host>[^:[\]\s]+|\[[0-9a-f:.]+\])(?::(?<port>\d{1,5}))?$/i;
const REDIS_PORT = 6379;
const SENTINEL_PORT = 26379;

/**
 * Parses `redis://…`, `rediss://…` or `unix://…` for one server, `redis://a:7000,b:7000` for some nodes of a cluster,
 * and `redis+sentinel://a:26379,b:26379/primary[/db]` for sentinels. Returns undefined for anything else.
 */
export function parseRedisUrl(text: string): RedisAddress | undefined {
  const { scheme, sentinel, credentials, hosts = "", path = "" } = SHAPE.exec(text)?.groups ?? {};
  if (!sentinel && !hosts.includes(",")) return isServerUrl(text) ? { kind: "server", url: text } : undefined;

  const [first, ...others] = hosts.split(",").map((host) => parseHost(host, sentinel ? SENTINEL_PORT : REDIS_PORT));
  if (!first || others.includes(undefined)) return undefined;
  const all: [Host, ...Host[]] = [first, ...others.filter((host) => host !== undefined)];
  const common = { tls: scheme === "rediss", ...parseCredentials(credentials) };
  if (!sentinel) return path === "" ? { kind: "cluster", nodes: all, ...common } : undefined;

  const [primary = "", db = "0", ...more] = path.split("/");
  if (primary === "" || !/^\d+$/.test(db) || more.length > 0) return undefined;
  return { kind: "sentinel", sentinels: all, primary, db: Number(db), ...common };
}

function isServerUrl(text: string): boolean {
  return URL.canParse(text) && /^(rediss?|unix):\/\//.test(text);
}

function parseHost(text: string, fallback: number): Host | undefined {
  const { host, port = fallback } = HOST.exec(text)?.groups ?? {};
  return host === undefined ? undefined : { host: host.replace(/^\[|\]$/g, ""), port: Number(port) };
}

function parseCredentials(text: string | undefined): { username?: string; password?: string } {
  const [username = "", ...rest] = (text ?? "").split(":").map(decode);
  const password = rest.join(":");
  return { ...(username && { username }), ...(password && { password }) };
}

/** A password may contain unencoded @ signs, so it ends at the last one before the path. */
const PASSWORD = /^([a-z+]+:\/\/[^:@/]*:)([^/]*)(?=@)/;
const PASSWORD_PARAMETER = /([?&]password=)([^&]*)/;

/** Hides a URL's password, for logs. */
export function redactUrl(text: string): string {
  if (!parseRedisUrl(text)) return "(invalid URL)";
  return text.replace(PASSWORD, "$1***").replace(PASSWORD_PARAMETER, "$1***");
}

/** The password in a URL, as written and decoded. */
export function passwordsIn(text: string): string[] {
  const written = (PASSWORD.exec(text) ?? PASSWORD_PARAMETER.exec(text))?.[2];
  return written ? [written, decode(written)] : [];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
