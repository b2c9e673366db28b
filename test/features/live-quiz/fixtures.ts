import type { LiveQuiz } from "../../../src/features/live-quiz/rules.ts";

export const guildId = "410000000000000000";
export const START = 1_795_000_000_000;

/** A quiz whose lobby has just opened. */
export const lobby: LiveQuiz = {
  id: "quiz",
  guildId,
  channelId: "410000000000000101",
  hostId: "410000000000000301",
  seed: "seed",
  zone: "UTC",
  count: 5,
  seconds: 10,
  phase: "lobby",
  dueAt: START,
  rounds: [],
  version: 1,
};
