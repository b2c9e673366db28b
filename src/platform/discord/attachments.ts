import { UserError } from "../../text/user-errors.ts";
import { SECOND } from "../time.ts";

/** Discord's hosts for uploaded files. */
const HOSTS = ["https://cdn.discordapp.com", "https://media.discordapp.net"];
const TIMEOUT = 10 * SECOND;

/** Reads uploaded files. Connects only to Discord's hosts and, if set, the host of `apiUrl`. */
export function createAttachments(apiUrl: string | undefined) {
  const origins = new Set([...HOSTS, ...(apiUrl ? [new URL(apiUrl).origin] : [])]);
  return {
    async read(url: string, maxBytes: number): Promise<Uint8Array> {
      if (!URL.canParse(url) || !origins.has(new URL(url).origin)) throw new UserError("file-unreachable", {});
      try {
        return await download(url, maxBytes);
      } catch (error) {
        if (error instanceof UserError) throw error;
        throw new UserError("file-unreachable", {});
      }
    },
  };
}

/** Downloads a file. Rejects compressed content, because it could expand to any size. */
async function download(url: string, maxBytes: number): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(TIMEOUT);
  const response = await fetch(url, { signal, redirect: "error", headers: { "accept-encoding": "identity" } });
  const isPlain = ["identity", null].includes(response.headers.get("content-encoding"));
  if (!response.ok || !response.body || !isPlain) throw new UserError("file-unreachable", {});

  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body) {
    size += part.length;
    if (size > maxBytes) throw new UserError("file-too-large", { limit: maxBytes / 1_000_000 });
    parts.push(part);
  }
  return Buffer.concat(parts);
}
