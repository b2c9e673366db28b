import { connect } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { WebSocket } from "ws";
import { openPlayground, type Playground } from "../../src/playground/playground.ts";
import { withinMemory } from "./memory.ts";

// Vitest also fails the run on any unhandled rejection or uncaught exception.

let playground: Playground;
let origin: URL;
const faults: string[] = [];

beforeAll(async () => {
  const log = (line: string) => void (/bug|failed/i.test(line) && faults.push(line));
  playground = await openPlayground({ port: 0, limits: "none", log });
  origin = new URL(playground.apiUrl);
});
afterAll(() => playground.close());

const odd = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom("%", "%ff", "%00", "..", "__proto__", "constructor", "@original", "0", "-1", "9".repeat(30), "//"),
);
const json = fc.oneof(
  fc.json({ maxDepth: 5 }),
  fc.string({ unit: "binary" }),
  fc.constantFrom("[".repeat(50_000), `{"components":${"[{".repeat(5_000)}`, '{"__proto__":{"x":1}}', "null", '"'),
);
const route = fc.oneof(
  fc.constantFrom(
    "/channels/:id/messages",
    "/channels/:id/messages/:id",
    "/channels/:id/threads",
    "/applications/:id/commands",
    "/interactions/:id/:odd/callback",
    "/webhooks/:id/:odd/messages/@original",
    "/users/@me/channels",
    "/guilds/:id",
  ),
  fc.constant("/:odd/:odd"),
);

it("the playground answers any HTTP request without an internal error", async () => {
  const { daily } = playground.guild.channels;
  const method = fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE");
  await withinMemory(() =>
    fc.assert(
      fc.asyncProperty(
        method,
        route,
        fc.array(odd, { minLength: 2, maxLength: 2 }),
        json,
        async (verb, path, parts, body) => {
          const left = [...parts];
          const filled = path.replace(/:odd/g, () => encodeURIComponent(left.pop() ?? "x")).replaceAll(":id", daily);
          const reply = await fetch(`${playground.apiUrl}/v10${filled}`, {
            method: verb,
            headers: { authorization: `Bot ${playground.token}`, "content-type": "application/json" },
            ...(verb !== "GET" && { body }),
          });
          expect(reply.status, `${verb} ${filled} ${body.slice(0, 200)}`).toBeLessThan(500);
          await reply.arrayBuffer();
        },
      ),
      { numRuns: 400, interruptAfterTimeLimit: 8_000 },
    ),
  );
  expect(faults).toEqual([]);
}, 15_000);

it.each(["/gateway", "/page"])(
  "the playground survives any frame sent to %s",
  async (path) => {
    const frame = fc.oneof(
      json,
      fc.record({ op: fc.integer({ min: -1, max: 12 }), d: fc.jsonValue() }).map((one) => JSON.stringify(one)),
      fc
        .record({
          type: fc.constantFrom(
            "open-channel",
            "load-older",
            "command",
            "component",
            "modal-submit",
            "message-command",
            "dismiss",
            "send-message",
            "x",
          ),
          nonce: fc.string({ minLength: 1, maxLength: 10 }),
          channelId: fc.constantFrom(playground.guild.channels.daily, "1", "x"),
          commandId: fc.constantFrom("1", "99999999999999999999"),
          messageId: fc.constant("1"),
          interactionId: fc.constant("1"),
          before: fc.constantFrom("1", "99999999999999999999"),
          customId: odd,
          options: fc.array(fc.jsonValue(), { maxLength: 3 }),
          inputs: fc.constant([]),
          content: fc.string({ unit: "binary" }),
        })
        .map((one) => JSON.stringify(one)),
      fc.uint8Array({ maxLength: 100 }),
      fc.constant(DEEP),
    );
    await withinMemory(() =>
      fc.assert(
        fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 10 }), async (frames) => {
          const socket = new WebSocket(`ws://${origin.host}${path}`);
          await new Promise((resolve) => socket.once("open", resolve));
          const closed = new Promise((resolve) => socket.once("close", resolve));
          for (const one of frames) socket.send(one);
          socket.close();
          await closed;
        }),
        { numRuns: 150, interruptAfterTimeLimit: 8_000 },
      ),
    );
    expect(await isUp()).toBe(true);
    expect(faults).toEqual([]);
  },
  15_000,
);

/** The deepest nesting that fits in a frame. */
const nested = 2_000;
const DEEP = JSON.stringify({ type: "command", nonce: "n", channelId: "1", commandId: "1" }).replace(
  "}",
  `,"options":${'[{"type":1,"name":"a","options":'.repeat(nested)}[]${"}]".repeat(nested)}}`,
);

it("the playground survives sockets with invalid requests, foreign origins, oversized frames and broken connections", async () => {
  const socket = new WebSocket(`ws://${origin.host}/page`);
  await new Promise((resolve) => socket.once("open", resolve));
  const cut = new Promise((resolve) => socket.once("close", resolve));
  socket.on("error", () => undefined);
  socket.send(Buffer.alloc(2_000_000));
  await cut;

  const head = (path: string, extra: string) =>
    `GET ${path} HTTP/1.1\r\nHost: ${origin.host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${extra}\r\n`;
  const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";
  expect(await raw(head("//", key))).toMatch(/^HTTP\/1\.1 (400|403)/);
  expect(await raw(head("/gateway", `Origin: http://evil.example\r\n${key}`))).toMatch(/^HTTP\/1\.1 403/);
  expect(await raw(head("/page", key).replace(`Host: ${origin.host}`, "Host: evil.example"))).toMatch(
    /^HTTP\/1\.1 403/,
  );
  expect(await raw(head("/page", ""))).toMatch(/^HTTP\/1\.1 4/);
  expect(await raw(head("/page", key))).toMatch(/^HTTP\/1\.1 101/);
  for (let round = 0; round < 50; round += 1) await raw(head("/elsewhere", key), true);
  expect(await isUp()).toBe(true);
});

/** The first response; `breaksOff` resets the connection without waiting for one. */
function raw(text: string, breaksOff = false): Promise<string> {
  return new Promise((resolve) => {
    const line = connect(Number(origin.port), origin.hostname, () => line.write(text));
    line.on("error", () => resolve(""));
    line.on("close", () => resolve(""));
    line.once("data", (data) => {
      resolve(String(data));
      line.destroy();
    });
    if (breaksOff) line.once("ready", () => setImmediate(() => line.resetAndDestroy()));
  });
}

async function isUp(): Promise<boolean> {
  const reply = await fetch(`${playground.apiUrl}/v10/gateway/bot`, {
    headers: { authorization: `Bot ${playground.token}` },
  });
  return reply.ok;
}
