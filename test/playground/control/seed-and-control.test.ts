import { PermissionFlagsBits as Bits, Events, GatewayIntentBits } from "discord.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPlayground, type Playground } from "../../../src/playground/playground.ts";
import { connectBot, type DiscordBot } from "../../support/discord-bot.ts";
import { openApiChecks } from "../../support/openapi.ts";
import { rawRequest } from "../../support/raw-request.ts";

const SEED = `
applications:
  - Helper
  - { name: Watcher, token: watcher-token, privileged: true }
people:
  - Ana
  - { name: Bo, locale: de }
guilds:
  - name: Test server
    owner: Ana
    locale: fr
    roles:
      - { name: Mods, permissions: [ManageMessages], mentionable: true }
    channels:
      - { name: Rooms, type: category }
      - general
      - name: mods
        category: Rooms
        overwrites:
          "@everyone": { deny: [ViewChannel] }
          Mods: { allow: [ViewChannel] }
    members:
      - Ana
      - { name: Bo, roles: [Mods], nick: Bobby }
    applications:
      Helper: [ViewChannel, SendMessages, ReadMessageHistory, AddReactions]
      Watcher: [ViewChannel, ReadMessageHistory]
`;

const { watch, verify } = openApiChecks();
const { Guilds, GuildMessages, GuildMembers, MessageContent } = GatewayIntentBits;
let playground: Playground;
let helper: DiscordBot;
let watcher: DiscordBot;

type Json = { status: number; body: ReturnType<typeof Object> };

async function control(method: string, path: string, body?: unknown, { url } = playground): Promise<Json> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`${url}/_control${path}`, {
    method,
    ...(body === undefined ? {} : { body: text }),
  });
  const answer = await response.text();
  return { status: response.status, body: answer === "" ? undefined : JSON.parse(answer) };
}

let seeded: ReturnType<typeof Object>;
const server = () => seeded.guilds["Test server"];
const ana = (done: object) => control("POST", "/people/Ana", { as: seeded.applications.Helper.id, ...done });

beforeAll(async () => {
  playground = watch(await openPlayground({ port: 0, limits: "none" }));
  seeded = (await control("POST", "/seed", SEED)).body;
  helper = await connectBot({ ...playground, token: seeded.applications.Helper.token }, async (interaction) => {
    if (interaction.isChatInputCommand()) {
      const button = { type: 2, style: 1, label: "Press", custom_id: "press" };
      await interaction.reply({ content: interaction.locale, components: [{ type: 1, components: [button] }] });
    } else if (interaction.isButton()) await interaction.update("pressed");
  });
  await helper.client.application.commands.create({ name: "locale", description: "Replies with the locale" });
  const intents = [Guilds, GuildMessages, GuildMembers, MessageContent];
  watcher = await connectBot({ ...playground, token: "watcher-token" }, undefined, { intents });
});
afterAll(async () => {
  await helper.stop();
  await watcher.stop();
  await playground.close();
});

describe("applications of the playground", () => {
  it("have their own bot, guilds and commands", async () => {
    expect(helper.client.user.username).toBe("Helper");
    expect([...helper.client.guilds.cache.keys()]).toEqual([server().id]);
    expect(watcher.client.application.id).toBe(seeded.applications.Watcher.id);
    expect((await watcher.client.application.commands.fetch()).size).toBe(0);
    expect((await helper.client.application.commands.fetch()).size).toBe(1);
  });

  it("see each other's messages, with content only if privileged", async () => {
    const seen = new Promise<string>((resolve) =>
      watcher.client.once(Events.MessageCreate, ({ content }) => resolve(content)),
    );
    await helper.channel(server().channels.general).send("hello from Helper");
    expect(await seen).toBe("hello from Helper");
    const members = `/guilds/${server().id}/members?limit=10`;
    const listed = await rawRequest(playground, "GET", members, undefined, "watcher-token");
    expect(listed.body).toHaveLength(4);
    const refused = await rawRequest(playground, "GET", members, undefined, seeded.applications.Helper.token);
    expect(refused).toMatchObject({ status: 403, code: 50001 });
  });

  it("can't act for each other, or without a known token", async () => {
    const commands = `/applications/${seeded.applications.Helper.id}/commands`;
    expect(await rawRequest(playground, "GET", commands, undefined, "watcher-token")).toMatchObject({ code: 10002 });
    expect(await rawRequest(playground, "GET", "/users/@me", undefined, "unknown")).toMatchObject({ status: 401 });
    const hidden = `/channels/${server().channels.mods}`;
    const denied = await rawRequest(playground, "GET", hidden, undefined, "watcher-token");
    expect(denied).toMatchObject({ status: 403, code: 50001 });
  });

  it("get separate direct messages with the same person", async () => {
    const channels = await Promise.all(
      ["watcher-token", seeded.applications.Helper.token].map((token) =>
        rawRequest(playground, "POST", "/users/@me/channels", { recipient_id: seeded.people.Ana }, token),
      ),
    );
    const [one, other] = channels.map(({ body }) => Object(body).id);
    expect(one).not.toBe(other);
    const peek = await rawRequest(playground, "GET", `/channels/${one}`, undefined, seeded.applications.Helper.token);
    expect(peek).toMatchObject({ status: 403, code: 50001 });
  });
});

