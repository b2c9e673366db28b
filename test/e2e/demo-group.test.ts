import { expect, it } from "vitest";
import { openPlayground } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { temporaryFolder } from "../support/redis.ts";
import { openStage } from "../support/stage.ts";

const bank = [
  questions.single({ id: "http.one", stem: "Question one?" }),
  questions.multi(),
  questions.short(),
  questions.order(),
];

it("the demo group answers every type of question in its guild", async () => {
  const { playground, log } = await openStage(bank, { demoDays: 4 });
  playground.demo.start();
  playground.demo.start();
  const { answers } = await eventually(() => {
    const state = playground.demo.state();
    return state.status === "done" && state;
  }, 40_000);
  expect(answers).toBeGreaterThan(60);
  expect(answers).toBeLessThanOrEqual(4 * 43);

  const noor = playground.person(playground.people.members[0].id);
  const { daily } = playground.guild.channels;
  const { message } = await noor.command("leaderboard", { period: "all" }, daily);
  expect(textOf(message)).toMatch(/1\D[\s\S]*<@43000000000000\d+>/);
  expect(Number(/(\d+) members/.exec(textOf(message))?.[1])).toBeGreaterThan(35);
  const shares = noor.visibleMessages(daily).flatMap((post) => {
    const [, right, answered] = /(\d+) of (\d+) correct/.exec(textOf(post)) ?? [];
    return right && answered ? [Number(right) / Number(answered)] : [];
  });
  expect(shares, "typed answers and orders that were revealed").not.toHaveLength(0);
  for (const share of shares) expect(share).toBeGreaterThan(0.3);
  expect(playground.clock.ahead()).toBeGreaterThan(3 * 86_400_000);
  expect(log.warnings).toEqual([]);
}, 60_000);

it("the demo group stops on request", async () => {
  const { playground, leave } = await openStage(bank, { demoDays: 60 });
  playground.demo.start();
  await eventually(() => playground.demo.state().day >= 1, 20_000);
  playground.demo.stop();
  const stopped = await eventually(() => {
    const state = playground.demo.state();
    return state.status === "stopped" && state;
  }, 20_000);
  expect(stopped.day).toBeLessThan(60);
  expect(stopped.reason).toBeUndefined();
  await leave();
}, 60_000);

it("the demo group keeps its members after a restart", async () => {
  const dataDir = await temporaryFolder();
  const first = await openPlayground({ port: 0, dataDir });
  first.demo.start();
  first.demo.stop();
  await first.close();
  const second = await openPlayground({ port: 0, dataDir });
  expect(second.person("430000000000000001").id).toBe("430000000000000001");
  await second.close();
});
