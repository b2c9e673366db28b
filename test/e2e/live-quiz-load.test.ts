import type { APIMessage } from "discord-api-types/v10";
import { expect, it } from "vitest";
import { BREAK_DURATION, LOBBY_DURATION } from "../../src/features/live-quiz/rules.ts";
import { SECOND } from "../../src/platform/time.ts";
import type { SimulatedUser } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

const MEMBERS = 200;
const OPTIONS = ["again", "post", "stop"];
const five = Array.from({ length: 5 }, (_, index) => questions.single({ id: `http.q${index}` }));

it("a live quiz counts 200 simultaneous answers, edits at most once a second and is never rate limited", async () => {
  const stage = await openStage(five, { limits: "discord" });
  const { playground } = stage;
  const guild = playground.addGuild({ members: MEMBERS + 1, people: false });
  const channelId = guild.channels[0]?.id ?? "";
  const [host, ...members] = guild.members.map(({ id }) => playground.person(id));
  if (!host) throw new Error("No members");
  const newest = (words: string) =>
    eventually(() => host.visibleMessages(channelId).findLast((message) => textOf(message).includes(words)));
  // A message is visible before the bot has planned its next step.
  const newestAfter = async (time: number, words: string) => {
    await stage.settled();
    stage.advance(time);
    return newest(words);
  };
  const edits: number[] = [];
  playground.traffic.onRequest(({ method, route, at }) => {
    if (method === "PATCH" && route === "/channels/{channel_id}/messages/{message_id}") edits.push(at);
  });

  const { message: lobby } = await host.command("quiz live", { count: 5, seconds: 30 }, channelId);
  if (!lobby) throw new Error("No lobby");
  await clickAll(members, lobby, () => customIdsOf(lobby)[0] ?? "");

  for (const round of [1, 2]) {
    const question = await newestAfter(round === 1 ? LOBBY_DURATION : BREAK_DURATION, `question ${round} of 5`);
    expect(textOf(question)).toContain(`0 of ${MEMBERS} answered`);
    const duration = await clickAll(members, question, (index) => optionIn(question, index));
    expect(duration).toBeLessThan(5 * SECOND);
    const closed = await newest(`question ${round} of 5 · closed`);
    expect(textOf(closed)).toContain(`${Math.ceil(MEMBERS / OPTIONS.length)} of ${MEMBERS} correct`);
  }

  expect(playground.traffic.count(" 429")).toBe(0);
  expect(edits.length).toBeGreaterThan(3);
  const gaps = edits.slice(1).map((at, index) => at - (edits[index] ?? 0));
  expect(Math.min(...gaps), `ms between edits: ${gaps.join(", ")}`).toBeGreaterThanOrEqual(SECOND);
  expect(stage.log.warnings).toEqual([]);
}, 40_000);

/** Clicks as all members simultaneously. Returns the milliseconds until all clicks were acknowledged. */
async function clickAll(
  members: readonly SimulatedUser[],
  message: APIMessage,
  buttonOf: (index: number) => string,
): Promise<number> {
  const started = performance.now();
  const seen = await Promise.all(members.map((member, index) => member.click(message, buttonOf(index))));
  expect(
    seen.filter(({ ephemeral, message: shown }) => !ephemeral || !/^(Saved|You're in)/.test(textOf(shown))),
  ).toEqual([]);
  return performance.now() - started;
}

function optionIn(message: APIMessage, index: number): string {
  const option = OPTIONS[index % OPTIONS.length] ?? "";
  return customIdsOf(message).find((id) => id.startsWith("live-quiz.answer:") && id.endsWith(`:${option}`)) ?? option;
}
