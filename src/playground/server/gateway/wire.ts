import { constants, createDeflate } from "node:zlib";
import { GatewayCloseCodes as Close } from "discord-api-types/v10";
import type { WebSocket } from "ws";

/** Where a session's payloads go: a socket, compressed if the bot asked for it. */
export type Wire = { send(payload: string): void; close(code?: number, reason?: string): void; terminate(): void };

export type CloseReason = [code: Close, reason: string];

const VERSIONS: readonly string[] = ["9", "10"];

/** The version in the query of the gateway's URL. Default: the newest. */
export function versionIn(query: URLSearchParams): number {
  return Number(query.get("v") ?? VERSIONS.at(-1));
}

/** Why the query must be rejected. Undefined if it's valid. */
export function validateQuery(query: URLSearchParams): CloseReason | undefined {
  if (!VERSIONS.includes(String(versionIn(query)))) return [Close.InvalidAPIVersion, "Invalid API version"];
  const { encoding, compress } = Object.fromEntries(query);
  if (encoding !== undefined && encoding !== "json")
    return [Close.DecodeError, `The playground doesn't support encoding=${encoding}; use json`];
  if (compress !== undefined && compress !== "zlib-stream")
    return [Close.DecodeError, `The playground doesn't support compress=${compress}; use zlib-stream`];
  return undefined;
}

export function openWire(socket: WebSocket, query: URLSearchParams): Wire {
  return {
    send: query.get("compress") === "zlib-stream" ? compressTo(socket) : (payload) => socket.send(payload),
    close: (code, reason) => socket.close(code, reason),
    terminate: () => socket.terminate(),
  };
}

/** zlib ends each flush with these bytes. */
const FLUSHED = Buffer.from([0x00, 0x00, 0xff, 0xff]);

/** One zlib stream per connection. Flushes each payload, so the bot can read it immediately. */
function compressTo(socket: WebSocket): (payload: string) => void {
  const deflate = createDeflate({ flush: constants.Z_SYNC_FLUSH });
  let chunks: Buffer[] = [];
  deflate.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    if (!chunk.subarray(-4).equals(FLUSHED)) return;
    if (socket.readyState === socket.OPEN) socket.send(Buffer.concat(chunks));
    chunks = [];
  });
  socket.on("close", () => deflate.destroy());
  return (payload) => void deflate.write(payload);
}
