import { expect, it } from "vitest";
import { routeOf } from "../../../src/platform/ops/metrics.ts";
import { hasToken, isCrossOrigin, isForeignHost } from "../../../src/platform/ops/server.ts";

const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

it.each([
  ["127.0.0.1:3000", "127.0.0.1", false],
  ["localhost:3000", "127.0.0.1", false],
  ["[::1]:3000", "::1", false],
  ["evil.example:3000", "127.0.0.1", true],
  [undefined, "127.0.0.1", true],
  ["bot.internal:3000", "0.0.0.0", false],
])("isForeignHost(%j, %j) is %j", (header, bound, foreign) => {
  expect(isForeignHost(header, bound)).toBe(foreign);
});

it.each([
  [basic("ops:a-long-enough-secret"), true],
  [basic(":a-long-enough-secret"), true],
  [basic("ops:wrong"), false],
  [basic("a-long-enough-secret"), true],
  ["Bearer a-long-enough-secret", false],
  ["Basic", false],
  [undefined, false],
])("hasToken(%j) is %j", (header, expected) => {
  expect(hasToken(header, "a-long-enough-secret")).toBe(expected);
});

it.each([
  ["https://evil.example", true],
  ["null", true],
  ["http://localhost:3001", true],
  ["http://localhost:3000", false],
  [undefined, false],
])("isCrossOrigin(%j) is %j", (origin, expected) => {
  expect(isCrossOrigin(origin, "localhost:3000")).toBe(expected);
});

it.each([
  ["https://discord.com/api/v10/channels/410000000000000101/messages?limit=5", "/channels/:id/messages"],
  [
    `https://discord.com/api/v10/interactions/1293812938129381293/${"a".repeat(80)}/callback`,
    "/interactions/:id/:token/callback",
  ],
  ["http://127.0.0.1:3000/api/v10/gateway/bot", "/gateway/bot"],
])("routeOf(%j) is %j", (url, route) => {
  expect(routeOf(url)).toBe(route);
});
