import type { APIMessage } from "discord-api-types/v10";
import { expect, it } from "vitest";
import { ALLOWANCES } from "../../src/platform/discord/rate-limit-rules.ts";
import { createFloodGate } from "../../src/platform/discord/rate-limiter.ts";
import { SECOND } from "../../src/platform/time.ts";
import type { InteractionResult } from "../../src/playground/playground.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

const REFUSED = /^That was a lot at once, so I left this one undone\. Nothing was lost; try again in \d+ seconds?\.$/;

it("refuses a member who sends too many commands, and only them, until the limit has passed", async () => {
  const { members, run, wait } = await openLimitedStage();
  const [member, other] = members;
  const help = () => run(member, "help");

  expect((await times(ALLOWANCES.command.most, help)).filter(isRefused)).toEqual([]);
  const refused = await times(ALLOWANCES.refusal.most, help);
  expect(refused.every((result) => isRefused(result) && result.ephemeral)).toBe(true);
  expect(isRefused(await run(other, "help"))).toBe(false);

  wait(ALLOWANCES.command.within);
  expect(isRefused(await help())).toBe(false);
});

it("refuses a member who clicks faster than a person can", async () => {
  const { members, post } = await openLimitedStage();
  const buttons = customIdsOf(post);
  const click = (index: number) => members[0].click(post, buttons[index % buttons.length] ?? "");

  expect((await times(ALLOWANCES.tap.most, click)).filter(isRefused)).toEqual([]);
  expect((await times(ALLOWANCES.refusal.most, click)).every(isRefused)).toBe(true);
});

it("limits expensive commands more than cheap ones", async () => {
  const { members, run, wait } = await openLimitedStage();
  const profile = () => run(members[0], "profile");

  expect((await times(ALLOWANCES.costly.most, profile)).filter(isRefused)).toEqual([]);
  expect(isRefused(await profile())).toBe(true);
  expect(isRefused(await run(members[0], "help"))).toBe(false);
  wait(20 * SECOND);
  expect(isRefused(await profile())).toBe(false);
});

/** A stage with a post, whose limits pass only by `wait`, however slow the machine is. */
async function openLimitedStage() {
  let now = Date.now();
  const stage = await openStage([questions.single()], { rateLimiter: createFloodGate(() => now) });
  await stage.addSchedule();
  const post: APIMessage = await stage.postNow();
  return {
    post,
    members: stage.members,
    run: (member: (typeof stage.members)[number], command: string) => member.command(command, {}, stage.channels.daily),
    wait: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

function isRefused({ message }: InteractionResult): boolean {
  return REFUSED.test(textOf(message));
}

function times<Value>(count: number, act: (index: number) => Promise<Value>): Promise<Value[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => act(index)));
}
