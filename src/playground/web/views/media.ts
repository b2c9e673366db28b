import type { APIMessage } from "discord-api-types/v10";

/** Where a picture or file lies: `attachment://name` means one of the message's own attachments. */
export function mediaAddress(message: APIMessage, url: string): string {
  if (!url.startsWith("attachment://")) return url;
  const name = url.slice("attachment://".length);
  return message.attachments.find(({ filename }) => filename === name)?.url ?? "";
}
