import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { openPlayground, type Playground } from "../../../src/playground/playground.ts";

let playground: Playground;

beforeEach(async () => {
  playground = await openPlayground({ port: 0 });
});
afterEach(() => playground.close());

describe("a request", () => {
  const statusOf = (path: string, headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      const { hostname, port } = new URL(playground.url);
      request({ hostname, port, path, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });

  it.each(["/", "/api/v10/gateway", "/attachments/1/2/3.png"])(
    "gets no %s with a foreign Host or Origin",
    async (path) => {
      expect(await statusOf(path, { host: "evil.test" })).toBe(403);
      expect(await statusOf(path, { host: "127.0.0.1.evil.test" })).toBe(403);
      expect(
        await statusOf(path, { host: `localhost:${new URL(playground.url).port}`, origin: "http://evil.test" }),
      ).toBe(403);
    },
  );

  it.each(["/page", "/gateway"])("can't open the socket %s with a foreign Host or Origin", async (path) => {
    const address = playground.url.replace("http", "ws") + path;
    for (const headers of [{ origin: "http://evil.test" }, { origin: "http://localhost:1" }, { host: "evil.test" }]) {
      const socket = new WebSocket(address, { headers });
      const status = await new Promise((resolve) => {
        socket.once("unexpected-response", (_request, response) => resolve(response.statusCode));
        socket.once("open", () => resolve("open"));
        socket.once("error", () => resolve("error"));
      });
      expect(status).toBe(403);
    }
  });

  it("is allowed with the machine's own names", async () => {
    const { port } = new URL(playground.url);
    expect(await statusOf("/attachments/1/2/3.png", { host: `localhost:${port}` })).toBe(404);
    expect(
      await statusOf("/attachments/1/2/3.png", { host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` }),
    ).toBe(404);
  });
});

it("the bundled page is served compressed and with an ETag", { timeout: 30_000 }, async () => {
  await playground.preparePage();
  const html = await fetch(playground.url);
  expect(html.headers.get("content-type")).toContain("text/html");
  const scripts = [...(await html.text()).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
  expect(scripts).toContain("/page.css");
  for (const path of scripts) {
    const asset = await fetch(`${playground.url}${path}`);
    expect([path, asset.status, asset.headers.get("content-encoding")]).toEqual([path, 200, "gzip"]);
    const etag = asset.headers.get("etag") ?? "";
    await asset.arrayBuffer();
    expect((await fetch(`${playground.url}${path}`, { headers: { "if-none-match": etag } })).status).toBe(304);
  }
  expect((await fetch(`${playground.url}/../package.json`)).status).toBe(404);
});

it("the API is served in version 9, 10 or none, and returns the gateway's URL without a token", async () => {
  const get = async (path: string) => {
    const response = await fetch(`${playground.apiUrl}${path}`);
    return { status: response.status, body: await response.json() };
  };
  const url = `${playground.url.replace("http", "ws")}/gateway`;
  for (const prefix of ["/v9", "/v10", ""]) {
    expect(await get(`${prefix}/gateway`)).toEqual({ status: 200, body: { url } });
    expect(await get(`${prefix}/users/@me`)).toMatchObject({ status: 401 });
  }
  expect(await get("/v8/gateway")).toEqual({ status: 400, body: { message: "Invalid API version", code: 50041 } });
});
