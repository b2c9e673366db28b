import { beforeEach, describe, expect, it } from "vitest";
import { type Buckets, createBuckets } from "../../../src/platform/discord/rate-limit-buckets.ts";

const ADDRESS = "https://discord.com/api/v10/channels/1/messages";
let now: number;
let buckets: Buckets;

beforeEach(() => {
  now = 0;
  buckets = createBuckets(() => now);
});

const note = (remaining: number, resetAfter: number, { status = 200, method = "POST", url = ADDRESS } = {}) =>
  buckets.record(method, url, {
    status,
    headers: new Headers({
      "x-ratelimit-limit": "5",
      "x-ratelimit-remaining": String(remaining),
      "x-ratelimit-reset-after": String(resetAfter),
      ...(status === 429 && { "retry-after": "2.5" }),
    }),
  });
const take = (route = "/channels/1/messages", method = "POST") => buckets.take(method, route);
const takeTimes = (count: number) => Array.from({ length: count }, () => take());

describe("a rate limit bucket", () => {
  it("allows what remains, then nothing until it resets", () => {
    note(2, 3);
    expect(takeTimes(3)).toEqual([0, 0, 3_000]);
    now = 2_999;
    expect(take()).toBe(1);
  });

  it("allows its limit after the reset until a response says otherwise", () => {
    note(0, 3);
    now = 3_000;
    expect(takeTimes(6)).toEqual([0, 0, 0, 0, 0, 1_000]);
    note(4, 5);
    expect(take()).toBe(0);
  });

  it("is empty for as long as a 429 requires", () => {
    note(3, 1, { status: 429 });
    expect(take()).toBe(2_500);
  });

  it("belongs to a method and a channel, and is shared by the channel's messages", () => {
    note(0, 3, { method: "PATCH", url: `${ADDRESS}/7?wait=true` });
    expect(take("/channels/1/messages/8", "PATCH")).toBe(3_000);
    expect([take(), take("/channels/2/messages/7", "PATCH"), take("/channels/1", "PATCH")]).toEqual([0, 0, 0]);
  });

  it("is unlimited without headers or once its reset has passed", () => {
    buckets.record("POST", ADDRESS, { status: 200, headers: new Headers() });
    expect(takeTimes(10)).toEqual(Array(10).fill(0));
    note(0, 3);
    now = 3_000;
    note(0, 3, { url: ADDRESS.replace("/1/", "/2/") });
    expect(takeTimes(10)).toEqual(Array(10).fill(0));
  });
});
