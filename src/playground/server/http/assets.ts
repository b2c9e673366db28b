import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import { etag } from "hono/etag";
import { TOO_LARGE, type UserContent } from "../../control/user-content.ts";
import { ClientError } from "../../interactions/types.ts";
import type { ModelView } from "../../model/types.ts";
import type { Files } from "../../persistence/files.ts";
import { contentTypeOf, MAX_FILE_BYTES } from "../messages/attachments.ts";

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

/** Serves files attached to messages. */
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
    // Try again on the next request: the page may not compile while someone edits it.
    bundling = undefined;
    throw error;
  });
  return bundling;
}

/** Serves the page. `prepare` bundles it ahead of the first request. */
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

/** The page's files by path. */
type Assets = ReadonlyMap<string, { name: string; bytes: Uint8Array<ArrayBuffer> }>;

const WEB = fileURLToPath(new URL("../../web/", import.meta.url));

/** Bundles the page in memory. Writes nothing to disk. */
async function bundlePage(): Promise<Assets> {
  // Imported on demand, which makes the bot ready 0.1 s sooner.
  const { build } = await import("esbuild");
  const [html, { outputFiles }] = await Promise.all([
    readFile(`${WEB}index.html`),
    build({
      entryPoints: [`${WEB}main.ts`, `${WEB}page.css`],
      outdir: "/",
      bundle: true,
      splitting: true,
      minify: true,
      write: false,
      format: "esm",
      target: "es2022",
      logLevel: "silent",
      // With a content hash in their names, browsers may cache these files forever.
      chunkNames: "chunk-[hash]",
      assetNames: "[name]-[hash]",
      loader: { ".woff": "file", ".woff2": "file", ".svg": "file", ".png": "file" },
    }),
  ]);
  const files = outputFiles.map(({ path, contents }) => ({ name: basename(path), bytes: new Uint8Array(contents) }));
  return new Map([
    ["/", { name: "index.html", bytes: new Uint8Array(html) }],
    ...files.map((file) => [`/${file.name}`, file] as const),
  ]);
}

/** Whether a file's name changes with its content. */
function isImmutable(name: string): boolean {
  return /-[A-Z0-9]{8}\.\w+$/.test(name);
}

/** Where the page uploads a file that a user chose for a command. */
export function createUploadRoute(view: ModelView, content: Pick<UserContent, "upload">): Hono {
  const app = new Hono();
  app.use(bodyLimit({ maxSize: MAX_FILE_BYTES, onError: (context) => context.text(TOO_LARGE, 413) }));
  app.post("/:channelId/:userId/:name", async (context) => {
    const { channelId, userId, name } = context.req.param();
    const user = view.users.get(userId);
    const channel = view.channels.get(channelId);
    if (user === undefined || channel === undefined) return context.text("This channel was deleted.", 404);
    try {
      const { id, filename } = content.upload(user, channel, name, Buffer.from(await context.req.arrayBuffer()));
      return context.json({ id, filename });
    } catch (error) {
      if (error instanceof ClientError) return context.text(error.message, 403);
      throw error;
    }
  });
  return app;
}
