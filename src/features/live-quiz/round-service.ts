import { ChannelError, MessageError, TryLaterError } from "../../platform/discord/delivery-errors.ts";
import type { Agenda } from "../../platform/jobs/agenda.ts";
import type { Clock } from "../../platform/time.ts";
import type { Banks } from "../questions/ports.ts";
import type { LiveChoice } from "./choice-service.ts";
import type { LiveEffects } from "./effects-service.ts";
import { liveQuizJob } from "./jobs.ts";
import type { LiveMessenger, LiveScreen, LiveStore, StoredLive } from "./ports.ts";
import type { LiveResults } from "./results-service.ts";
import {
  ask,
  close,
  closesAt,
  finish,
  type Live,
  type LiveEnd,
  type LivePhase,
  type LiveStep,
  leave,
  liveSeed,
  nextAt,
  nextStep,
  open,
  openRound,
  optionNames,
  rest,
  roundOf,
  settle,
} from "./rules.ts";

type Needs = {
  lives: LiveStore;
  messenger: LiveMessenger;
  choice: Pick<LiveChoice, "next">;
  banks: Pick<Banks, "holding">;
  results: LiveResults;
  effects: LiveEffects;
  agenda: Pick<Agenda, "set" | "remove">;
  clock: Clock;
};
type Which = { guildId: string; quizId: string };
type Step = Exclude<LiveStep, { take: "wait" } | { take: "nothing" }>;
/** What a step makes of a quiz, and the round it opens. */
type Turn = { after: Live; asked?: Parameters<LiveStore["save"]>[2] };

/** While these last, what is counted is shown; while those do, the present message is worth drawing. */
const OPEN: ReadonlySet<LivePhase> = new Set(["lobby", "asking"]);
const SHOWN: ReadonlySet<LivePhase> = new Set(["lobby", "asking", "closing", "break"]);
/** Of these ends nothing is told in the channel: it is gone, or whoever played has left it long ago. */
const UNTOLD: ReadonlySet<LiveEnd | undefined> = new Set(["away", "channel", "fault"]);
const IN_LOBBY: ReadonlySet<LiveEnd | undefined> = new Set(["cancelled", "nobody"]);

/**
 * Takes live quizzes through their rounds. What is to be done follows from what is stored, so that a run which dies
 * anywhere is made up for by the next, and the agenda brings a quiz back again and again until it is over.
 */
