import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { type Client, Events } from "discord.js";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { commandKit } from "../../../src/platform/discord/command.ts";
import { componentKit } from "../../../src/platform/discord/component-handler.ts";
import { componentId } from "../../../src/platform/discord/component-id.ts";
import type { RateLimiter } from "../../../src/platform/discord/rate-limiter.ts";
import { routeInteractions } from "../../../src/platform/discord/router.ts";
import { textOf } from "../../support/messages.ts";

const { guildCommand, guildMessageCommand } = commandKit<object>();
const { onButton } = componentKit<object>();
const button = componentId("daily.answer", z.tuple([]));
const costlyButton = componentId("privacy.delete", z.tuple([]), { costly: true });
const plain = { name: "plain", description: "Plain", run: async () => undefined };
const command = (name: string) =>
  guildCommand({
    name,
    description: name,
    run: async () => undefined,
    components: [onButton(button, async () => undefined)],
  });

const route = (
  commands: ReturnType<typeof command>[],
  client = new EventEmitter(),
  rateLimiter: RateLimiter = { check: () => "allow" },
) => {
  routeInteractions<object>({
    client: client as unknown as Client,
    commands,
    messageCommands: [guildMessageCommand("Add", async () => undefined)],
    services: {},
    claims: { claim: async () => true },
    recordGuild: async () => undefined,
    rateLimiter,
    log: pino({ level: "silent" }),
  });
  return client;
};

it("two components with the same name are rejected", () => {
  expect(() => route([command("daily"), command("quiz")])).toThrow('"daily.answer"');
});

it("two commands with the same name are rejected", () => {
  expect(() => route([guildCommand(plain), guildCommand(plain)])).toThrow('"plain"');
});

const GUILD = "410000000000000000";
const kinds = ["Autocomplete", "ChatInputCommand", "MessageContextMenuCommand", "UserContextMenuCommand"] as const;
const components = ["Button", "StringSelectMenu", "ChannelSelectMenu", "RoleSelectMenu", "UserSelectMenu"] as const;
type Kind = (typeof kinds)[number] | (typeof components)[number] | "ModalSubmit" | "PrimaryEntryPointCommand";

/** The reply to an interaction of this kind, with the handlers of `daily`. */
async function answerTo(kind: Kind, over: object = {}): Promise<string> {
  const client = route([command("daily")]);
  const is = Object.fromEntries(
    [...kinds, ...components, "ModalSubmit", "PrimaryEntryPointCommand"].map((name) => [
      `is${name}`,
      () => name === kind,
    ]),
  );
  return new Promise((resolve) => {
    client.emit(Events.InteractionCreate, {
      ...is,
      id: "1",
      applicationId: "7",
      guildId: GUILD,
      guild: {},
      authorizingIntegrationOwners: { guildId: GUILD },
      user: { id: "2" },
      commandName: "unknown",
      customId: "unknown",
      options: { getSubcommand: () => null },
      inGuild: () => true,
      isCommand: () => kind.endsWith("Command"),
      isMessageComponent: () => components.some((component) => component === kind),
      isRepliable: () => kind !== "Autocomplete",
      reply: async (card: Parameters<typeof textOf>[0]) => resolve(textOf(card)),
      respond: async (choices: unknown) => resolve(JSON.stringify(choices)),
      ...over,
    });
  });
}

describe("an interaction without a handler", () => {
  it.each([
    "ChatInputCommand",
    "MessageContextMenuCommand",
    "UserContextMenuCommand",
    "PrimaryEntryPointCommand",
  ] as const)("is answered as an unknown command: %s", async (kind) => {
    expect(await answerTo(kind)).toContain("I don't have that command anymore.");
  });

  it("is answered as an unknown command: a subcommand that was removed", async () => {
    const removed = { commandName: "daily", options: { getSubcommand: () => "removed" } };
    expect(await answerTo("ChatInputCommand", removed)).toContain("I don't have that command anymore.");
  });

  it.each([...components, "ModalSubmit"] as const)("is answered as outdated: %s", async (kind) => {
    expect(await answerTo(kind)).toContain("This button is out of date.");
  });
});

it("the rate limiter learns whether a component is costly", () => {
  const costly: boolean[] = [];
  const client = route(
    [command("daily"), guildCommand({ ...plain, components: [onButton(costlyButton, async () => undefined)] })],
    undefined,
    {
      check: (_, isCostly) => {
        costly.push(isCostly);
        return "ignore";
      },
    },
  );
  for (const customId of ["daily.answer", "privacy.delete", "unknown"])
    client.emit(Events.InteractionCreate, {
      customId,
      isChatInputCommand: () => false,
      isMessageComponent: () => true,
    });
  expect(costly).toEqual([false, true, false]);
});

describe("an interaction from a server", () => {
  const daily = { commandName: "daily", customId: "daily.answer" };

  it.each([
    ["didn't authorize the bot", { authorizingIntegrationOwners: { userId: "2", guildId: null } }],
    ["authorized only its commands", { guild: null }],
  ])("that %s gets an invite link", async (_, place) => {
    for (const kind of ["ChatInputCommand", "MessageContextMenuCommand"] as const) {
      const answer = await answerTo(kind, {
        ...daily,
        ...(kind === "ChatInputCommand" ? {} : { commandName: "Add" }),
        ...place,
      });
      expect(answer).toContain("I'm not a member of this server");
      const [, link = ""] = /\((https:[^)]+)\)/.exec(answer) ?? [];
      expect(link).toContain("client_id=7&scope=bot+applications.commands");
      // The README asks for the same permissions.
      expect(readFileSync("README.md", "utf8")).toContain(link.replace("client_id=7", "client_id=YOUR_APPLICATION_ID"));
    }
    expect(await answerTo("Autocomplete", { ...daily, ...place })).toBe("[]");
  });
});
