import { setTimeout as sleep } from "node:timers/promises";
import type { APIMessage } from "discord-api-types/v10";
import { seeded } from "../../src/platform/seed.ts";
import { MINUTE, SECOND } from "../../src/platform/time.ts";
import type { AddedGuild, Playground, SimulatedUser } from "../../src/playground/playground.ts";
import { createRecorder } from "../soak/recorder.ts";
import { eventually } from "../support/eventually.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { submitDraft } from "./attacks.ts";

const MEMBERS = 20;
/** Guilds with a post due during each run. */
const POSTING_GUILDS = 20;
/** The mean pause between two actions of a member. */
const PAUSE = SECOND;
/** A post later than this counts as late; normally it takes well under a second. */
export const ON_TIME_MS = 5 * SECOND;

export type Neighbors = Awaited<ReturnType<typeof createNeighbors>>;
export type Played = { latencies: number[]; failures: string[]; delays: number[]; missing: number };

/** A guild with members who answer, practice and look things up, and guilds that wait for their daily post. */
export async function createNeighbors(playground: Playground) {
  const random = seeded("neighbors");
  const recorder = createRecorder();
  const { id: _, members, channels } = playground.addGuild({ people: false, members: MEMBERS + 1 });
  const [moderator, ...players] = members.map(({ id }) => playground.person(id, { settleAfterMs: 30 * SECOND }));
  const channel = channels[0]?.id ?? "";
  if (!moderator) throw new Error("The guild has no members");
  await moderator.command("schedule add", { channel, time: hourFromNow(), timezone: "UTC" }, channel);
  const posting = Array.from({ length: POSTING_GUILDS }, () => playground.addGuild({ people: false, members: 1 }));

  async function act(player: SimulatedUser): Promise<void> {
    const { timed } = recorder;
    const actions = [
      () => timed(player.command("daily", {}, channel)),
      () => timed(player.command("leaderboard", {}, channel)),
      () => timed(player.command("question search", { text: "idempotent" }, channel)),
      async () => {
        const [button] = customIdsOf(newestPost(player)).filter((id) => id.startsWith("daily.answer:"));
        const post = newestPost(player);
        if (post && button) await timed(player.click(post, button));
      },
      async () => {
        const quiz = await timed(player.command("quiz solo", { count: 3 }, channel));
        const [answer] = customIdsOf(quiz).filter((id) => id.startsWith("quiz.answer:"));
        if (quiz && answer) await timed(player.click(quiz, answer));
      },
    ];
    await actions[Math.floor(random() * actions.length)]?.();
  }

  function newestPost(player: SimulatedUser): APIMessage | undefined {
    return player
      .visibleMessages(channel)
      .findLast((message) => customIdsOf(message).some((id) => id.startsWith("daily.answer:")));
  }

  async function play(player: SimulatedUser, until: number): Promise<void> {
    while (Date.now() < until) {
      await sleep(PAUSE * (0.5 + random()));
      await act(player);
    }
  }

  /** Actions that use worker threads and must succeed: a picture, a suggestion and an import of 500 questions. */
  async function useThreads(): Promise<void> {
    if (!moderator || !players[0] || !players[1]) throw new Error("The guild has too few members");
    await players[0].command("profile", {}, channel);
    await submitDraft(players[1], channel);
    const { message } = await moderator.command(
      "bank import",
      { file: moderator.upload("own.json", HONEST_FILE, channel) },
      channel,
    );
    const cancel = customIdsOf(message).find((id) => id.startsWith("imports.cancel"));
    if (!message || !cancel) throw new Error(`A neighbor couldn't import questions: ${textOf(message)}`);
    await moderator.click(message, cancel);
  }

  return {
    /**
     * Members act until `until`. One of them looks at a profile and one suggests a question, a moderator imports a file,
     * and one post is due in each of the other guilds.
     */
    async play(until: number): Promise<Played> {
      await moderator.command("schedule post-now", { schedule: "daily" }, channel);
      await eventually(() => newestPost(moderator), MINUTE);
      recorder.take();
      const due = nextMinute(Date.now() + 10 * SECOND);
      const posts = Promise.all(posting.map((guild) => awaitPost(playground, guild, due)));
      await Promise.all([useThreads(), ...players.map((player) => play(player, until))]);
      const delays = await posts;
      const found = delays.filter((delay) => delay !== undefined);
      return { ...recorder.take(), delays: found, missing: delays.length - found.length };
    },
  };
}

/** Returns how many milliseconds late the guild's post appeared, if it did. */
async function awaitPost(playground: Playground, guild: AddedGuild, due: number): Promise<number | undefined> {
  const channel = guild.channels[0]?.id ?? "";
  const moderator = playground.person(guild.members[0]?.id ?? "", { settleAfterMs: 30 * SECOND });
  const before = moderator.visibleMessages(channel).length;
  const schedule = { channel, time: new Date(due).toISOString().slice(11, 16), timezone: "UTC" };
  const { message } = await moderator.command("schedule add", schedule, channel);
  if (!message) throw new Error("A neighbor couldn't add its schedule");
  const isPost = ({ components }: APIMessage) => customIdsOf({ components }).some((id) => id.startsWith("daily."));
  const posted = await eventually(
    () => moderator.visibleMessages(channel).slice(before).find(isPost),
    due + 2 * MINUTE - Date.now(),
  ).catch(() => undefined);
  return posted && Date.parse(posted.timestamp) - due;
}

const HONEST_FILE = JSON.stringify({
  items: Array.from({ length: 500 }, (_, index) => {
    const words = [1, 2, 3].map((part) =>
      Math.sin(index * part + part)
        .toString(36)
        .slice(3, 12),
    );
    const { id: _id, ...question } = questions.single({ stem: `What should ${words.join(" and ")} do with a 304?` });
    return question;
  }),
});

function nextMinute(after: number): number {
  return Math.ceil(after / MINUTE) * MINUTE;
}

/** A time of day with no slot during the run. */
function hourFromNow(): string {
  return new Date(Date.now() + 60 * MINUTE).toISOString().slice(11, 16);
}
