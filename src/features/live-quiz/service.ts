import type { ChannelCheck } from "../../platform/discord/channel-check.ts";
import type { Agenda } from "../../platform/jobs/agenda.ts";
import { newSeed } from "../../platform/seed.ts";
import { type Clock, createThrottle, DEFAULT_ZONE, SECOND } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import type { PostStore } from "../daily/post-store.ts";
import { pickQuestion } from "../daily/rules.ts";
import type { BankService } from "../questions/bank-service.ts";
import { areEnemies, withoutEnemies } from "../questions/enemy-rules.ts";
import type { ChoiceQuestion } from "../questions/rules.ts";
import type { SettingsStore } from "../settings/store.ts";
import { liveCountJob, liveQuizJob } from "./jobs.ts";
import { createLiveResults } from "./result-service.ts";
import { applyControl } from "./round-rules.ts";
import { createLiveRounds } from "./round-service.ts";
import {
  type AnswerReceipt,
  type Counts,
  isPlayable,
  type LiveAnswer,
  type LiveControl,
  type LiveMessage,
  type LiveQuiz,
  LOBBY_DURATION,
  MAX_PLAYERS,
  MAX_RUNNING,
  type OwnRank,
  optionSeed,
} from "./rules.ts";
import type { LiveQuizStore, StoredLiveQuiz } from "./store.ts";

type LiveQuizRequest = {
  /** Becomes the quiz's id. */
  id: string;
  guildId: string;
  channelId: string;
  hostId: string;
  topic?: LiveQuiz["topic"] | undefined;
  difficulty?: LiveQuiz["difficulty"] | undefined;
  language?: LiveQuiz["language"] | undefined;
  count: number;
  seconds: number;
};
type Filter = Pick<LiveQuiz, "guildId" | "topic" | "difficulty" | "language">;
type Click = { guildId: string; quizId: string; userId: string };

type Dependencies = {
  store: Pick<LiveQuizStore, "create" | "load" | "save" | "setLobbyMessage" | "join" | "recordAnswer" | "loadRank">;
  posts: Pick<PostStore, "lastAsked" | "open" | "openAnywhere">;
  banks: Pick<BankService, "of">;
  settings: Pick<SettingsStore, "zone">;
  agenda: Pick<Agenda, "set" | "setNoLater" | "setIfAbsent">;
  checkChannel: ChannelCheck;
  clock: Clock;
};

/**
 * Time between updates of the count. Discord allows five edits per channel every five seconds, and a quiz needs others.
 */
const COUNT_INTERVAL = 2 * SECOND;

/** Creates the service for live quizzes: the actions of members and moderators, and the job that runs the rounds. */
export function createLiveQuizService(
  dependencies: Dependencies &
    Parameters<typeof createLiveResults>[0] &
    Omit<Parameters<typeof createLiveRounds>[0], "pickNext" | "results">,
) {
  const { pickNext, ...quizzes } = createLiveQuizzes(dependencies);
  const results = createLiveResults(dependencies);
  return { ...quizzes, ...createLiveRounds({ ...dependencies, pickNext, results }) };
}

/**
 * Handles the actions of members and moderators. They only change the stored state. The quiz's job then updates its
 * message. Only one job runs per quiz at a time, across all processes.
 */
