import { setTimeout as sleep } from "node:timers/promises";
import type { APIMessage } from "discord-api-types/v10";
import type { Playground, SimulatedUser } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import type { Recorder } from "./recorder.ts";

/** A guild with members who are active every week, until it leaves and all its data is deleted. */
export type ActiveGuild = {
  /** All members answer Monday's question and practice; `withLive`: they also play a live quiz. */
  week(withLive: boolean): Promise<void>;
  /** All members delete their data, then the bot is removed; the guild's data is deleted 30 days later. */
  leave(): Promise<void>;
};

const MEMBERS = 8;
/** Members start at random times within this period. */
const SPREAD_MS = 8_000;
const LIVE_ROUNDS = 5;
const EXAM_ITEMS = 5;
const PATIENCE_MS = 30_000;

export async function createActiveGuild(
  playground: Playground,
  recorder: Recorder,
  random: () => number,
): Promise<ActiveGuild> {
  const { timed } = recorder;
  const guild = playground.addGuild({ members: MEMBERS + 1, people: false, channels: 2 });
  const people = guild.members.map(({ id }) => playground.person(id, { settleAfterMs: PATIENCE_MS }));
  const [moderator, ...members] = people;
  const [mainChannel = "", liveChannel = ""] = guild.channels.map(({ id }) => id);
  if (!moderator) throw new Error("The guild has no members");
  // Controls of a live quiz are only acknowledged; the result appears in the channel.
  const host = playground.person(moderator.id, { settleAfterMs: 10 });
  let weeks = 0;
  let lastPost = "";

  await timed(
    moderator.command(
      "schedule add",
      { channel: mainChannel, time: "09:00", days: "mon", timezone: "UTC" },
      mainChannel,
    ),
  );
  // Short seasons, so that many end during a run.
  const panel = await timed(moderator.command("settings show", {}, mainChannel));
  if (panel) {
    await timed(moderator.select(panel, "settings.pick", ["seasonLength"]));
    await timed(moderator.select(panel, "settings.choose:seasonLength", ["month"]));
  }

  async function week(withLive: boolean): Promise<void> {
    const posted = await newest(mainChannel, (message) => has(message, "daily.answer:") && message.id !== lastPost);
    lastPost = posted.id;
    await Promise.all([
      ...members.map((member, index) => runWeek(member, posted, index === weeks % MEMBERS)),
      ...(withLive ? [playLive()] : []),
    ]);
    weeks += 1;
  }

  async function runWeek(member: SimulatedUser, posted: APIMessage, takesExam: boolean): Promise<void> {
    await sleep(random() * SPREAD_MS);
    await press(member, posted, "daily.answer:");
    await timed(member.command("daily", {}, mainChannel));
    await timed(member.command("leaderboard", {}, mainChannel));
    await answerAll(member, await timed(member.command("quiz solo", { count: 3 }, mainChannel)));
    await answerAll(member, await timed(member.command("review", {}, mainChannel)));
    if (!takesExam) return;
    await takeExam(member);
    // Not timed, because rendering the image isn't part of the latency goal.
    await member.command("profile", {}, mainChannel);
  }

  async function answerAll(member: SimulatedUser, started: APIMessage | undefined): Promise<void> {
    for (let shown = started; has(shown, "quiz.answer:") || has(shown, "quiz.next:"); )
      shown = await press(member, shown, has(shown, "quiz.answer:") ? "quiz.answer:" : "quiz.next:");
  }

  async function takeExam(member: SimulatedUser): Promise<void> {
    let shown = await timed(member.command("exam start", { module: "a" }, mainChannel));
    for (let item = 0; item < EXAM_ITEMS; item += 1) shown = await press(member, shown, "exams.answer:");
    shown = await press(member, shown, "exams.submit:");
    await press(member, shown, "exams.submit:");
  }

  async function playLive(): Promise<void> {
    const lobby = await timed(host.command("quiz live", { count: LIVE_ROUNDS, seconds: 10 }, liveChannel));
    await Promise.all(members.map((member) => press(member, lobby, "live-quiz.join:")));
    await control(lobby, ":start");
    for (let round = 1; round <= LIVE_ROUNDS; round += 1) {
      const said = `question ${round} of ${LIVE_ROUNDS}`;
      const asked = await newest(
        liveChannel,
        (message) => has(message, "live-quiz.answer:") && textOf(message).includes(said),
      );
      await Promise.all(members.map((member) => press(member, asked, "live-quiz.answer:")));
      const closed = await newest(
        liveChannel,
        (message) => message.id === asked.id && textOf(message).includes("closed"),
      );
      await control(closed, ":skip");
    }
    await newest(liveChannel, (message) => customIdOf(message, ":end"));
  }

  async function control(message: APIMessage | undefined, what: string): Promise<void> {
    if (message) await timed(host.click(message, customIdOf(message, what) ?? what));
  }

  /** Clicks a random button of a kind. Does nothing if the previous step failed. */
  async function press(
    member: SimulatedUser,
    message: APIMessage | undefined,
    kind: string,
  ): Promise<APIMessage | undefined> {
    if (!message) return undefined;
    const buttons = customIdsOf(message).filter((id) => id.startsWith(kind));
    const button = buttons[Math.floor(random() * buttons.length)];
    if (!button) throw new Error(`No ${kind} button in: ${textOf(message)}`);
    return timed(member.click(message, button));
  }

  function newest(channelId: string, isIt: (message: APIMessage) => unknown): Promise<APIMessage> {
    return eventually(() => moderator?.visibleMessages(channelId).findLast(isIt), PATIENCE_MS);
  }

  async function leave(): Promise<void> {
    for (const member of people) {
      const asked = await timed(member.command("privacy delete", {}, mainChannel));
      const deleting = await press(member, asked, "privacy.delete:confirm");
      const isDeleting = () =>
        member.visibleMessages(mainChannel).some((one) => one.id === asked?.id && textOf(one) === textOf(deleting));
      await eventually(() => !isDeleting(), PATIENCE_MS);
    }
    playground.removeGuild(guild.id);
  }

  return { week, leave };
}

function has(message: APIMessage | undefined, kind: string): boolean {
  return customIdsOf(message).some((id) => id.startsWith(kind));
}

function customIdOf(message: APIMessage, end: string): string | undefined {
  return customIdsOf(message).find((id) => id.endsWith(end));
}
