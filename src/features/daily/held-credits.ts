import { type Clock, localDateAt } from "../../platform/time.ts";
import type { CreditStore } from "../boards/credit-ports.ts";
import type { Answer } from "../questions/answer-rules.ts";
import type { SettingsStore } from "../settings/ports.ts";
import type { Post } from "./post-rules.ts";

type Needs = { credits: CreditStore; settings: Pick<SettingsStore, "calendar">; clock: Clock };

/** Credits what was held back until the reveal: from then on it counts, so no board that was shown before tells it. */
export function createHeldCredits({ credits, settings, clock }: Needs) {
  /** Of these answers to a revealed post; told twice, each is credited once. */
  return async ({ guildId, slotId, topic }: Post, given: readonly Answer[]): Promise<void> => {
    const due = given.filter(({ held, right }) => held && right);
    if (due.length === 0) return;
    const at = clock();
    const calendar = await settings.calendar(guildId);
    const shared = { reason: slotId, at, day: localDateAt(at, calendar.zone), topic };
    await credits.credit(
      guildId,
      due.map((held) => ({ ...shared, userId: held.userId, points: held.base + held.bonus, held })),
      calendar,
    );
  };
}

export type HeldCredits = ReturnType<typeof createHeldCredits>;
