import { UserError } from "../../text/user-errors.ts";
import { SECOND } from "../time.ts";

/** Where Discord keeps what people upload. */
const HOSTS = ["https://cdn.discordapp.com", "https://media.discordapp.net"];
const PATIENCE = 10 * SECOND;

/** Fetches uploads from Discord, and from nowhere else. With an `apiUrl` of its own, a local Discord keeps them itself. */
export function createAttachments(apiUrl: string | undefined) {
  const origins = new Set([...HOSTS, ...(apiUrl ? [new URL(apiUrl).origin] : [])]);
  return {
    async read(url: string, most: number): Promise<Uint8Array> {
      if (!URL.canParse(url) || !origins.has(new URL(url).origin)) throw new UserError("file-unreachable", {});
      try {
        return await fetched(url, most);
      } catch (error) {
        if (error instanceof UserError) throw error;
        throw new UserError("file-unreachable", {});
      }
    },
  };
}

/** At most so many bytes, as they are: what comes packed could unfold to any size. */
async function fetched(url: string, most: number): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await fetch(url, { signal, redirect: "error", headers: { "accept-encoding": "identity" } });
  const isPlain = ["identity", null].includes(response.headers.get("content-encoding"));
  if (!response.ok || !response.body || !isPlain) throw new UserError("file-unreachable", {});

  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body) {
    size += part.length;
    if (size > most) throw new UserError("file-too-large", { limit: most / 1_000_000 });
    parts.push(part);
  }
  return Buffer.concat(parts);
}
