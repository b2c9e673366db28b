import { Hono } from "hono";
import { type Files, typeOfName } from "../../persistence/files.ts";
import { type Asset, type Assets, bundlePage } from "./bundle.ts";

/** The page's own files, and what was uploaded with messages. */

/** Only what is sent with the page may run in it: an uploaded file never. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: https: http:",
  "font-src 'self'",
  "connect-src 'self' ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export function createStatics(files: Files, uploadRoute: Hono): { app: Hono; prepare(): Promise<void> } {
  let bundling: Promise<Assets> | undefined;
  const assets = () => {
    bundling ??= bundlePage().catch((cause: unknown) => {
      // The next visitor tries again: while somebody works on the page it may not compile for a moment.
      bundling = undefined;
      throw cause;
    });
    return bundling;
  };
  const app = new Hono();
  app.route("/uploads", uploadRoute);
  app.get("/attachments/:channelId/:id/:name", (context) => {
    const bytes = files.read(context.req.param("id"));
    if (bytes === undefined) return context.notFound();
    return new Response(new Uint8Array(bytes), {
      headers: {
        "content-type": typeOfName(context.req.param("name")),
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "cache-control": "private, max-age=31536000, immutable",
      },
    });
  });
  app.get("*", async (context) => {
    try {
      const asset = (await assets()).get(context.req.path);
      return asset === undefined ? context.notFound() : serveAsset(asset, context.req.raw.headers);
    } catch (cause) {
      return context.text(`The page cannot be built:\n${cause instanceof Error ? cause.message : String(cause)}`, 500);
    }
  });
  return { app, prepare: () => assets().then(() => undefined) };
}

function serveAsset({ type, bytes, gzip, etag, isLasting }: Asset, asked: Headers): Response {
  const headers: Record<string, string> = {
    "content-type": type,
    etag,
    vary: "accept-encoding",
    "cache-control": isLasting ? "public, max-age=31536000, immutable" : "no-cache",
    "x-content-type-options": "nosniff",
    "content-security-policy": PAGE_POLICY,
  };
  if (asked.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  const packed = asked.get("accept-encoding")?.includes("gzip") === true ? gzip : undefined;
  if (packed !== undefined) headers["content-encoding"] = "gzip";
  return new Response(new Uint8Array(packed ?? bytes), { headers });
}
