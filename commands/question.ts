import { renderQuestionShow, renderSearch } from "../src/features/questions/bank-view.ts";
import { reportButton, reportReasonModal } from "../src/features/questions/ids.ts";
import { LEVELS } from "../src/features/questions/rules.ts";
import { reportModal } from "../src/features/review-queue/view.ts";
import { isModerator } from "../src/features/settings/permissions.ts";
import { discardButton, editButton, submitButton, writeModal } from "../src/features/suggestions/ids.ts";
import { QUESTION_TYPES } from "../src/features/suggestions/rules.ts";
import { type FormHead, renderDraft, suggestionModal } from "../src/features/suggestions/view.ts";
import { textCard } from "../src/platform/discord/components.ts";
import { memberOf, operationId } from "../src/platform/discord/interaction.ts";
import { choiceOption, required, stringOption, withDefault } from "../src/platform/discord/options.ts";
import { deferUpdateOrReply, ephemeral, payload } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { UserError } from "../src/text/user-errors.ts";
import {
  difficultyOption,
  guildCommand,
  guildSubcommand,
  onGuildButton,
  onGuildModal,
  questionIdOption,
  readSuggestionModal,
  topicOption,
} from "./kit.ts";

const { options: described } = words.commands;

export const question = guildCommand({
  name: "question",
  description: words.commands.question,
  exclusive: true,

  subcommands: {
    show: guildSubcommand({
      description: words.commands.questionShow,
      options: { id: questionIdOption() },
      async run(interaction, { id }, { suggestions, settings, openQuestions }) {
        const [found, canSeeKeys, withheld] = await Promise.all([
          suggestions.findQuestion(interaction.guildId, id),
          isModerator(interaction, settings),
          openQuestions.withheldFromModerator(memberOf(interaction)),
        ]);
        const access = withheld.has(found.id) ? "withheld" : "shown";
        await interaction.reply(ephemeral(renderQuestionShow(found, canSeeKeys ? access : "none")));
      },
    }),

    search: guildSubcommand({
      description: words.commands.questionSearch,
      options: { text: required(stringOption({ description: described.searchText, maxLength: 100 })) },
      async run(interaction, { text }, { suggestions }) {
        const found = await suggestions.search(memberOf(interaction), text);
        await interaction.reply(ephemeral(renderSearch(text, found)));
      },
    }),

    suggest: guildSubcommand({
      description: words.commands.questionSuggest,
      options: {
        type: required(
          choiceOption({
            description: described.questionType,
            values: QUESTION_TYPES,
            nameOf: (type) => words.questionTypes[type],
          }),
        ),
        topic: required(topicOption(described.questionTopic)),
        difficulty: required(difficultyOption(described.questionDifficulty)),
        level: withDefault(
          choiceOption({
            description: described.questionLevel,
            values: LEVELS,
            nameOf: (level) => words.levels[level],
          }),
          "apply",
        ),
      },
      async run(interaction, head, { suggestions }) {
        const draft = await suggestions.draft(memberOf(interaction));
        await interaction.showModal(suggestionModal(writeId(head), head, draft));
      },
    }),

    report: guildSubcommand({
      description: words.commands.questionReport,
      options: { id: questionIdOption() },
      async run(interaction, { id }, { suggestions }) {
        const { id: questionId } = await suggestions.findQuestion(interaction.guildId, id);
        await interaction.showModal(reportModal(questionId));
      },
    }),
  },

  components: [
    onGuildModal(writeModal, async (interaction, [type, topic, difficulty, level], { suggestions }) => {
      await deferUpdateOrReply(interaction);
      const member = memberOf(interaction);
      const form = readSuggestionModal(
        interaction,
        { type, topic, difficulty, level },
        await suggestions.draft(member),
      );
      await interaction.editReply(payload(renderDraft(await suggestions.saveDraft(member, form))));
    }),

    onGuildButton(editButton, async (interaction, _, { suggestions }) => {
      const draft = await suggestions.draft(memberOf(interaction));
      if (!draft) throw new UserError("draft-not-found", {});
      await interaction.showModal(suggestionModal(writeId(draft), draft, draft));
    }),

    onGuildButton(submitButton, async (interaction, [tag], { suggestions }) => {
      await interaction.deferUpdate();
      const outcome = await suggestions.submit(memberOf(interaction), operationId(interaction), tag);
      const card = outcome === "sent" ? textCard(words.suggestions.submitted) : renderDraft(outcome);
      await interaction.editReply(payload(card));
    }),

    onGuildButton(discardButton, async (interaction, [tag], { suggestions }) => {
      await interaction.deferUpdate();
      const outcome = await suggestions.discard(memberOf(interaction), tag);
      const card = outcome === "discarded" ? textCard(words.suggestions.discarded) : renderDraft(outcome);
      await interaction.editReply(payload(card));
    }),

    onGuildButton(reportButton, (interaction, [questionId]) => interaction.showModal(reportModal(questionId))),

    onGuildModal(reportReasonModal, async (interaction, [questionId], { suggestions }) => {
      const reason = interaction.fields.getTextInputValue("reason");
      await suggestions.report(memberOf(interaction), operationId(interaction), questionId, reason);
      await interaction.reply(ephemeral(textCard(words.report.thanks)));
    }),
  ],
});

function writeId({ type, topic, difficulty, level }: FormHead): string {
  return writeModal.encode(type, topic, difficulty, level);
}
