import { EventEmitter } from "node:events";
import type { Client } from "discord.js";
import { pino } from "pino";
import { expect, it } from "vitest";
import { z } from "zod";
import { commandKit } from "../../../src/platform/discord/command.ts";
import { componentKit } from "../../../src/platform/discord/component-handler.ts";
import { componentId } from "../../../src/platform/discord/component-id.ts";
import { routeInteractions } from "../../../src/platform/discord/router.ts";

const { guildCommand } = commandKit<object>();
const { onButton } = componentKit<object>();
const button = componentId("daily.answer", z.tuple([]));
const command = (name: string) =>
  guildCommand({
    name,
    description: name,
    run: async () => undefined,
    components: [onButton(button, async () => undefined)],
  });

const route = (...commands: ReturnType<typeof command>[]) =>
  routeInteractions<object>({
    client: new EventEmitter() as unknown as Client,
    commands,
    messageCommands: [],
    services: {},
    claims: { claim: async () => true },
    noteGuild: async () => undefined,
    rateLimiter: { check: () => "allow" },
    log: pino({ level: "silent" }),
  });

it("refuses two components of the same name", () => {
  expect(() => route(command("daily"), command("quiz"))).toThrow('"daily.answer"');
});

it("refuses two commands of the same name", () => {
  const plain = guildCommand({ name: "daily", description: "Daily", run: async () => undefined });
  expect(() => route(plain, plain)).toThrow('"daily"');
});
