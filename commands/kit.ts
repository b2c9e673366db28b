import type { ModalSubmitInteraction } from "discord.js";
import { PermissionFlagsBits } from "discord-api-types/v10";
import type { Services as AppServices } from "../src/app.ts";
import type { Pictures } from "../src/features/profile/pictures.ts";
import type { Response } from "../src/features/questions/answer-rules.ts";
import { DIFFICULTIES, LANGUAGES } from "../src/features/questions/rules.ts";
import { TOPICS } from "../src/features/questions/topic-rules.ts";
import { requireModerator } from "../src/features/settings/permissions.ts";
import { type Form, type FormField, fieldsOf } from "../src/features/suggestions/rules.ts";
import type { FormHead } from "../src/features/suggestions/view.ts";
import { commandKit } from "../src/platform/discord/command.ts";
import { componentKit } from "../src/platform/discord/component-handler.ts";
import {
  choiceOption,
  integerChoiceOption,
  required,
  stringOption,
  suggestFrom,
} from "../src/platform/discord/options.ts";
import { ZONES } from "../src/platform/time.ts";
import { en as words } from "../src/text/en/index.ts";

/** The services available to commands and components. */
export type Services = AppServices & { pictures: Pictures };

export const { guildCommand, guildSubcommand, guildMessageCommand, learnerCommand, learnerSubcommand } =
  commandKit<Services>();

export const {
  onButton,
  onSelect,
  onModal,
  onGuildButton,
  onGuildSelect,
  onGuildModal,
  onGuildChannelSelect,
  onGuildRoleSelect,
} = componentKit<Services>();

/** Restricts a command and all its components to moderators. */
export const forModerators = {
  guard: requireModerator,
  defaultMemberPermissions: PermissionFlagsBits.ManageGuild,
} as const;

const { options: described } = words.commands;

export const topicOption = (description: string = described.topic) =>
  choiceOption({ description, values: TOPICS, nameOf: (topic) => words.topics[topic] });

export const difficultyOption = (description: string = described.difficulty) =>
  integerChoiceOption({ description, values: DIFFICULTIES, nameOf: (difficulty) => words.difficulties[difficulty] });

export const languageOption = () =>
  choiceOption({ description: described.language, values: LANGUAGES, nameOf: (language) => words.languages[language] });

export const timezoneOption = (description: string = described.timezone) =>
  stringOption({ description, suggest: (typed) => suggestFrom(ZONES, typed) });

/**
 * An option for the id of a question in the server's bank. `only` limits the suggestions to active or retired
 * questions.
 */
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

/** Reads the response from an answer modal: the typed text, or step ids in order. */
export function readAnswerModal({ fields }: ModalSubmitInteraction): Response {
  if (fields.fields.has("answer")) return [fields.getTextInputValue("answer")];

  const steps = [...fields.fields.keys()].filter((id) => id.startsWith("step-"));
  return steps.flatMap((_, index) => fields.getStringSelectValues(`step-${index + 1}`));
}

/** Reads the form from a suggestion modal. Fields that its type doesn't have keep the text of the previous draft. */
export function readSuggestionModal(
  { fields }: ModalSubmitInteraction,
  head: FormHead,
  previous: Form | undefined,
): Form {
  const shown = new Set(fieldsOf(head.type));
  const text = (field: FormField) => (shown.has(field) ? fields.getTextInputValue(field) : (previous?.[field] ?? ""));
  return {
    ...head,
    stem: text("stem"),
    code: text("code"),
    answers: text("answers"),
    why: text("why"),
    references: text("references"),
  };
}