describe("a seed", () => {
  it("sets roles, overwrites, nicknames and locales", async () => {
    const members = await watcher.client.guilds.cache.get(server().id)?.members.fetch();
    expect(members?.get(seeded.people.Bo)?.nickname).toBe("Bobby");
    expect(members?.get(seeded.people.Bo)?.permissions.has(Bits.ManageMessages)).toBe(true);
    expect((await control("GET", `/people/Ana/messages?channel=${server().channels.mods}`)).body).toEqual([]);
    const sent = { do: "send", content: "secret", channel: server().channels.mods };
    expect((await control("POST", "/people/Bo", sent)).body).toMatchObject({ content: "secret" });
    const { body } = await control("POST", "/people/Bo", {
      as: seeded.applications.Helper.id,
      do: "command",
      command: "locale",
      channel: server().channels.general,
    });
    expect(body).toMatchObject({ message: { content: "de" } });
  });

  it("is rejected with an explanation", async () => {
    const { status, body } = await control("POST", "/seed", "guilds: [{ name: x, ownr: Ana }]");
    expect(status).toBe(400);
    expect(body.error).toMatch(/owner/);
    const errorOf = async (seed: string) => (await control("POST", "/seed", seed)).body.error;
    expect(await errorOf("guilds: [{ name: x, owner: Zoe }]")).toBe(
      'No person or application is named "Zoe"; add one to the seed',
    );
    expect(await errorOf("guilds: [{ name: x, owner: Ana, members: [{ name: Bo, roles: [Mod] }] }]")).toBe(
      'The guild has no role or earlier category named "Mod"; add it to the seed',
    );
  });
});

describe("/_control", () => {
  it("lists what exists", async () => {
    const { body } = await control("GET", "");
    expect(body.applications.map(({ name }: { name: string }) => name)).toEqual(["Rootine", "Helper", "Watcher"]);
    expect(body.guilds.at(-1)).toMatchObject({ name: "Test server", channels: server().channels });
  });

  it("lets people use commands, components and reactions", async () => {
    const place = { channel: server().channels.general };
    const { message } = (await ana({ do: "command", command: "locale", ...place })).body;
    expect(message.content).toBe("en-US");
    const clicked = await control("POST", "/people/Ana", { do: "click", message: message.id, component: "press" });
    expect(clicked.body).toMatchObject({ updated: { content: "pressed" } });
    expect((await control("POST", "/people/Ana", { do: "react", message: message.id, emoji: "👍" })).status).toBe(200);
    const unknown = await ana({ do: "command", command: "nothing", ...place });
    expect(unknown).toMatchObject({ status: 422, body: { error: expect.stringContaining("nothing") } });
    expect((await ana({ do: "dance" })).status).toBe(422);
  });

  it("moves the clock forward", async () => {
    const before = (await control("GET", "/clock")).body;
    const { now } = (await control("POST", "/clock", { advance: 3_600_000 })).body;
    expect(Date.parse(now) - Date.parse(before.now)).toBeGreaterThanOrEqual(3_600_000);
  });

  it("injects faults and clears them", async () => {
    const fault = { kind: "error-before", on: "GET /users/@me", count: 1 };
    expect((await control("POST", "/faults", fault)).status).toBe(200);
    expect((await rawRequest(playground, "GET", "/users/@me")).status).toBe(502);
    expect((await control("GET", "/faults")).body).toEqual({ hits: 1 });
    await control("POST", "/faults", { kind: "api-error", code: 50013 });
    expect((await control("DELETE", "/faults")).status).toBe(204);
    expect((await rawRequest(playground, "GET", "/users/@me")).status).toBe(200);
    expect((await control("POST", "/faults", { kind: "boredom" })).status).toBe(422);
  });

  it("disconnects bots", async () => {
    const resumed = new Promise((resolve) => watcher.client.once(Events.ShardResume, resolve));
    expect((await control("POST", "/faults", { gateway: "drop" })).status).toBe(200);
    await resumed;
  });

  it("shows traffic and counts requests to unimplemented routes", async () => {
    const other = await openPlayground({ port: 0 });
    await rawRequest(other, "GET", "/users/@me");
    await rawRequest(other, "GET", `/guilds/${server().id}/widget`);
    const { body } = await control("GET", "/traffic", undefined, other);
    expect(body.requests).toMatchObject([{ route: "/users/@me", status: 200 }, { status: 404 }]);
    expect(body.unimplemented).toEqual({ "GET /guilds/{id}/widget": 1 });
    expect((await control("DELETE", "/traffic", undefined, other)).status).toBe(204);
    expect((await control("GET", "/traffic", undefined, other)).body).toMatchObject({
      requests: [],
      unimplemented: {},
    });
    await other.close();
  });

  it("rejects other sites in a browser", async () => {
    const response = await fetch(`${playground.url}/_control`, { headers: { origin: "https://example.com" } });
    expect(response.status).toBe(403);
  });
});

verify();
