import { expect, it } from "vitest";
import { createRedactor } from "../../../src/platform/ops/log.ts";

// Fake tokens, split so that secret scanners ignore them.
const BOT_TOKEN = ["MTIzNDU2Nzg5MDEyMzQ1Njc4", "Xabcde", "a".repeat(38)].join(".");
const INTERACTION_TOKEN = Buffer.from("interaction:123456789012345678:what-comes-then").toString("base64");

it.each([
  ["any bot token", BOT_TOKEN],
  ["an interaction token", INTERACTION_TOKEN],
  ["the token in an interaction URL", "tok-1", "https://x.test/interactions/123456789012345678/tok-1/callback"],
  ["the token in a webhook URL", "tok-2", "/webhooks/123456789012345678/tok-2/messages/@original"],
])("the log redacts %s", (_, secret, text = `before ${secret} after`) => {
  const shown = createRedactor({})(text);
  expect(shown).not.toContain(secret);
  expect(shown).toBe(text.replace(secret, "***"));
});

it.each([
  ["redis://:p%40ss-word@127.0.0.1:6379", ["p%40ss-word", "p@ss-word"]],
  ["redis://user:hunter22@a:7000,b:7000", ["hunter22"]],
  ["redis+sentinel://:hunter22@a,b/main", ["hunter22"]],
  ["redis://host?password=hunter22", ["hunter22"]],
  ["redis://:p@ss@wo@rd@127.0.0.1:6379", ["p@ss@wo@rd"]],
  ["redis://:p@ss@wo@rd@a:7000,b:7000", ["p@ss@wo@rd"]],
  ['redis://:with-%25-and-"@host', ['with-%-and-"', 'with-%-and-\\"']],
])("the log redacts the password of %s, as written and decoded", (REDIS_URL, passwords) => {
  const redact = createRedactor({ REDIS_URL });
  for (const password of passwords) expect(redact(`[${password}]`)).toBe("[***]");
  expect(redact(REDIS_URL)).not.toContain(passwords[0]);
});

it("the log redacts this process's secrets and nothing else", () => {
  const redact = createRedactor({
    DISCORD_TOKEN: "any-token",
    OPS_TOKEN: "any-token-and-more",
    REDIS_URL: "unix:///a.sock",
  });
  expect(redact("any-token-and-more, any-token")).toBe("***, ***");
  const line =
    '{"level":30,"time":1795855694494,"url":"http://127.0.0.1:3000","msg":"GET /channels/123456789012345678/messages"}';
  expect(redact(line)).toBe(line);
});
