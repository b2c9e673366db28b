import { expect, it } from "vitest";
import { createConceal } from "../../../src/platform/ops/log.ts";

// Made up, and put together here so that no scanner takes them for real ones.
const BOT_TOKEN = ["MTIzNDU2Nzg5MDEyMzQ1Njc4", "Xabcde", "a".repeat(38)].join(".");
const INTERACTION_TOKEN = Buffer.from("interaction:123456789012345678:what-comes-then").toString("base64");

it.each([
  ["a bot's token, whoever's it is", BOT_TOKEN],
  ["the token of an interaction, wherever it stands", INTERACTION_TOKEN],
  [
    "what follows an interaction's id in an address",
    "tok-1",
    "https://x.test/interactions/123456789012345678/tok-1/callback",
  ],
  ["what follows a webhook's id in an address", "tok-2", "/webhooks/123456789012345678/tok-2/messages/@original"],
])("conceals %s", (_, secret, text = `before ${secret} after`) => {
  const shown = createConceal({})(text);
  expect(shown).not.toContain(secret);
  expect(shown).toBe(text.replace(secret, "***"));
});

it.each([
  ["redis://:p%40ss-word@127.0.0.1:6379", ["p%40ss-word", "p@ss-word"]],
  ["redis://user:hunter22@a:7000,b:7000", ["hunter22"]],
  ["redis+sentinel://:hunter22@a,b/main", ["hunter22"]],
  ["redis://host?password=hunter22", ["hunter22"]],
  ['redis://:with-%25-and-"@host', ['with-%-and-"', 'with-%-and-\\"']],
])("conceals the password of %s as it is written and as it is sent", (REDIS_URL, passwords) => {
  const conceal = createConceal({ REDIS_URL });
  for (const password of passwords) expect(conceal(`[${password}]`)).toBe("[***]");
  expect(conceal(REDIS_URL)).not.toContain(passwords[0]);
});

it("conceals what this process was given, and leaves everything else as it is", () => {
  const conceal = createConceal({
    DISCORD_TOKEN: "any-token",
    OPS_TOKEN: "any-token-and-more",
    REDIS_URL: "unix:///a.sock",
  });
  expect(conceal("any-token-and-more, any-token")).toBe("***, ***");
  const line =
    '{"level":30,"time":1795855694494,"url":"http://127.0.0.1:3000","msg":"GET /channels/123456789012345678/messages"}';
  expect(conceal(line)).toBe(line);
});
