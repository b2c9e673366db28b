import { once } from "node:events";
import { createInflate } from "node:zlib";
import { WebSocket } from "ws";
import type { Playground } from "../../src/playground/playground.ts";

type Payload = { op: number; t: string | null; s: number | null; d: unknown };

/** A gateway connection without discord.js, which would fix or never send what some tests need. */
export function rawGateway({ url, token }: Playground, query = "v=10&encoding=json") {
  const socket = new WebSocket(`${url.replace("http", "ws")}/gateway/?${query}`);
  const received: Payload[] = [];
  const closed = once(socket, "close").then(([code, reason]) => ({ code: Number(code), reason: String(reason) }));
  const inflate = createInflate();
  let text = "";
  inflate.on("data", (chunk: Buffer) => {
    text += chunk;
    try {
      received.push(JSON.parse(text));
      text = "";
    } catch {
      // The rest of the payload follows.
    }
  });
  socket.on("message", (data, isBinary) => {
    if (isBinary) inflate.write(Buffer.isBuffer(data) ? data : Buffer.alloc(0));
    else received.push(JSON.parse(String(data)));
  });
  const send = async (op: number, d: unknown) => {
    if (socket.readyState !== socket.OPEN) await once(socket, "open");
    socket.send(typeof d === "string" ? d : JSON.stringify({ op, d }));
  };
  return {
    closed,
    send,
    identify: (data: object = {}) => send(2, { token, intents: 1, properties: {}, ...data }),
    /** The data of the first payload that has this op or event. */
    async first(wanted: number | string): Promise<unknown> {
      const find = () => received.find(({ op, t }) => op === wanted || t === wanted);
      while (find() === undefined) await Promise.race([once(socket, "message"), once(inflate, "data")]);
      return find()?.d;
    },
    received,
    drop: () => socket.terminate(),
  };
}
