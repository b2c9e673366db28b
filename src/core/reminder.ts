import type { Instant } from "./time.ts";

/** A streak that goes on only if its learner answers this open question. */
export type Stake = { streak: number; guildId: string; channelId: string; messageId: string; closesAt: Instant };

/** Why a learner is reminded: how many cards are due, which streaks are at stake. */
export type Nudge = { due: number; stakes: readonly Stake[] };
