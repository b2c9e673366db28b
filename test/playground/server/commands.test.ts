import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPlayground, type Playground } from "../../../src/playground/playground.ts";
import { COMMANDS } from "../../support/discord-bot.ts";
import { openApiChecks } from "../../support/openapi.ts";
import { rawRequest } from "../../support/raw-request.ts";

const { watch, verify } = openApiChecks();
let playground: Playground;
let path: string;

beforeAll(async () => {
  playground = watch(await openPlayground({ port: 0, limits: "none" }));
  path = `/applications/${playground.applicationId}/commands`;
});
afterAll(() => playground.close());

const hi = { name: "hi", description: "Says hi" };
const text = (name: string, more: object = {}) => ({ type: 3, name, description: "d", ...more });
const put = (commands: unknown[]) => rawRequest(playground, "PUT", path, commands);

describe("commands", () => {
  it("are replaced in bulk and keep their ids by name", async () => {
    const first = await put([hi, ...COMMANDS]);
    expect(first).toMatchObject({ status: 200 });
    const again = await put([{ ...hi, description: "Says hello" }]);
    expect(again.body).toHaveLength(1);
    const ids = [first.body, again.body].map((list) => (Array.isArray(list) ? list[0].id : undefined));
    expect(ids[0]).toBe(ids[1]);
  });

  it("can be created, updated, fetched and deleted one at a time", async () => {
    expect((await rawRequest(playground, "POST", path, { ...hi, name: "one" })).status).toBe(201);
    const known = await rawRequest(playground, "POST", path, { ...hi, name: "one", description: "again" });
    expect(known.status).toBe(200);
    const { id } = Object.assign({ id: "" }, known.body);
    expect((await rawRequest(playground, "PATCH", `${path}/${id}`, { description: "changed" })).body).toMatchObject({
      name: "one",
      description: "changed",
    });
    expect((await rawRequest(playground, "GET", `${path}/${id}`)).body).toMatchObject({ description: "changed" });
    expect((await rawRequest(playground, "DELETE", `${path}/${id}`)).status).toBe(204);
    expect(await rawRequest(playground, "GET", `${path}/${id}`)).toMatchObject({ status: 404, code: 10063 });
  });

  it("of a guild are listed separately from global ones", async () => {
    await put([hi]);
    const guildPath = `/applications/${playground.applicationId}/guilds/${playground.guild.id}/commands`;
    const own = await rawRequest(playground, "PUT", guildPath, [{ ...hi, options: [text("who")] }]);
    expect(own.body).toMatchObject([{ guild_id: playground.guild.id }]);
    expect((await rawRequest(playground, "GET", path)).body).toHaveLength(1);
    await rawRequest(playground, "PUT", guildPath, []);
  });

  it("are listed without translations unless they were asked for", async () => {
    const name_localizations = { de: "hallo" };
    await put([{ ...hi, name_localizations, options: [text("who", { description_localizations: { fr: "qui" } })] }]);
    const list = async (query: string) => JSON.stringify((await rawRequest(playground, "GET", `${path}${query}`)).body);
    expect(await list("?with_localizations=true")).toMatch(/hallo.*qui/);
    for (const query of ["", "?with_localizations=false"]) expect(await list(query)).not.toContain("localizations");
  });

  it("have no permissions of their own in a guild", async () => {
    const ofGuild = `/applications/${playground.applicationId}/guilds/${playground.guild.id}/commands`;
    expect(await rawRequest(playground, "GET", `${ofGuild}/permissions`)).toMatchObject({ status: 200, body: [] });
    const ofOne = `${ofGuild}/410000000000009999/permissions`;
    expect(await rawRequest(playground, "GET", ofOne)).toMatchObject({ status: 404, code: 10066 });
    expect(await rawRequest(playground, "PUT", ofOne, { permissions: [] })).toMatchObject({ status: 403, code: 20001 });
  });

  it.each([
    ["an upper-case name", { ...hi, name: "Hi" }, "INVALID_NAME"],
    ["a name of 33 characters", { ...hi, name: "x".repeat(33) }, "BASE_TYPE_BAD_LENGTH"],
    ["a name with a space", { ...hi, name: "a b" }, "INVALID_NAME"],
    ["no description", { name: "hi" }, "BASE_TYPE_REQUIRED"],
    ["a description of 101 characters", { ...hi, description: "x".repeat(101) }, "BASE_TYPE_MAX_LENGTH"],
    ["26 options", { ...hi, options: Array.from({ length: 26 }, (_, n) => text(`o${n}`)) }, "BASE_TYPE_MAX_LENGTH"],
    [
      "26 choices",
      {
        ...hi,
        options: [text("o", { choices: Array.from({ length: 26 }, (_, n) => ({ name: `${n}`, value: `${n}` })) })],
      },
      "BASE_TYPE_MAX_LENGTH",
    ],
    ["a duplicate option", { ...hi, options: [text("o"), text("o")] }, "NAME_ALREADY_EXISTS"],
    [
      "a required option after an optional one",
      { ...hi, options: [text("a"), text("b", { required: true })] },
      "REQUIRED_INVALID",
    ],
    [
      "autocompletion and choices",
      { ...hi, options: [text("o", { autocomplete: true, choices: [{ name: "a", value: "a" }] })] },
      "CHOICES_EXCLUSIVE",
    ],
    [
      "a number as the choice of a text option",
      { ...hi, options: [text("o", { choices: [{ name: "a", value: 1 }] })] },
      "STRING_TYPE_CONVERT",
    ],
    [
      "a subcommand next to an option",
      { ...hi, options: [{ type: 1, name: "s", description: "d" }, text("o")] },
      "TYPE_INVALID",
    ],
    ["an unknown locale", { ...hi, name_localizations: { xx: "hi" } }, "BASE_TYPE_CHOICES"],
    ["a description on a user command", { ...hi, type: 2 }, "DESCRIPTION_NOT_ALLOWED"],
    [
      "more than 8000 characters",
      {
        ...hi,
        options: Array.from({ length: 25 }, (_, n) =>
          text(`o${n}`, {
            choices: Array.from({ length: 25 }, (_, m) => ({ name: `${"x".repeat(10)}${m}`, value: `${m}` })),
          }),
        ),
      },
      "TOO_LARGE",
    ],
  ])("are rejected with %s", async (_what, command, code) => {
    const response = await put([command]);
    expect(response).toMatchObject({ status: 400, code: 50035 });
    expect(JSON.stringify(response.body)).toContain(code);
  });

  it("are rejected with duplicate names or above 100", async () => {
    expect(JSON.stringify((await put([hi, hi])).body)).toContain("DUPLICATE_NAME");
    const many = Array.from({ length: 101 }, (_, n) => ({ ...hi, name: `c${n}` }));
    expect(await put(many)).toMatchObject({ code: 30032 });
  });

  it("can be created 200 times a day and replaced any number of times", async () => {
    const fresh = watch(await openPlayground({ port: 0, limits: "none" }));
    const set = (prefix: string) =>
      rawRequest(
        fresh,
        "PUT",
        path,
        Array.from({ length: 100 }, (_, n) => ({ ...hi, name: `${prefix}${n}` })),
      );
    for (const prefix of ["a", "a", "b"]) expect((await set(prefix)).status).toBe(200);
    expect(await set("c")).toMatchObject({ status: 400, code: 30034 });
    await fresh.close();
  });
});

verify();
