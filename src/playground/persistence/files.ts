import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { APIAttachment } from "discord-api-types/v10";
import { compareIds } from "../model/snowflake.ts";
import type { UploadedFile } from "../server/rest/route.ts";

/** Uploaded files, in memory or in a folder; the oldest go when there are too many. */
export type Files = {
  keep(id: string, file: UploadedFile): void;
  read(id: string): Buffer | undefined;
};

const MOST_BYTES = 64 * 1024 * 1024;

export function createFiles(folder: string | undefined): Files {
  const held = new Map<string, { size: number; bytes: Buffer | undefined }>();
  let total = 0;
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    for (const id of readdirSync(folder).sort(compareIds)) {
      const { size } = statSync(join(folder, id));
      held.set(id, { size, bytes: undefined });
      total += size;
    }
  }
  return {
    keep(id, { bytes }) {
      if (folder !== undefined) writeFileSync(join(folder, id), bytes);
      held.set(id, { size: bytes.length, bytes: folder === undefined ? bytes : undefined });
      total += bytes.length;
      for (const [oldest, { size }] of held) {
        if (total <= MOST_BYTES || oldest === id) break;
        held.delete(oldest);
        total -= size;
        if (folder !== undefined) rmSync(join(folder, oldest), { force: true });
      }
    },
    read(id) {
      const file = held.get(id);
      if (file === undefined) return undefined;
      return file.bytes ?? (folder === undefined ? undefined : readFileSync(join(folder, id)));
    },
  };
}

/** What a message says about a file that came with it. */
export function describeFile(id: string, file: UploadedFile, channelId: string, baseUrl: string): APIAttachment {
  const filename = file.name.replaceAll(/[^\w.-]/g, "_");
  const url = `${baseUrl}/attachments/${channelId}/${id}/${filename}`;
  return {
    id,
    filename,
    size: file.bytes.length,
    url,
    proxy_url: url,
    content_type: file.type === "" ? typeOfName(filename) : file.type,
    ...(pictureSize(file.bytes) ?? {}),
  };
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ["png", "image/png"],
  ["jpg", "image/jpeg"],
  ["jpeg", "image/jpeg"],
  ["gif", "image/gif"],
  ["webp", "image/webp"],
  ["svg", "image/svg+xml"],
  ["txt", "text/plain; charset=utf-8"],
  ["csv", "text/csv; charset=utf-8"],
  ["json", "application/json"],
  ["yaml", "application/yaml"],
]);

export function typeOfName(filename: string): string {
  return TYPES.get(filename.slice(filename.lastIndexOf(".") + 1).toLowerCase()) ?? "application/octet-stream";
}

/** PNG and GIF tell their size in the first bytes; a page that knows it does not jump while loading. */
function pictureSize(bytes: Buffer): { width: number; height: number } | undefined {
  if (bytes.length < 24) return undefined;
  if (bytes.readUInt32BE(0) === 0x89504e47) return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  if (bytes.toString("latin1", 0, 3) === "GIF") return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  return undefined;
}
