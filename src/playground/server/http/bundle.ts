import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

/** The page's files, bundled in memory: nothing is written, and nothing is built before somebody wants it. */

export type Asset = { type: string; bytes: Buffer; gzip: Buffer | undefined; etag: string; isLasting: boolean };
export type Assets = ReadonlyMap<string, Asset>;

const PAGE = fileURLToPath(new URL("../../web/", import.meta.url));

const TYPES: ReadonlyMap<string, string> = new Map([
  ["html", "text/html; charset=utf-8"],
  ["js", "text/javascript; charset=utf-8"],
  ["css", "text/css; charset=utf-8"],
  ["svg", "image/svg+xml"],
  ["png", "image/png"],
  ["woff2", "font/woff2"],
  ["json", "application/json"],
]);

export async function bundlePage(): Promise<Assets> {
  // Loaded with the first page and not with the playground: the bot is ready a tenth of a second sooner.
  const { build } = await import("esbuild");
  const [html, built] = await Promise.all([
    readFile(`${PAGE}index.html`),
    build({
      entryPoints: [`${PAGE}main.ts`, `${PAGE}page.css`],
      outdir: "/",
      bundle: true,
      splitting: true,
      minify: true,
      write: false,
      format: "esm",
      target: "es2022",
      logLevel: "silent",
      // The names carry the content's hash, so a browser may keep these files for ever.
      chunkNames: "chunk-[hash]",
      assetNames: "[name]-[hash]",
      loader: { ".woff2": "file", ".svg": "file", ".png": "file" },
    }),
  ]);
  const assets = new Map([["/", assetOf("index.html", html)]]);
  for (const { path, contents } of built.outputFiles)
    assets.set(`/${basename(path)}`, assetOf(basename(path), Buffer.from(contents)));
  return assets;
}

const PACKED: ReadonlySet<string> = new Set(["html", "js", "css", "svg", "json"]);

function assetOf(name: string, bytes: Buffer): Asset {
  const extension = name.slice(name.lastIndexOf(".") + 1);
  return {
    type: TYPES.get(extension) ?? "application/octet-stream",
    bytes,
    gzip: PACKED.has(extension) ? gzipSync(bytes) : undefined,
    etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 27)}"`,
    isLasting: /-[A-Z0-9]{8}\.\w+$/.test(name),
  };
}