export function createLiveRounds({ lives, messenger, choice, banks, results, effects, agenda, clock }: Needs) {
  /** Does all that is due in a quiz now, and sees to it that it comes back when there is more. */
  async function drive({ guildId, quizId }: Which): Promise<void> {
    const entry = { guildId, quizId };
    /** The version this run itself has made: what follows from it nobody can have begun yet. */
    let own: number | undefined;
    for (;;) {
      const found = await lives.load(guildId, quizId);
      if (!found) return agenda.remove(liveQuizJob, entry);
      const step = nextStep(found.live, found.crowd, clock());
      if (step.take === "nothing") return agenda.remove(liveQuizJob, entry);
      if (step.take !== "wait") {
        own = await take(found, step, found.live.version !== own);
        continue;
      }

      await agenda.set(liveQuizJob, entry, step.until);
      // Who clicks from here on sets an earlier time, and what was clicked before is read now.
      const latest = await lives.load(guildId, quizId);
      if (!latest || nextStep(latest.live, latest.crowd, clock()).take !== "wait") continue;
      if (latest.live.version !== own) await guarded(latest, () => draw(latest, false));
      return;
    }
  }

  /** Draws the count under an open message, until what was drawn is what is stored: it must not hide what came after. */
  async function count({ guildId, quizId }: Which): Promise<void> {
    for (let drawn: number | undefined; ; ) {
      const found = await lives.load(guildId, quizId);
      if (!found || found.live.version === drawn || !(drawn === undefined ? OPEN : SHOWN).has(found.live.phase)) return;
      // A question comes out saying that nobody has answered.
      if (found.live.phase === "asking" && found.crowd.answered === 0) return;
      await guarded(found, () => draw(found, false));
      drawn = found.live.version;
    }
  }

  /** Takes a step; answers the version it made, unless another step came first. */
  async function take(found: StoredLive, step: Step, again: boolean): Promise<number | undefined> {
    const turn = await guarded(found, () => perform(found, step, again));
    const saved = turn && (await lives.save(found.live, turn.after, turn.asked));
    return saved ? turn.after.version : undefined;
  }

  /** `again`: an earlier run may have begun this very step. */
  async function perform(found: StoredLive, step: Step, again: boolean): Promise<Turn> {
    const { live } = found;
    switch (step.take) {
      case "open":
        await tidy(found);
        return openNext(live);
      case "send":
        return { after: await send(found, again) };
      case "close":
        return { after: close(live, clock()) };
      case "show":
        await lives.keepPlaces(live, await results.places(live, await results.of(live)));
        await draw(found, false);
        return { after: rest(live, clock()) };
      case "finish":
        return { after: finish(live, step.end, clock()) };
      case "tell":
        await tell(found, again);
        return { after: settle(live, clock()) };
      case "settle":
        await effects.settle(live);
        return { after: leave(live, clock()) };
    }
  }

  async function openNext(live: Live): Promise<Turn> {
    const question = await choice.next(live);
    if (!question) return { after: finish(live, "exhausted", clock()) };
    const names = optionNames(question, liveSeed(live, live.rounds.length));
    return { after: open(live, question, clock()), asked: { names, at: clock() } };
  }

  async function send(found: StoredLive, again: boolean): Promise<Live> {
    const screen = await screenOf(found, false);
    if (!screen) return finish(found.live, "exhausted", clock());
    return ask(found.live, await sendOnce(screen, again), clock());
  }

  async function tell(found: StoredLive, again: boolean): Promise<void> {
    const { live } = found;
    if (UNTOLD.has(live.end)) return;
    if (IN_LOBBY.has(live.end)) return draw(found, true);
    await tidy(found);
    const places = await results.places(live, await results.of(live));
    await sendOnce({ show: "podium", live, settled: true, places }, again);
  }

  async function sendOnce(screen: LiveScreen, again: boolean): Promise<string> {
    const earlier = again ? await messenger.find(screen) : undefined;
    return earlier ?? (await messenger.send(screen));
  }

  /** Takes the buttons off a message whose time has passed. A quiz does not wait for that to succeed. */
  async function tidy(found: StoredLive): Promise<void> {
    await draw(found, true).catch((error: unknown) => {
      if (!(error instanceof TryLaterError || error instanceof ChannelError || error instanceof MessageError))
        throw error;
    });
  }

  /** Draws the present message of a quiz. */
  async function draw(found: StoredLive, settled: boolean): Promise<void> {
    const { rounds } = found.live;
    const messageId = rounds.length === 0 ? found.lobbyMessageId : rounds.at(-1)?.messageId;
    const screen = messageId && (await screenOf(found, settled));
    if (screen) await messenger.draw(messageId, screen);
  }

  /** What the present message of a quiz shows; nothing where its question is gone. */
  async function screenOf({ live, crowd }: StoredLive, settled: boolean): Promise<LiveScreen | undefined> {
    const round = roundOf(live);
    const shared = { live, settled };
    if (round < 0) return { ...shared, show: "lobby", players: crowd.players };

    const bank = await banks.holding(live.guildId, live.rounds);
    const question = bank.find(live.rounds[round]?.questionId ?? "");
    if (!question) return undefined;
    if (openRound(live) !== undefined)
      return { ...shared, show: "question", question, crowd, closesAt: closesAt(live, clock()) };
    const all = await results.of(live);
    const ofRound = all.filter((one) => one.round === round);
    const places = await results.places(live, all);
    return { ...shared, show: "result", question, results: ofRound, places, nextAt: nextAt(live, clock()) };
  }

  /** A quiz whose channel takes no message any more ends; what was played counts. */
  async function guarded<Value>(found: StoredLive, work: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ChannelError) await breakOff(found.live, "channel");
      else if (error instanceof MessageError) await breakOff(found.live, "fault");
      if (!(error instanceof ChannelError)) throw error;
      return undefined;
    }
  }

  async function breakOff(live: Live, end: LiveEnd): Promise<void> {
    const ended = live.end ? live : finish(live, end, clock());
    if (await lives.save(live, settle(ended, clock()))) await effects.tellHost(live);
  }

  return { drive, count };
}

export type LiveRounds = ReturnType<typeof createLiveRounds>;
