import type { IncomingMessage } from "node:http";

const LOOPBACK: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Accepts only requests to this machine's own names, from the playground's own page. Otherwise any website could point a
 * name of its own at 127.0.0.1 (DNS rebinding) and use the playground from the visitor's browser.
 */
export function isAllowedHost(request: IncomingMessage, boundHost: string): boolean {
  const { host, origin } = request.headers;
  const name = (host ?? "").replace(/:\d+$/, "").toLowerCase();
  if (!(LOOPBACK.includes(name) || name === boundHost)) return false;
  // A browser sends the origin of the page: another site on this machine isn't allowed either.
  return origin === undefined || origin === `http://${host}`;
}
