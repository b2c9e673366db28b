import { expect, it } from "vitest";
import { createLearnerGuildStore } from "../../../src/features/learning/learner-guild-store.ts";
import { testRedis } from "../../support/redis.ts";

it("lists each guild of a learner once until it is removed", async () => {
  const guilds = createLearnerGuildStore(await testRedis());
  for (const [at, guildId] of ["2", "1", "2"].entries()) await guilds.add("7", guildId, at);
  expect(await guilds.list("7")).toEqual(["2", "1"]);
  expect(await guilds.list("8")).toEqual([]);

  await guilds.remove("7", ["1"]);
  await guilds.remove("7", []);
  expect(await guilds.list("7")).toEqual(["2"]);
});
