import type { APIAttachment } from "discord-api-types/v10";
import { getMimeType } from "hono/utils/mime";
import { imageSize } from "image-size";

/** `field` is the n of `files[n]`, which `attachments[].id` refers to. */
export type UploadedFile = { field: string; name: string; type: string; bytes: Buffer };

/** Discord's limit without Nitro and boosts. */
export const MAX_FILE_BYTES = 10_485_760;

/** What clients send for a file of unknown type. */
const UNTYPED: readonly string[] = ["", "application/octet-stream"];

export function apiAttachment(id: string, file: UploadedFile, channelId: string, baseUrl: string): APIAttachment {
  const filename = file.name.replaceAll(/[^\w.-]/g, "_");
  const url = `${baseUrl}/attachments/${channelId}/${id}/${filename}`;
  return {
    id,
    filename,
    size: file.bytes.length,
    url,
    proxy_url: url,
    content_type: UNTYPED.includes(file.type) ? contentTypeOf(filename) : file.type,
    ...dimensionsOf(file.bytes),
  };
}

export function contentTypeOf(filename: string): string {
  return getMimeType(filename) ?? "application/octet-stream";
}

/** With dimensions, the page can reserve space for a picture before it has loaded. */
function dimensionsOf(bytes: Buffer): { width?: number; height?: number } {
  try {
    const { width, height } = imageSize(bytes);
    return { width, height };
  } catch {
    // Not a picture.
    return {};
  }
}
