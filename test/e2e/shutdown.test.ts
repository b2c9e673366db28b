import { expect, it } from "vitest";
import { SECOND } from "../../src/platform/time.ts";
import { eventually } from "../support/eventually.ts";
import { ownServer } from "../support/own-redis.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

it("the bot shuts down without waiting for a reply that hangs at Discord", async () => {
  const stage = await openStage([questions.single()]);
  const [member] = stage.members;
  const { faults } = stage.playground;
  faults.inject({ kind: "latency", milliseconds: 14 * SECOND, on: /callback/, count: 1 });
  const command = member.command("help", {}, stage.channels.daily);
  await eventually(() => faults.hits() > 0);

  const started = Date.now();
  await stage.leave();
  expect(Date.now() - started).toBeLessThan(6 * SECOND);
  faults.clear();
  await command;
});

it("the bot shuts down while Redis is unreachable", async () => {
  const server = await ownServer();
  const stage = await openStage([questions.single()], { redisUrl: server.url });
  await server.kill();
  const started = Date.now();
  await stage.leave();
  expect(Date.now() - started).toBeLessThan(9.5 * SECOND);
}, 60_000);
