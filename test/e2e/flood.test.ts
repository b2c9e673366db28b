import { expect, it } from "vitest";
import { ALLOWANCES } from "../../src/platform/discord/rate-limit-rules.ts";
import { SECOND } from "../../src/platform/time.ts";
import { eventually } from "../support/eventually.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

const TOLD = /^That was a lot at once, so I left this one undone\. Nothing was lost; try again in \d+ seconds?\.$/;

it("tells one who floods when to try again, then leaves them be, and lets them in again by its clock", async () => {
  const { playground, advance } = await openStage([questions.single()], { memberLimits: "on" });
  const { member, other } = await askDaily(playground);
  const { daily } = playground.guild.channels;
  const help = () => member.command("help", {}, daily);

  const welcome = await times(ALLOWANCES.command.most, help);
  expect(welcome.filter(({ message }) => TOLD.test(textOf(message)))).toEqual([]);
  const told = await times(ALLOWANCES.refusal.most, help);
  expect(told.filter(({ message, ephemeral }) => !ephemeral || !TOLD.test(textOf(message)))).toEqual([]);
  expect(textOf((await other.command("help", {}, daily)).message)).not.toMatch(TOLD);

  advance(ALLOWANCES.command.within);
  expect(textOf((await help()).message)).not.toMatch(TOLD);
});

it("takes every tap of somebody who answers, changes their mind and asks how it was, and stops a machine", async () => {
  const { playground } = await openStage([questions.single()], { memberLimits: "on" });
  const { member, post } = await askDaily(playground);
  const buttons = customIdsOf(post).filter((id) => id.startsWith("daily.answer:"));
  const tap = (index: number) => member.click(post, buttons[index % buttons.length] ?? "");

  const taps = await times(ALLOWANCES.tap.most, tap);
  expect(taps.filter(({ message }) => !/Right|Not this one|first answer/.test(textOf(message)))).toEqual([]);
  const more = await times(ALLOWANCES.refusal.most, tap);
  expect(more.map(({ message }) => textOf(message))).toEqual(more.map(() => expect.stringMatching(TOLD)));
});

it("lets three costly commands through a minute, and cheap ones beside them", async () => {
  const { playground, advance } = await openStage([questions.single()], { memberLimits: "on" });
  const { member } = await askDaily(playground);
  const { daily } = playground.guild.channels;
  const profile = async () => textOf((await member.command("profile", {}, daily)).message);

  for (const text of await times(ALLOWANCES.costly.most, profile)) expect(text).not.toMatch(TOLD);
  expect(await profile()).toMatch(TOLD);
  expect(textOf((await member.command("help", {}, daily)).message)).not.toMatch(TOLD);
  advance(20 * SECOND);
  expect(await profile()).not.toMatch(TOLD);
});

async function askDaily(playground: Awaited<ReturnType<typeof openStage>>["playground"]) {
  const { daily } = playground.guild.channels;
  const moderator = playground.person(playground.people.moderator.id);
  await moderator.command("schedule add", { channel: daily, time: "09:00" }, daily);
  await moderator.command("schedule post-now", { schedule: "daily" }, daily);
  const post = await eventually(() =>
    moderator
      .visibleMessages(daily)
      .find((message) => customIdsOf(message).some((id) => id.startsWith("daily.answer:"))),
  );
  const [one, two] = playground.people.members;
  if (!one || !two) throw new Error("nobody is there");
  return { post, member: playground.person(one.id), other: playground.person(two.id) };
}

function times<Value>(count: number, act: (index: number) => Promise<Value>): Promise<Value[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => act(index)));
}
