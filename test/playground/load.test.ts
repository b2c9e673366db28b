import { Options } from "discord.js";
import { expect, it } from "vitest";
import { openPlayground } from "../../src/playground/playground.ts";
import { connectBot } from "../support/discord-bot.ts";

it("a bot with 2,500 guilds of 50 channels becomes ready", { timeout: 60_000 }, async () => {
  const playground = await openPlayground({ port: 0 });
  const guilds = Array.from({ length: 2_500 }, () => playground.addGuild({ channels: 50 }));
  const bot = await connectBot(playground, undefined, { makeCache: Options.cacheWithLimits({ MessageManager: 0 }) });
  expect(bot.client.guilds.cache.size).toBe(2_501);
  const last = guilds.at(-1);
  const message = await bot.channel(last?.channels.at(-1)?.id ?? "").send("here too");
  expect(message.guildId).toBe(last?.id);
  await bot.stop();
  await playground.close();
});

it("a shard gets only its own guilds", async () => {
  const playground = await openPlayground({ port: 0 });
  for (let n = 0; n < 20; n += 1) playground.addGuild();
  const bots = await Promise.all(
    [0, 1].map((shard) => connectBot(playground, undefined, { shards: [shard], shardCount: 2 })),
  );
  const seen = bots.map(({ client }) => [...client.guilds.cache.keys()]);
  expect(seen.flat()).toHaveLength(21);
  seen.forEach((ids, shard) => {
    for (const id of ids) expect(Number((BigInt(id) >> 22n) % 2n)).toBe(shard);
  });
  await Promise.all(bots.map((bot) => bot.stop()));
  await playground.close();
});

it("the playground handles 32 concurrent clicks from one user", async () => {
  const playground = await openPlayground({ port: 0 });
  const bot = await connectBot(
    playground,
    (interaction) => interaction.isButton() && interaction.reply({ content: interaction.id, flags: 64 }),
  );
  const { id } = await bot.channel(playground.guild.channels.daily).send({
    content: "press",
    components: [{ type: 1, components: [{ type: 2, style: 1, custom_id: "a", label: "A" }] }],
  });
  const noor = playground.person(playground.people.members[0].id);
  const click = async () => (await noor.click(id, "a")).message?.content;
  const answers: unknown[] = [];
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      for (let n = 0; n < 10; n += 1) answers.push(await click());
    }),
  );
  expect(new Set(answers).size).toBe(320);
  await bot.stop();
  await playground.close();
});
