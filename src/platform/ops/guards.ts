import { createHash, timingSafeEqual } from "node:crypto";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "::1", "[::1]"]);

/**
 * Whether a request to a loopback address used another host name. A website can point its own name at 127.0.0.1 to reach
 * this server through a visitor's browser (DNS rebinding).
 */
export function isForeignHost(hostHeader: string | undefined, boundHost: string): boolean {
  if (!LOOPBACK.has(boundHost)) return false;
  return !LOOPBACK.has((hostHeader ?? "").replace(/:\d+$/, "").toLowerCase());
}

/** Whether a page of another origin sent the request: the browser would add this site's credentials (CSRF). */
export function isCrossOrigin(origin: string | undefined, hostHeader: string | undefined): boolean {
  if (origin === undefined) return false;
  return !(URL.canParse(origin) && new URL(origin).host === hostHeader);
}

/** Whether basic authentication carries the token as its password. Compares in constant time. */
export function hasToken(authorization: string | undefined, token: string): boolean {
  const [scheme, encoded = ""] = (authorization ?? "").split(" ");
  if (scheme?.toLowerCase() !== "basic") return false;
  const credentials = Buffer.from(encoded, "base64").toString("utf8");
  return timingSafeEqual(digest(credentials.slice(credentials.indexOf(":") + 1)), digest(token));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
