import { createServer } from "node:net";
import { serveParent } from "../child.ts";
import { cpuSoFar } from "../cpu.ts";

/** Child process: a minimal Discord that counts messages and answers every request alike, after a fixed delay. */

const [guilds = "0", delay = "0"] = process.argv.slice(2);
const CHANNELS = 5;
const ID = "1034567890123456789";
const BODY = JSON.stringify({ id: ID, username: "Rootine" });
const REPLY = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`;
const HEAD_END = "\r\n\r\n";

let posts = 0;
let [from, to] = [0, 0];

const server = createServer((socket) => {
  let rest = "";
  socket.setNoDelay();
  socket.on("error", () => undefined);
  socket.on("data", (data) => {
    rest += data.toString("latin1");
    for (let end = endOfRequest(rest); end > 0 && rest.length >= end; end = endOfRequest(rest)) {
      if (rest.startsWith("POST ")) count();
      rest = rest.slice(end);
      if (delay === "0") socket.write(REPLY);
      else setTimeout(() => socket.write(REPLY), Number(delay));
    }
  });
});

/** The end of the first request in `text`, or 0 if its head is incomplete. */
function endOfRequest(text: string): number {
  const head = text.indexOf(HEAD_END);
  if (head < 0) return 0;
  return head + HEAD_END.length + Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(0, head))?.[1] ?? 0);
}

function count(): void {
  to = Date.now();
  from ||= to;
  posts += 1;
}

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The fake Discord has no port");
  const channels = Array.from({ length: Number(guilds) * CHANNELS }, (_, index) => ({
    guildId: snowflake(Math.floor(index / CHANNELS), 0n),
    channelId: snowflake(Math.floor(index / CHANNELS), BigInt(index % CHANNELS) + 1n),
  }));
  serveParent({ apiUrl: `http://127.0.0.1:${address.port}/api`, token: "MTAz.driver.in", channels }, () => ({
    posts,
    from,
    to,
    refused: 0,
    cpu: cpuSoFar(),
  }));
});

/** Snowflakes 15 minutes apart since 2016, because queues shard by timestamp; `what` distinguishes ids of the same time. */
function snowflake(moment: number, what: bigint): string {
  return String((BigInt(31_536_000_000 + moment * 900_001) << 22n) + what);
}
