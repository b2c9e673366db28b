import type { APIMessage } from "discord-api-types/v10";
import { expect, it } from "vitest";
import { createRateLimiter, LIMITS } from "../../src/platform/discord/rate-limiter.ts";
import { SECOND } from "../../src/platform/time.ts";
import type { InteractionResult } from "../../src/playground/playground.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

const REFUSED = /^You're going too fast\. Try again in \d+ seconds?\.$/;

it("the rate limiter refuses only the member who sends too many commands, until the limit resets", async () => {
  const { members, run, wait } = await openLimitedStage();
  const [member, other] = members;
  const help = () => run(member, "help");

  expect((await times(LIMITS.command.max, help)).filter(isRefused)).toEqual([]);
  const refused = await times(LIMITS.refusal.max, help);
  expect(refused.every((result) => isRefused(result) && result.ephemeral)).toBe(true);
  expect(isRefused(await run(other, "help"))).toBe(false);

  wait(LIMITS.command.window);
  expect(isRefused(await help())).toBe(false);
});

it("the rate limiter refuses a member who clicks faster than a person can", async () => {
  const { members, post } = await openLimitedStage();
  const buttons = customIdsOf(post);
  const click = (index: number) => members[0].click(post, buttons[index % buttons.length] ?? "");

  expect((await times(LIMITS.component.max, click)).filter(isRefused)).toEqual([]);
  expect((await times(LIMITS.refusal.max, click)).every(isRefused)).toBe(true);
});

it("the rate limiter limits expensive commands more than cheap ones", async () => {
  const { members, run, wait } = await openLimitedStage();
  const profile = () => run(members[0], "profile");

  expect((await times(LIMITS.costly.max, profile)).filter(isRefused)).toEqual([]);
  expect(isRefused(await profile())).toBe(true);
  expect(isRefused(await run(members[0], "help"))).toBe(false);
  wait(20 * SECOND);
  expect(isRefused(await profile())).toBe(false);
});

/** A stage with a post. Its limits only reset by `wait`, however slow the machine is. */
async function openLimitedStage() {
  let now = Date.now();
  const stage = await openStage([questions.single()], { rateLimiter: createRateLimiter(() => now) });
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
