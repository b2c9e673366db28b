import { describe, expect, it } from "vitest";
import { freeSlug, isOwn, ownId, ownPrefix } from "../../../src/features/questions/own-rules.ts";
import { questions } from "../../support/questions.ts";

describe("ownId", () => {
  it("returns a readable, unused id that fits into a custom id", () => {
    const taken = new Set<string>();
    for (const words of ["A PUT times out!", "A PUT times out", "日本語", "", "x".repeat(200), "404 or 410?"]) {
      const id = ownId("9223372036854775807", words, (one) => taken.has(one));
      expect(taken.has(id)).toBe(false);
      taken.add(id);
      expect(id.length).toBeLessThanOrEqual(60);
      expect(questions.single({ id }).id).toBe(id);
    }
    expect([...taken][0]).toBe("own.1y2p0ij32e8e7.a-put-times-out");
  });

  it("never returns an id that contains a member's id", () => {
    const words = "Why did 510000000000000001 ask a510000000000000001?";
    expect(ownId("36", words, () => false)).toBe("own.10.why-did-ask");
    expect(ownId("36", "What is 12345678901234?", () => false)).toBe("own.10.what-is-12345678901234");
  });
});

describe("ownPrefix", () => {
  it("differs between guilds and identifies own questions", () => {
    expect(ownPrefix("36")).toBe("own.10.");
    expect(ownPrefix("37")).toBe("own.11.");
    expect(isOwn(ownId("36", "PUT", () => false))).toBe(true);
    expect(isOwn("http.own.put")).toBe(false);
  });
});

describe("freeSlug", () => {
  const free = () => false;

  it("cuts off words beyond the maximum length", () => {
    expect(freeSlug("aa bb cc", "option", 5, free)).toBe("aa-bb");
    expect(freeSlug("aa bb cc", "option", 4, free)).toBe("aa");
    expect(freeSlug("abcdef", "option", 4, free)).toBe("abcd");
  });

  it("starts with the fallback if the text has no words or starts with a digit", () => {
    expect(freeSlug("404 or 410", "option", 28, free)).toBe("option-404-or-410");
    expect(freeSlug("2xx or 3xx", "option", 28, free)).toBe("option-2xx-or-3xx");
    expect(freeSlug("", "option", 28, free)).toBe("option");
  });

  it("counts up from 2 until the slug is free", () => {
    expect(freeSlug("put", "option", 28, (slug) => slug === "put" || slug === "put-2")).toBe("put-3");
  });
});
