import { describe, expect, it } from "vitest";
import { parseConfig } from "../src/config.ts";

describe("parseConfig", () => {
  it("defaults HOST to the loopback address", () => {
    expect(parseConfig({}).HOST).toBe("127.0.0.1");
  });

  it.each([
    ["PORT", "eighty", "PORT must be a port from 0 to 65535; 0 picks a free one."],
    ["DISCORD_GUILD_ID", "my server", "DISCORD_GUILD_ID must be a server id of 17 to 20 digits."],
    ["REDIS_URL", "localhost:6379", "REDIS_URL must be a URL like redis://127.0.0.1:6379"],
    ["ROLE", "leader", "ROLE must be one of all, bot, worker."],
    ["SHARDS", "8-7/32", "SHARDS must be auto, or a range of all shards, like 0-7/32"],
    ["SHARDS", "0-32/32", "SHARDS must be auto, or a range of all shards, like 0-7/32"],
    ["LOG_LEVEL", "loud", "LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent."],
  ])("explains what is wrong with %s=%s", (name, value, message) => {
    expect(() => parseConfig({ [name]: value })).toThrow(message);
  });

  it("names every invalid variable", () => {
    expect(() => parseConfig({ PORT: "eighty", ROLE: "leader" })).toThrow(/ROLE must be .*\nPORT must be /);
  });

  it("treats an empty variable as missing", () => {
    expect(parseConfig({ PORT: "" }).PORT).toBe(3000);
  });

  it.each([
    ["REDIS_URL", "rediss:/:a-secret@nowhere"],
    ["OPS_TOKEN", "a-secret"],
    ["DISCORD_TOKEN", "a-secret in two words"],
  ])("doesn't reveal an invalid %s in its error", (name, value) => {
    expect(() => parseConfig({ [name]: value })).toThrow(name);
    expect(() => parseConfig({ [name]: value })).not.toThrow("a-secret");
  });
});
