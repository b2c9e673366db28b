import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAttachments } from "../../../src/platform/discord/attachments.ts";

const server = createServer((request, response) => {
  switch (request.url) {
    case "/attachments/compressed":
      response.setHeader("content-encoding", "gzip");
      return response.end(gzipSync(Buffer.alloc(10_000_000)));
    case "/attachments/long":
      return response.end(Buffer.alloc(200_000));
    case "/attachments/redirected":
      response.statusCode = 302;
      response.setHeader("location", "/attachments/plain");
      return response.end();
    case "/attachments/plain":
      return response.end("items: []");
    default:
      response.statusCode = 404;
      return response.end();
  }
});
let origin = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address: AddressInfo | string | null = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
afterAll(() => server.close());

describe("an attachment", () => {
  const read = (path: string) => createAttachments(`${origin}/api`).read(`${origin}${path}`, 100_000);

  it("is downloaded unchanged", async () => {
    expect(Buffer.from(await read("/attachments/plain")).toString()).toBe("items: []");
  });

  it.each([
    ["compressed", "file-unreachable"],
    ["redirected", "file-unreachable"],
    ["missing", "file-unreachable"],
    ["long", "file-too-large"],
  ])("is refused if the response is %s", async (name, code) => {
    await expect(read(`/attachments/${name}`)).rejects.toMatchObject({ code });
  });

  it.each([
    "http://127.0.0.1:1/x",
    "https://cdn.discordapp.com.evil.example/x",
    "file:///etc/passwd",
    "http://cdn.discordapp.com/x",
    "nothing",
  ])("with the URL %s isn't downloaded", async (url) => {
    await expect(createAttachments(undefined).read(url, 10)).rejects.toMatchObject({ code: "file-unreachable" });
  });
});
