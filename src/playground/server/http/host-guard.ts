import type { IncomingMessage } from "node:http";

/**
 * Only this machine's own names are answered. A foreign web page can point a name of its own at 127.0.0.1 (DNS rebinding)
 * and would then speak to the playground from the visitor's browser; the `Host` it sends gives it away.
 */

const LOOPBACK: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

export function isWelcome(request: IncomingMessage, boundHost: string): boolean {
  const { host, origin } = request.headers;
  const name = (host ?? "").replace(/:\d+$/, "").toLowerCase();
  if (!(LOOPBACK.includes(name) || name === boundHost)) return false;
  // A browser names the page that asks: it must be our own, not merely another one of this machine.
  return origin === undefined || origin === `http://${host}`;
}
