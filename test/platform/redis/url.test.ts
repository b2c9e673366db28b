import { expect, it } from "vitest";
import { parseRedisUrl, redactUrl } from "../../../src/platform/redis/url.ts";

const [a, b] = [
  { host: "a", port: 7000 },
  { host: "b", port: 7001 },
];

it.each([
  ["redis://a:7000", { kind: "server", url: "redis://a:7000" }],
  ["unix:///run/redis.sock?db=3", { kind: "server", url: "unix:///run/redis.sock?db=3" }],
  ["redis://a:7000,b:7001", { kind: "cluster", nodes: [a, b], tls: false }],
  [
    "redis://a,[::1]:7001",
    {
      kind: "cluster",
      nodes: [
        { host: "a", port: 6379 },
        { host: "::1", port: 7001 },
      ],
      tls: false,
    },
  ],
  [
    "rediss://me:p%40ss:word@a:7000,b:7001",
    { kind: "cluster", nodes: [a, b], tls: true, username: "me", password: "p@ss:word" },
  ],
  ["redis://:p@ss@a:7000,b:7001", { kind: "cluster", nodes: [a, b], tls: false, password: "p@ss" }],
  ["redis://:100%@a:7000,b:7001", { kind: "cluster", nodes: [a, b], tls: false, password: "100%" }],
  ["redis+sentinel://a:7000,b:7001/main", { kind: "sentinel", sentinels: [a, b], primary: "main", db: 0, tls: false }],
  [
    "redis+sentinel://:secret@a/main/2",
    {
      kind: "sentinel",
      sentinels: [{ host: "a", port: 26379 }],
      primary: "main",
      db: 2,
      tls: false,
      password: "secret",
    },
  ],
])("the URL %s is parsed", (text, address) => {
  expect(parseRedisUrl(text)).toEqual(address);
});

it.each([
  "localhost:6379",
  "http://a:7000",
  "redis://a:7000,b:seven",
  "redis://a:7000,,b:7001",
  "redis://a:7000,b:7001/2",
  "redis+sentinel://a:7000",
  "redis+sentinel://a:7000/main/two",
  "",
])("the URL %j is rejected", (text) => {
  expect(parseRedisUrl(text)).toBeUndefined();
});

it.each([
  ["redis://:p@ss@word@host:6379/1", "redis://:***@host:6379/1"],
  ["rediss://me:p%40ss@host", "rediss://me:***@host"],
  ["redis://:p@ss@a:7000,b:7001", "redis://:***@a:7000,b:7001"],
  ["redis+sentinel://:p@ss@a/main", "redis+sentinel://:***@a/main"],
  ["redis://host?password=p@ss&db=1", "redis://host?password=***&db=1"],
  ["redis://me@host", "redis://me@host"],
  ["redis://host/1", "redis://host/1"],
  ["nonsense", "(invalid URL)"],
])("the password of %s is redacted", (text, redacted) => {
  expect(redactUrl(text)).toBe(redacted);
});