export function createLiveQuizzes({ store, posts, banks, settings, agenda, checkChannel, clock }: Dependencies) {
  const shouldUpdateCount = createThrottle(COUNT_INTERVAL);

  /** Creates a quiz and returns its lobby. */
  async function start(request: LiveQuizRequest): Promise<LiveMessage> {
    const { id, guildId, channelId, topic, difficulty, language } = request;
    await checkChannel(guildId, { channelId, thread: false });
    const dueAt = clock() + LOBBY_DURATION;
    const filter = {
      guildId,
      ...(topic && { topic }),
      ...(difficulty && { difficulty }),
      ...(language && { language }),
    };
    const [questions, zone] = await Promise.all([
      playable(filter),
      settings.zone(guildId),
      // Runs before the quiz is created: an agenda entry without a quiz is harmless, but a quiz without one never
      // starts.
      agenda.set(liveQuizJob, { guildId, quizId: id }, dueAt),
    ]);
    const { length: available } = withoutEnemies(questions);
    if (available === 0) throw new UserError("pool-empty", { topic, difficulty, language });

    const quiz: LiveQuiz = {
      ...filter,
      id,
      channelId,
      hostId: request.hostId,
      seed: newSeed(),
      zone: zone ?? DEFAULT_ZONE,
      count: Math.min(request.count, available),
      seconds: request.seconds,
      phase: "lobby",
      dueAt,
      rounds: [],
      version: 1,
    };
    switch (await store.create(quiz)) {
      case "channel-busy":
        throw new UserError("live-channel-busy", {});
      case "guild-busy":
        throw new UserError("live-guild-busy", { limit: MAX_RUNNING });
      case "created":
        return { kind: "lobby", quiz, expired: false, players: 0 };
    }
  }

  /**
   * Picks the next question. Undefined if all have been asked. Picks as late as possible, to avoid questions that were
   * posted in the meantime. That includes other guilds, because players may be members there.
   */
  async function pickNext(quiz: LiveQuiz): Promise<ChoiceQuestion | undefined> {
    const [bank, all, lastAsked, open] = await Promise.all([
      banks.of(quiz.guildId),
      playable(quiz),
      posts.lastAsked(quiz.guildId),
      posts.openAnywhere(clock()),
    ]);
    const used = quiz.rounds.map(({ questionId }) => bank.find(questionId) ?? { id: questionId });
    const unused = all.filter((one) => !used.some((other) => other.id === one.id || areEnemies(other, one)));
    const seed = optionSeed(quiz, quiz.rounds.length);
    const picked = pickQuestion({ questions: unused, lastAsked, open, seed });
    return unused.find(({ id }) => id === picked?.id);
  }

  /** Excludes open daily questions and their enemies, because a live round reveals the answer. */
  async function playable({ guildId, ...filter }: Filter): Promise<ChoiceQuestion[]> {
    const [bank, open] = await Promise.all([banks.of(guildId), posts.open(guildId, clock())]);
    const excluded = new Set(open.flatMap(({ questionId }) => [questionId, ...bank.enemiesOf(questionId)]));
    return bank
      .pool(filter)
      .filter(isPlayable)
      .filter(({ id }) => !excluded.has(id));
  }

  async function join({ guildId, quizId, userId }: Click): Promise<"joined" | "already-joined"> {
    const outcome = await store.join(guildId, quizId, userId);
    switch (outcome) {
      case "full":
        throw new UserError("live-full", { limit: MAX_PLAYERS });
      case "started":
        throw new UserError("live-started", {});
      case "over":
        throw new UserError("live-over", {});
      case "joined":
        await handleCountChange(guildId, quizId, { players: 0, answered: 0 });
        return outcome;
      case "already-joined":
        return outcome;
    }
  }

  /** Records an answer. Only a member's first one counts. Later calls return it. */
  async function answer(
    { guildId, quizId, userId }: Click,
    click: Pick<LiveAnswer, "round" | "response" | "elapsed">,
  ): Promise<AnswerReceipt> {
    const recorded = await store.recordAnswer(guildId, quizId, { userId, ...click, at: clock() });
    switch (recorded.outcome) {
      case "closed":
        throw new UserError("live-closed", {});
      case "unknown-option":
        throw new UserError("button-outdated", {});
      case "full":
        throw new UserError("live-full", { limit: MAX_PLAYERS });
      case "recorded": {
        const { answer: first, repeated, counts } = recorded;
        if (!repeated) await handleCountChange(guildId, quizId, counts);
        const chosen = recorded.options.filter(({ id }) => first.response.includes(id));
        return { answer: first, options: chosen.map(({ name }) => name), repeated };
      }
    }
  }

  /** Ends the round when everyone has answered. Until then, schedules throttled updates of the count in the message. */
  async function handleCountChange(guildId: string, quizId: string, { players, answered }: Counts): Promise<void> {
    const now = clock();
    if (players > 0 && answered >= players) return agenda.setNoLater(liveQuizJob, { guildId, quizId }, now);
    if (!shouldUpdateCount(`${guildId}/${quizId}`, now)) return;
    await agenda.setIfAbsent(liveCountJob, { guildId, quizId }, now + COUNT_INTERVAL);
  }

  /**
   * Applies a control that a moderator used on the message of a round (-1 for the lobby). `wake` makes the quiz react
   * to it. The caller can reply before it calls `wake`.
   */
  async function control(
    { guildId, quizId }: Pick<Click, "guildId" | "quizId">,
    used: LiveControl,
    round: number,
  ): Promise<{ wake: () => Promise<void> }> {
    for (;;) {
      const { quiz, counts } = await load(guildId, quizId);
      const after = applyControl(quiz, used, round, clock());
      if (!after) throw new UserError(quiz.endReason ? "live-over" : "live-moved-on", {});
      if (used === "start" && counts.players === 0) throw new UserError("live-no-players", {});
      if (after === quiz || (await store.save(quiz, after)))
        return { wake: () => agenda.set(liveQuizJob, { guildId, quizId }, clock()) };
    }
  }

  async function ownRank({ guildId, quizId, userId }: Click): Promise<OwnRank> {
    const rank = await store.loadRank(guildId, quizId, userId);
    if (!rank) throw new UserError("live-no-score", {});
    return rank;
  }

  async function load(guildId: string, quizId: string): Promise<StoredLiveQuiz> {
    const stored = await store.load(guildId, quizId);
    if (!stored) throw new UserError("live-over", {});
    return stored;
  }

  return { start, pickNext, setLobbyMessage: store.setLobbyMessage, join, answer, control, ownRank };
}
