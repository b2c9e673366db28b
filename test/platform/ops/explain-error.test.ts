import { describe, expect, it, onTestFinished } from "vitest";
import { loadExams } from "../../../src/bank/exams.ts";
import { explainCloseCode, explainError } from "../../../src/platform/ops/explain-error.ts";
import { openPlayground } from "../../../src/playground/playground.ts";
import { startBot } from "../../../src/roles/start.ts";
import { silentLog } from "../../support/log.ts";
import { freshDatabase } from "../../support/redis.ts";

describe("explainError", () => {
  it.each([
    ["Discord rejects the token", { token: "wrong" }, "Discord rejected DISCORD_TOKEN."],
    [
      "the bot isn't in the server",
      { guildId: "123456789012345678" },
      "The bot isn't in the server that DISCORD_GUILD_ID names.",
    ],
    ["Discord can't be reached", { apiUrl: "http://127.0.0.1:9/api" }, "Can't reach Discord"],
  ])("says what to do when %s", async (_, wrong, message) => {
    const playground = await openPlayground({ port: 0 });
    onTestFinished(playground.close);
    const starting = startBot({
      token: playground.token,
      apiUrl: playground.apiUrl,
      redisUrl: await freshDatabase(),
      questions: [],
      exams: loadExams("content"),
      clock: Date.now,
      log: silentLog,
      ...wrong,
    });
    const explanation = explainError(await starting.catch((error: unknown) => error));
    expect(explanation).toContain(message);
    expect(explanation).not.toMatch(/^ {4}at /m);
  });

  it("says what to do when the port is in use", async () => {
    const playground = await openPlayground({ port: 0 });
    onTestFinished(playground.close);
    const opening = openPlayground({ port: Number(new URL(playground.url).port) });
    expect(explainError(await opening.catch((error: unknown) => error))).toContain("set PORT to another port");
  });

  it("says when Discord allows session starts again", () => {
    const message =
      "Not enough sessions remaining to spawn 1 shards; only 0 remaining; resets at 2026-11-30T14:00:00.000Z";
    const explanation = explainError(new Error(message));
    expect(explanation).toContain("doesn't allow this bot any more session starts until 2026-11-30T14:00:00.000Z");
    expect(explanation).not.toMatch(/^ {4}at /m);
  });

  it.each([
    [4004, "Reset Token"],
    [4010, "SHARDS=auto"],
    [4011, "SHARDS=auto"],
    [4012, "Update Rootine"],
    [4013, "intents"],
    [4014, "intents"],
  ])("says what to do after close code %i", (code, message) => {
    expect(explainError(explainCloseCode(code))).toContain(message);
  });

  it("includes the stack of a bug", () => {
    expect(explainError(new TypeError("x is undefined"))).toMatch(/TypeError: x is undefined\n {4}at /);
  });
});
