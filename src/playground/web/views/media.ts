import type { APIMessage } from "discord-api-types/v10";

/** Resolves `attachment://name`, which refers to an attachment of the same message. */
export function mediaUrl({ attachments }: APIMessage, url: string): string {
  if (!url.startsWith("attachment://")) return url;
  const name = url.slice("attachment://".length);
  return attachments.find(({ filename }) => filename === name)?.url ?? "";
}

/** CSS style for an accent color. */
export function accentStyle(color: number | null | undefined): Record<string, string> {
  return color === null || color === undefined ? {} : { "--accent": `#${color.toString(16).padStart(6, "0")}` };
}
