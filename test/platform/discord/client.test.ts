import { Events } from "discord.js";
import { expect, it, onTestFinished } from "vitest";
import { createClient } from "../../../src/platform/discord/client.ts";
import { openPlayground } from "../../../src/playground/playground.ts";
import { silentLog } from "../../support/log.ts";

it("the client caches guilds and roles but no channels", async () => {
  const playground = await openPlayground({ port: 0 });
  onTestFinished(() => playground.close());
  playground.addGuild({ channels: 50 });
  const client = createClient({ apiUrl: playground.apiUrl, log: silentLog });
  onTestFinished(() => client.destroy());
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(playground.token);
  await ready;

  expect(client.guilds.cache.size).toBe(2);
  expect(client.guilds.cache.get(playground.guild.id)?.roles.cache.size).toBeGreaterThan(1);
  expect(client.channels.cache.size).toBe(0);
  const later = playground.addGuild({ channels: 5 });
  await new Promise((resolve) => client.once(Events.GuildCreate, resolve));
  expect(client.guilds.cache.has(later.id)).toBe(true);
  expect(client.channels.cache.size).toBe(0);
});
