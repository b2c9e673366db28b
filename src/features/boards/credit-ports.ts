import type { Answer } from "../questions/answer-rules.ts";
import type { Calendar } from "./calendar-rules.ts";
import type { Credit } from "./rules.ts";

export type CreditStore = {
  /**
   * Credits each to its member, once for one reason, in a season or for ever, and within the cap of its day where it has one. Tells
   * for each what was credited, now or before. A calendar that has just been read saves a round trip.
   */
  credit(guildId: string, credits: readonly NewCredit[], calendar?: Calendar): Promise<Pick<Credit, "points" | "at">[]>;
};

export type NewCredit = Omit<Credit, "sequence"> & {
  dailyCap?: number;
  /**
   * The answer whose points were held back: credited once for ever, and not once a season, and only while it is recorded
   * as it is here. One that was judged again meanwhile is credited by whoever judged it.
   */
  held?: Answer;
};
