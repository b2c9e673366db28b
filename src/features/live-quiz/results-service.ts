import type { HiddenMembers } from "../boards/ports.ts";
import type { Banks } from "../questions/ports.ts";
import type { LiveStore } from "./ports.ts";
import { type Live, roundOf } from "./rules.ts";
import { judged, type LivePlace, type LiveResult, standings } from "./score-rules.ts";

type Needs = { lives: Pick<LiveStore, "answers">; banks: Pick<Banks, "holding">; hidden: Pick<HiddenMembers, "of"> };

/** What the answers to a live quiz come to. They are judged when they are asked for: a click only records. */
export function createLiveResults({ lives, banks, hidden }: Needs) {
  async function of(live: Live): Promise<LiveResult[]> {
    const { guildId, id, rounds } = live;
    const [bank, answers] = await Promise.all([banks.holding(guildId, rounds), lives.answers(guildId, id)]);
    return judged(live, answers, bank.find);
  }

  /** Who stands where; who is hidden from boards is not named here either. */
  async function places(live: Live, results: readonly LiveResult[]): Promise<LivePlace[]> {
    const unnamed = await hidden.of(live.guildId);
    return standings(results, roundOf(live)).map((place) =>
      unnamed.has(place.userId) ? { ...place, hidden: true } : place,
    );
  }

  return { of, places };
}

export type LiveResults = ReturnType<typeof createLiveResults>;
