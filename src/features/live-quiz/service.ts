import type { ChannelCheck } from "../../platform/discord/channel-check.ts";
import type { Agenda } from "../../platform/jobs/agenda.ts";
import { onceIn } from "../../platform/throttle.ts";
import { type Clock, DEFAULT_ZONE, type Instant, SECOND } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import type { Response } from "../questions/answer-rules.ts";
import type { Difficulty } from "../questions/rules.ts";
import type { Topic } from "../questions/topic-rules.ts";
import type { SettingsStore } from "../settings/ports.ts";
import type { LiveChoice } from "./choice-service.ts";
import { liveCountJob, liveQuizJob } from "./jobs.ts";
import type { LiveMine, LiveScreen, LiveStore, StoredLive } from "./ports.ts";
import {
  type Crowd,
  control,
  LIVE_PLAYERS,
  type Live,
  type LiveAnswer,
  type LiveControl,
  LOBBY_OPEN,
} from "./rules.ts";

export type LiveWish = {
  /** Names the quiz, and seeds its choice and its shuffles. */
  id: string;
  guildId: string;
  channelId: string;
  hostId: string;
  topic?: Topic | undefined;
  difficulty?: Difficulty | undefined;
  count: number;
  seconds: number;
};
type Click = { guildId: string; quizId: string; userId: string };

/** How an answer is acknowledged: what was recorded, under the names its options go by. */
export type LiveNoted = { answer: LiveAnswer; names: string[]; again: boolean };

type Needs = {
  lives: LiveStore;
  choice: Pick<LiveChoice, "available">;
  settings: Pick<SettingsStore, "zone">;
  agenda: Pick<Agenda, "set" | "setNoLater" | "setIfAbsent">;
  checkChannel: ChannelCheck;
  clock: Clock;
};

/** How often the count under an open round is drawn: Discord takes five edits in five seconds, and some are other's. */
const COUNT_EVERY = 2 * SECOND;

/**
 * What people do with a live quiz. Nothing here draws its messages: a click is recorded and its quiz woken, and what
 * then is to be seen is drawn by the rounds, one after the other, on whichever process.
 */
export function createLives({ lives, choice, settings, agenda, checkChannel, clock }: Needs) {
  const needsCount = onceIn(COUNT_EVERY);

  /** Opens the lobby of a quiz in its channel. */
  async function begin({ count, ...wish }: LiveWish): Promise<LiveScreen> {
    const { guildId, channelId, topic, difficulty } = wish;
    await checkChannel(guildId, { channelId, thread: false });
    const { id, hostId, seconds } = wish;
    const dueAt = clock() + LOBBY_OPEN;
    const [available, zone] = await Promise.all([
      choice.available(wish),
      settings.zone(guildId),
      // An entry of a quiz that never came to be is dropped; a quiz without one would hang.
      agenda.set(liveQuizJob, { guildId, quizId: id }, dueAt),
    ]);
    if (available === 0)
      throw new UserError("pool-empty", { ...(topic && { topic }), ...(difficulty && { difficulty }) });

    const live: Live = {
      id,
      guildId,
      channelId,
      hostId,
      zone: zone ?? DEFAULT_ZONE,
      ...(topic && { topic }),
      ...(difficulty && { difficulty }),
      count: Math.min(count, available),
      seconds,
      phase: "lobby",
      dueAt,
      rounds: [],
      version: 1,
    };
    if ((await lives.create(live)) === "taken") throw new UserError("live-taken", {});
    return { show: "lobby", live, settled: false, players: 0 };
  }

  /** Tells which message the lobby became. */
  async function noteLobby(guildId: string, quizId: string, messageId: string): Promise<void> {
    await lives.noteLobby(guildId, quizId, messageId);
  }

  async function join({ guildId, quizId, userId }: Click): Promise<"joined" | "already"> {
    const outcome = await lives.join(guildId, quizId, userId);
    switch (outcome) {
      case "full":
        throw new UserError("live-full", { limit: LIVE_PLAYERS });
      case "begun":
        throw new UserError("live-begun", {});
      case "over":
        throw new UserError("live-over", {});
      case "joined":
        await countSoon(guildId, quizId, { players: 0, answered: 0 });
        return outcome;
      case "already":
        return outcome;
    }
  }

  /** Records an answer; the first one counts, and any later call tells what was recorded. */
  async function answer({ guildId, quizId, userId }: Click, given: Given): Promise<LiveNoted> {
    const recording = await lives.answer(guildId, quizId, { userId, ...given, at: clock() });
    switch (recording.outcome) {
      case "closed":
        throw new UserError("live-closed", {});
      case "strange":
        throw new UserError("button-outdated", {});
      case "full":
        throw new UserError("live-full", { limit: LIVE_PLAYERS });
      case "recorded": {
        const { answer: recorded, names, again, crowd } = recording;
        if (!again) await countSoon(guildId, quizId, crowd);
        const chosen = names.flatMap(([id, name]) => (recorded.response.includes(id) ? [name] : []));
        return { answer: recorded, names: chosen, again };
      }
    }
  }

  /** The count is drawn some moments after the first answer that changed it; once all have answered, the round ends. */
  async function countSoon(guildId: string, quizId: string, { players, answered }: Crowd): Promise<void> {
    const now = clock();
    if (players > 0 && answered >= players) return agenda.setNoLater(liveQuizJob, { guildId, quizId }, now);
    if (!needsCount(`${guildId}/${quizId}`, now)) return;
    await agenda.setIfAbsent(liveCountJob, { guildId, quizId }, now + COUNT_EVERY);
  }

  /**
   * What the host or a moderator does with the message of a round (-1: the lobby). `wake` sees to what follows, and
   * need not be waited for.
   */
  async function act(
    { guildId, quizId, userId }: Click,
    what: LiveControl,
    round: number,
    moderates: () => Promise<boolean>,
  ): Promise<{ wake: () => Promise<void> }> {
    for (;;) {
      const { live, crowd } = await found(guildId, quizId);
      if (live.hostId !== userId && !(await moderates()))
        throw new UserError("live-host-only", { hostId: live.hostId });
      const after = control(live, what, round, clock());
      if (!after) throw new UserError(live.end ? "live-over" : "live-moved-on", {});
      if (what === "start" && crowd.players === 0) throw new UserError("live-nobody-yet", {});
      if (after === live || (await lives.save(live, after)))
        return { wake: () => agenda.set(liveQuizJob, { guildId, quizId }, clock()) };
    }
  }

  /** How a member stands so far, alone to see. */
  async function mine({ guildId, quizId, userId }: Click): Promise<LiveMine> {
    const own = await lives.place(guildId, quizId, userId);
    if (!own) throw new UserError("live-not-played", {});
    return own;
  }

  async function found(guildId: string, quizId: string): Promise<StoredLive> {
    const stored = await lives.load(guildId, quizId);
    if (!stored) throw new UserError("live-over", {});
    return stored;
  }

  return { begin, noteLobby, join, answer, act, mine };
}

export type Lives = ReturnType<typeof createLives>;

/** What was tapped: `took` is how long after its question, by Discord's own clock. */
type Given = { round: number; response: Response; took: Instant };
