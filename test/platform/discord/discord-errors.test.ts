import { DiscordAPIError, RateLimitError } from "discord.js";
import { describe, expect, it } from "vitest";
import {
  ChannelError,
  discordErrorCode,
  ignoreDiscordError,
  MessageRejectedError,
  mapDiscordErrors,
  RetryLaterError,
  UnknownRefusalError,
  undefinedIfRefused,
} from "../../../src/platform/discord/discord-errors.ts";

const apiError = (status: number, code: number) =>
  new DiscordAPIError({ code, message: "Refused" }, code, status, "POST", "/channels/1/messages", {});
const mapped = async (error: unknown): Promise<unknown> =>
  mapDiscordErrors(Promise.reject(error)).catch((caught: unknown) => caught);

describe("a Discord error", () => {
  it.each([
    [404, 10003, "deleted"],
    [404, 10004, "deleted"],
    [403, 50001, "no-access"],
    [403, 50013, "no-permission"],
  ])("with status %i and code %i is a channel's problem: %s", async (status, code, problem) => {
    expect(await mapped(apiError(status, code))).toMatchObject({ name: "ChannelError", problem });
  });

  it.each([
    [400, 50035],
    [400, 50006],
    [404, 10008],
    [413, 40005],
    [400, 160004],
    [403, 50007],
  ])("with status %i and code %i is final", async (status, code) => {
    const error = await mapped(apiError(status, code));
    expect(error).toBeInstanceOf(MessageRejectedError);
    expect(discordErrorCode(error)).toBe(code);
    await ignoreDiscordError(Promise.reject(error), code);
    await expect(ignoreDiscordError(Promise.reject(error), 1)).rejects.toBe(error);
  });

  it.each([
    [401, 0],
    [403, 0],
    [403, 40333],
    [403, 200000],
    [404, 0],
    [409, 1],
  ])("with status %i and code %i is unknown, so it is retried", async (status, code) => {
    expect(await mapped(apiError(status, code))).toBeInstanceOf(UnknownRefusalError);
  });

  it.each([
    [429, 0],
    [400, 40003],
  ])("with status %i and code %i is a rate limit", async (status, code) => {
    expect(((await mapped(apiError(status, code))) as Error).name).toBe("RetryLaterError");
  });

  it("is retried without a response, and after the delay of a rate limit", async () => {
    const limit = { timeToReset: 5, limit: 5, method: "POST", hash: "", url: "", route: "", majorParameter: "" };
    const limited = new RateLimitError({ ...limit, global: false, retryAfter: 700, sublimitTimeout: 0, scope: "user" });
    expect(await mapped(limited)).toMatchObject({ name: "RetryLaterError", after: 700 });
    expect(await mapped(new Error("ECONNRESET"))).toBeInstanceOf(RetryLaterError);
  });
});

it("undefinedIfRefused returns undefined only for a permanent refusal", async () => {
  const refusals = [new ChannelError("deleted"), new MessageRejectedError("invalid")];
  for (const error of refusals) expect(await undefinedIfRefused(Promise.reject(error))).toBeUndefined();
  const passing = new UnknownRefusalError("403");
  await expect(undefinedIfRefused(Promise.reject(passing))).rejects.toBe(passing);
  expect(await undefinedIfRefused(Promise.resolve(1))).toBe(1);
});
