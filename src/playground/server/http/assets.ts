import { Hono } from "hono";
import { compress } from "hono/compress";
import { etag } from "hono/etag";
import type { Files } from "../../persistence/files.ts";
import { contentTypeOf } from "../messages/attachments.ts";
import { type Assets, bundlePage, isImmutable } from "./bundle.ts";

/** Lets only the page's own scripts run, never an uploaded file. */
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

/** Files that came with messages. */
export function createAttachmentRoute(files: Pick<Files, "read">): Hono {
  return new Hono().get("/:channelId/:id/:name", (context) => {
    const bytes = files.read(context.req.param("id"));
    if (bytes === undefined) return context.notFound();
    return context.body(new Uint8Array(bytes), 200, {
      "content-type": contentTypeOf(context.req.param("name")),
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "private, max-age=31536000, immutable",
    });
  });
}

let bundling: Promise<Assets> | undefined;

/** Bundled once per process. */
function assets(): Promise<Assets> {
  bundling ??= bundlePage().catch((error: unknown) => {
    // Try again on the next request: while someone edits the page, it may not compile for a moment.
    bundling = undefined;
    throw error;
  });
  return bundling;
}

/** The page itself. `prepare` bundles it ahead of the first request. */
export function createPageRoute(): { app: Hono; prepare(): Promise<void> } {
  const app = new Hono();
  app.use(compress(), etag());
  app.get("*", async (context) => {
    try {
      const asset = (await assets()).get(context.req.path);
      if (asset === undefined) return context.notFound();
      return context.body(asset.bytes, 200, {
        "content-type": contentTypeOf(asset.name),
        "cache-control": isImmutable(asset.name) ? "public, max-age=31536000, immutable" : "no-cache",
        "x-content-type-options": "nosniff",
        "content-security-policy": PAGE_POLICY,
      });
    } catch (error) {
      return context.text(`The page cannot be built:\n${error instanceof Error ? error.message : String(error)}`, 500);
    }
  });
  return {
    app,
    async prepare() {
      await assets();
    },
  };
}
