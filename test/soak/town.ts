import { setTimeout as sleep } from "node:timers/promises";
import type { APIMessage } from "discord-api-types/v10";
import type { Playground, SimulatedUser } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import type { Watch } from "./watch.ts";

/** A guild and what its people do in a week. It comes, lives for some weeks, and goes with all that is known of it. */
export type Town = {
  /** A question is posted on Monday: all answer it, practise and compare; `withLive`: they meet for a live quiz too. */
  week(withLive: boolean): Promise<void>;
  /** Everyone has their data deleted, then the bot is removed; the guild's own data follows 30 days later. */
  leave(): Promise<void>;
};

const MEMBERS = 8;
/** The members of a town do not come all at once. */
const SPREAD_MS = 8_000;
const LIVE_ROUNDS = 5;
const EXAM_ITEMS = 5;
const PATIENCE_MS = 30_000;

export async function foundTown(playground: Playground, watch: Watch, random: () => number): Promise<Town> {
  const { timed } = watch;
  const guild = playground.addGuild({ members: MEMBERS + 1, people: false, channels: 2 });
  const people = guild.members.map(({ id }) => playground.person(id, { settleAfterMs: PATIENCE_MS }));
  const [moderator, ...members] = people;
  const [square = "", hall = ""] = guild.channels.map(({ id }) => id);
  if (!moderator) throw new Error("The town has nobody in it");
  // The controls of a live quiz are acknowledged, and what follows is seen in the channel.
  const host = playground.person(moderator.id, { settleAfterMs: 10 });
  let weeks = 0;
  let lastPost = "";

  await timed(
    moderator.command("schedule add", { channel: square, time: "09:00", days: "mon", timezone: "UTC" }, square),
  );
  // Short seasons, so that each run sees many end.
  const panel = await timed(moderator.command("settings show", {}, square));
  if (panel) {
    await timed(moderator.select(panel, "settings.pick", ["seasonLength"]));
    await timed(moderator.select(panel, "settings.choose:seasonLength", ["month"]));
  }

  async function week(withLive: boolean): Promise<void> {
    const posted = await newest(square, (message) => has(message, "daily.answer:") && message.id !== lastPost);
    lastPost = posted.id;
    await Promise.all([
      ...members.map((member, index) => spend(member, posted, index === weeks % MEMBERS)),
      ...(withLive ? [playLive()] : []),
    ]);
    weeks += 1;
  }

  async function spend(member: SimulatedUser, posted: APIMessage, sitsExam: boolean): Promise<void> {
    await sleep(random() * SPREAD_MS);
    await press(member, posted, "daily.answer:");
    await timed(member.command("daily", {}, square));
    await timed(member.command("leaderboard", {}, square));
    await answerAll(member, await timed(member.command("quiz solo", { count: 3 }, square)));
    await answerAll(member, await timed(member.command("review", {}, square)));
    if (!sitsExam) return;
    await sitExam(member);
    // Its picture takes as long as it takes: it is no click that somebody waits for.
    await member.command("profile", {}, square);
  }

  async function answerAll(member: SimulatedUser, begun: APIMessage | undefined): Promise<void> {
    for (let shown = begun; has(shown, "quiz.answer:") || has(shown, "quiz.next:"); )
      shown = await press(member, shown, has(shown, "quiz.answer:") ? "quiz.answer:" : "quiz.next:");
  }

  async function sitExam(member: SimulatedUser): Promise<void> {
    let shown = await timed(member.command("exam start", { module: "a" }, square));
    for (let item = 0; item < EXAM_ITEMS; item += 1) shown = await press(member, shown, "exams.answer:");
    shown = await press(member, shown, "exams.submit:");
    await press(member, shown, "exams.submit:");
  }

  async function playLive(): Promise<void> {
    const lobby = await timed(host.command("quiz live", { count: LIVE_ROUNDS, seconds: 10 }, hall));
    await Promise.all(members.map((member) => press(member, lobby, "live-quiz.join:")));
    await control(lobby, ":start");
    for (let round = 1; round <= LIVE_ROUNDS; round += 1) {
      const said = `question ${round} of ${LIVE_ROUNDS}`;
      const asked = await newest(
        hall,
        (message) => has(message, "live-quiz.answer:") && textOf(message).includes(said),
      );
      await Promise.all(members.map((member) => press(member, asked, "live-quiz.answer:")));
      const closed = await newest(hall, (message) => message.id === asked.id && textOf(message).includes("closed"));
      await control(closed, ":skip");
    }
    await newest(hall, (message) => customIdOf(message, ":end"));
  }

  async function control(message: APIMessage | undefined, what: string): Promise<void> {
    if (message) await timed(host.click(message, customIdOf(message, what) ?? what));
  }

  /** Presses one of the buttons of a kind, by lot; nothing where what came before has failed, and was noted so. */
  async function press(
    member: SimulatedUser,
    message: APIMessage | undefined,
    kind: string,
  ): Promise<APIMessage | undefined> {
    if (!message) return undefined;
    const buttons = customIdsOf(message).filter((id) => id.startsWith(kind));
    const button = buttons[Math.floor(random() * buttons.length)];
    if (!button) throw new Error(`Nobody can press ${kind} here: ${textOf(message)}`);
    return timed(member.click(message, button));
  }

  function newest(channelId: string, isIt: (message: APIMessage) => unknown): Promise<APIMessage> {
    return eventually(() => moderator?.visibleMessages(channelId).findLast(isIt), PATIENCE_MS);
  }

  async function leave(): Promise<void> {
    for (const member of people) {
      const asked = await timed(member.command("privacy delete", {}, square));
      const deleting = await press(member, asked, "privacy.delete:confirm");
      const goesOn = () =>
        member.visibleMessages(square).some((one) => one.id === asked?.id && textOf(one) === textOf(deleting));
      await eventually(() => !goesOn(), PATIENCE_MS);
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
