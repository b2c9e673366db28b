import { createCreditStore } from "../../../src/features/boards/credit-store.ts";
import { createExamReports } from "../../../src/features/exams/report-service.ts";
import { examsSchema } from "../../../src/features/exams/rules.ts";
import { createAttempts } from "../../../src/features/exams/service.ts";
import { createExamStore } from "../../../src/features/exams/store.ts";
import { createLearningService } from "../../../src/features/learning/service.ts";
import { createLearnerStore, createRatingStore } from "../../../src/features/learning/store.ts";
import { createPreferenceStore } from "../../../src/features/preferences/store.ts";
import { createActivityStore } from "../../../src/features/profile/store.ts";
import { createBank } from "../../../src/features/questions/bank-rules.ts";
import type { Question } from "../../../src/features/questions/rules.ts";
import { TOPICS } from "../../../src/features/questions/topic-rules.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import { createAgenda } from "../../../src/platform/jobs/agenda.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { anyQuotas } from "../../support/exams.ts";

export const guildId = "410000000000000000";
export const userId = "410000000000000007";
export const START = 1_795_000_000_000;

/** Module "a" covers all topics; the mock exam asks `items` HTTP questions and one of every other topic. */
export function examsOf(items: number) {
  return examsSchema.parse({
    pass_share: 0.7,
    quotas: anyQuotas,
    module: { items, minutes: 30 },
    modules: [{ id: "a", topics: TOPICS }],
    mock: { minutes: 90, items: Object.fromEntries(TOPICS.map((topic) => [topic, topic === "http" ? items : 1])) },
  });
}

export function createStores(redis: Redis) {
  return {
    exams: createExamStore(redis),
    agenda: createAgenda(redis),
    learners: createLearnerStore(redis),
    credits: createCreditStore(redis),
    settings: createSettingsStore(redis),
    activity: createActivityStore(redis),
    ratings: createRatingStore(redis),
    preferences: createPreferenceStore(redis),
  };
}

type Setup = {
  stores: ReturnType<typeof createStores>;
  questions: readonly Question[];
  items: number;
  clock: () => number;
  /** Questions open in the guild, and in the learner's other guilds. */
  openHere?: ReadonlySet<string>;
  openElsewhere?: Promise<ReadonlySet<string>>;
};

const nothing: ReadonlySet<string> = new Set();

/** The services of exams on real stores. */
export function createServices({
  stores,
  questions,
  items,
  clock,
  openHere = nothing,
  openElsewhere = Promise.resolve(nothing),
}: Setup) {
  const shared = {
    store: stores.exams,
    learning: createLearningService({ learners: stores.learners, ratings: stores.ratings }),
    openQuestions: {
      load: async () => ({ inGuild: openHere, inOtherGuilds: openElsewhere }),
      of: async () => new Set([...openHere, ...(await openElsewhere)]),
    },
    bank: createBank(questions),
    exams: examsOf(items),
    clock,
  };
  const { credits, activity, settings, agenda, preferences } = stores;
  const reports = createExamReports({ ...shared, credits, activity, settings });
  return { reports, attempts: createAttempts({ ...shared, reports, agenda, preferences }) };
}
