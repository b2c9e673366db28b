import { DIFFICULTIES } from "../src/features/questions/rules.ts";
import { TOPICS } from "../src/features/questions/topic-rules.ts";
import {
  choiceOption,
  integerChoiceOption,
  required,
  stringOption,
  suggestFrom,
} from "../src/platform/discord/options.ts";
import { ZONES } from "../src/platform/time.ts";
import { en as words } from "../src/text/en/index.ts";
import type { Services } from "./kit.ts";

const { options: described } = words.commands;

export const topicOption = (description: string = described.topic) =>
  choiceOption({ description, values: TOPICS, nameOf: (topic) => words.topics[topic] });

export const difficultyOption = (description: string = described.difficulty) =>
  integerChoiceOption({ description, values: DIFFICULTIES, nameOf: (difficulty) => words.difficulties[difficulty] });

export const timezoneOption = (description: string = described.timezone) =>
  stringOption({ description, suggest: (typed) => suggestFrom(ZONES, typed) });

/** The id of a question of the server: any, or only those that are retired or aren't. */
export const questionIdOption = (only?: "active" | "retired") =>
  required(
    stringOption<Services>({
      description: described.question,
      async suggest(typed, { guildId }, { banks }) {
        if (!guildId) return [];
        const ids = await banks.ids(guildId);
        return suggestFrom(only ? ids[only] : [...ids.active, ...ids.retired], typed);
      },
    }),
  );

export const scheduleOption = () =>
  required(
    stringOption<Services>({
      description: described.schedule,
      async suggest(typed, { guildId }, { schedules }) {
        if (!guildId) return [];
        const all = await schedules.list(guildId);
        return suggestFrom(
          all.map(({ schedule: { id } }) => id),
          typed,
        );
      },
    }),
  );
