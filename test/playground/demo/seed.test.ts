import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { BOT_PERMISSIONS } from "../../../src/playground/demo/seed.ts";
import { openPlayground } from "../../../src/playground/playground.ts";
import { rawRequest } from "../../support/raw-request.ts";

it("the bot has exactly the permissions of the invite link in the README", async () => {
  const [, inReadme] = /&permissions=(\d+)/.exec(readFileSync("README.md", "utf8")) ?? [];
  expect(BOT_PERMISSIONS.toString()).toBe(inReadme);
  const playground = await openPlayground({ port: 0 });
  const { id } = playground.addGuild();
  for (const guildId of [playground.guild.id, id]) {
    const { body } = await rawRequest(playground, "GET", `/guilds/${guildId}/roles`);
    const botRole = expect.objectContaining({ managed: true, permissions: inReadme });
    expect(body).toEqual(expect.arrayContaining([botRole]));
  }
  await playground.close();
});
