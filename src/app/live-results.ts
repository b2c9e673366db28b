import type { Live } from "../core/live.ts";
import { judged, type LiveResult } from "../core/live-score.ts";
import { NOBODY } from "../core/person.ts";
import type { Banks, LiveStore } from "./ports.ts";

type Needs = { lives: Pick<LiveStore, "answers">; banks: Pick<Banks, "holding"> };

/** What the answers to a live quiz come to. They are judged when they are asked for: a click only records. */
export function createLiveResults({ lives, banks }: Needs) {
  async function of(live: Live): Promise<LiveResult[]> {
    const { guildId, id, rounds } = live;
    const [bank, answers] = await Promise.all([banks.holding(guildId, rounds), lives.answers(guildId, id)]);
    // Who had everything deleted meanwhile has left this too.
    const present = answers.filter(({ userId }) => userId !== NOBODY);
    return judged(live, present, bank.find);
  }

  return { of };
}

export type LiveResults = ReturnType<typeof createLiveResults>;
