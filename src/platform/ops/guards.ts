import { createHash, timingSafeEqual } from "node:crypto";

/**
 * On loopback only this machine's own names are answered: a foreign web page can point a name of its own at 127.0.0.1
 * and ask from a visitor's browser; the `Host` it sends gives it away.
 */
export function isForeign(hostHeader: string | undefined, boundHost: string): boolean {
  if (!LOOPBACK.has(boundHost)) return false;
  return !LOOPBACK.has((hostHeader ?? "").replace(/:\d+$/, "").toLowerCase());
}
const LOOPBACK = new Set(["127.0.0.1", "localhost", "::1", "[::1]"]);

/** A browser sends its credentials along whoever asks it to, and says who did: only pages of our own may ask. */
export function isForgery(origin: string | undefined, hostHeader: string | undefined): boolean {
  if (origin === undefined) return false;
  return !(URL.canParse(origin) && new URL(origin).host === hostHeader);
}

/** Whether basic auth brings the token as its password, compared in a time that tells nothing of it. */
export function isAdmitted(authorization: string | undefined, token: string): boolean {
  const [scheme, encoded = ""] = (authorization ?? "").split(" ");
  if (scheme?.toLowerCase() !== "basic") return false;
  const given = Buffer.from(encoded, "base64").toString("utf8");
  return timingSafeEqual(digest(given.slice(given.indexOf(":") + 1)), digest(token));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
