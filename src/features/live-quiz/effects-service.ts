import { ClosedError, MessageError, TryLaterError } from "../../platform/discord/delivery-errors.ts";
import { type Instant, type LocalDate, localDateAt } from "../../platform/time.ts";
import type { CreditStore, NewCredit } from "../boards/credit-ports.ts";
import type { ActivityStore } from "../learning/ports.ts";
import type { Learning } from "../learning/service.ts";
import type { Mailer } from "../notifications/letter-ports.ts";
import type { LiveResults } from "./results-service.ts";
import type { Live } from "./rules.ts";
import { boardPoints, type LiveResult, standings } from "./score-rules.ts";

type Needs = {
  results: LiveResults;
  credits: CreditStore;
  learning: Pick<Learning, "record">;
  activity: Pick<ActivityStore, "note">;
  mailer: Pick<Mailer, "send">;
};

/** Bounds what the end of one quiz asks of Redis at once. */
const TAUGHT_TOGETHER = 25;

/** What follows from a live quiz away from its channel. Told twice, it is done once. */
export function createLiveEffects({ results, credits, learning, activity, mailer }: Needs) {
  /** Credits what was earned, and teaches what the answers say about their learners. */
  async function settle(live: Live): Promise<void> {
    const found = await results.of(live);
    await credits.credit(live.guildId, earned(live, found));

    const byUser = new Map<string, LiveResult[]>();
    for (const one of found) byUser.set(one.userId, [...(byUser.get(one.userId) ?? []), one]);
    const learners = [...byUser];
    for (let start = 0; start < learners.length; start += TAUGHT_TOGETHER) {
      const some = learners.slice(start, start + TAUGHT_TOGETHER);
      await Promise.all(some.map(([userId, own]) => teach(userId, own, live)));
    }
  }

  async function teach(userId: string, own: readonly LiveResult[], live: Live): Promise<void> {
    await learning.record(userId, own.map(outcomeOf));
    await activity.note(userId, [{ day: dayOf(live), sitting: live.id, answers: own.length }]);
  }

  /** Tells the host that the quiz could not go on; where that cannot be told either, so be it. */
  async function tellHost({ id, hostId, channelId, rounds }: Live): Promise<void> {
    const scored = rounds.some(({ skipped }) => !skipped);
    try {
      await mailer.send(hostId, { kind: "live-lost", channelId, scored }, `live/${id}`);
    } catch (error) {
      const cannot = error instanceof ClosedError || error instanceof MessageError || error instanceof TryLaterError;
      if (!cannot) throw error;
    }
  }

  return { settle, tellHost };
}

export type LiveEffects = ReturnType<typeof createLiveEffects>;

/** A quiz that is being settled has ended. */
function endOf({ endedAt, dueAt }: Live): Instant {
  return endedAt ?? dueAt;
}

function dayOf(live: Live): LocalDate {
  return localDateAt(endOf(live), live.zone);
}

function earned(live: Live, results: readonly LiveResult[]): NewCredit[] {
  const { id, topic, rounds } = live;
  const places = standings(results, rounds.length - 1);
  return places.flatMap((place) => {
    const points = boardPoints(place, places.length);
    if (points === 0) return [];
    const credit = { userId: place.userId, reason: `live:${id}`, points, at: endOf(live), day: dayOf(live) };
    return [{ ...credit, ...(topic && { topic }) }];
  });
}

/** In a race against the clock nobody is slow; a wrong answer in haste is a wrong one all the same. */
function outcomeOf({ question, isRight, at }: LiveResult) {
  return { question, right: isRight, at, mode: "live" } as const;
}
