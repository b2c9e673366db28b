import {
  type APIComponentInContainer,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ButtonStyle,
  ComponentType,
  TextInputStyle,
} from "discord-api-types/v10";
import {
  button,
  type Card,
  clip,
  codeBlock,
  container,
  lines,
  row,
  stripMarkdown,
  text,
  timestamp,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { basePoints } from "../boards/rules.ts";
import { answerButton, answerSelect, typeAnswerButton, typedAnswerModal } from "../daily/ids.ts";
import type { Post } from "../daily/rules.ts";
import { type Option, optionsOf, type Response, shuffledSteps } from "./answer-rules.ts";
import type { ChoiceQuestion, Difficulty, Question } from "./rules.ts";

const COLORS: Readonly<Record<Difficulty, number>> = { 1: 0x4f9d69, 2: 0xd99a2b, 3: 0x8f6ad8 };

/** Discord's limit for components in a modal. */
const MAX_MODAL_COMPONENTS = 5;

/** The accent color of a difficulty. The text also states the difficulty. */
export function accent(difficulty: Difficulty | undefined): { color?: number } {
  return difficulty ? { color: COLORS[difficulty] } : {};
}

/** An option with its letter, if it has one. */
export function lettered({ letter, text }: Option): string {
  return letter ? `**${letter}**  ${text}` : text;
}

/** Renders the public message of a question that is open. */
export function renderQuestion(post: Post, question: Question, answered: number): Card {
  const body = container(
    [
      ...renderStem(
        question,
        words.question.heading(question.topic, question.difficulty, basePoints(question.difficulty)),
      ),
      ...renderOptions(question, post.seed),
      text(`-# ${words.question.footer(answered, timestamp(post.closesAt, "R"))}`),
      renderAnswerControls(question, {
        seed: post.seed,
        optionButtonId: (optionId) => answerButton.encode(post.slotId, optionId),
        selectId: answerSelect.encode(post.slotId),
        modalButtonId: typeAnswerButton.encode(post.slotId),
      }),
    ],
    accent(question.difficulty),
  );
  if (!post.roleId) return { components: [body] };
  return { components: [text(`<@&${post.roleId}>`), body], mentions: { roles: [post.roleId] } };
}

/** Renders the heading, stem and code of a question. */
export function renderStem(question: Question, heading: string): APIComponentInContainer[] {
  const code = question.code && codeBlock(question.code.text, question.code.language);
  return [text(`-# ${heading}`), lines(`### ${question.stem}`, code)];
}

/** Renders the options with their letters, shuffled by the seed. If there are none, explains how to answer. */
export function renderOptions(question: Question, seed: string): APIComponentInContainer[] {
  switch (question.type) {
    case "true-false":
      return [];
    case "single":
      return [optionLines(question, seed)];
    case "multi":
      return [optionLines(question, seed), text(`-# ${words.question.howMulti}`)];
    case "order":
      return [lines(...shuffledSteps(question, seed).map(({ text: step }) => `- ${step}`), words.question.howOrder)];
    case "short":
    case "number":
      return [text(words.question.howTyped)];
  }
}

function optionLines(question: ChoiceQuestion, seed: string) {
  return lines(...optionsOf(question, seed).map(lettered));
}

/** The custom ids of the controls for answering a question. */
export type AnswerControls = {
  seed: string;
  optionButtonId: (optionId: string) => string;
  selectId: string;
  /** Custom id of the button that opens a modal. */
  modalButtonId: string;
  /** The current choice, if it can still be changed. */
  chosen?: Response;
};

/** Renders the buttons or the select for answering a question. */
export function renderAnswerControls(
  question: Question,
  { seed, optionButtonId, modalButtonId, ...rest }: AnswerControls,
): APIComponentInContainer {
  // Highlights the choice by graying out the others. Green would look like "correct".
  const hasChoice = rest.chosen !== undefined && rest.chosen.length > 0;
  const style = (id: string) => (!hasChoice || rest.chosen?.includes(id) ? ButtonStyle.Primary : ButtonStyle.Secondary);
  switch (question.type) {
    case "single":
    case "true-false":
      return row(
        ...optionsOf(question, seed).map(({ letter, text: option, id }) =>
          button(letter || stripMarkdown(option), optionButtonId(id), style(id)),
        ),
      );
    case "multi":
      return multiSelect(question, { seed, ...rest });
    case "short":
    case "number":
    case "order":
      return row(
        button(rest.chosen ? words.question.change : words.question.answer, modalButtonId, ButtonStyle.Primary),
      );
  }
}

type Select = Pick<AnswerControls, "seed" | "selectId" | "chosen">;

function multiSelect(question: ChoiceQuestion, { seed, selectId, chosen }: Select): APIComponentInContainer {
  const options = optionsOf(question, seed);
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.StringSelect,
        custom_id: selectId,
        placeholder: words.question.chooseMore(2),
        min_values: 2,
        max_values: options.length,
        options: options.map(({ id, letter, text: option }) => ({
          value: id,
          label: clip(`${letter}  ${stripMarkdown(option)}`, 100),
          ...(chosen?.includes(id) && { default: true }),
        })),
      },
    ],
  };
}

export function renderAnswerModal(post: Post, question: Question): APIModalInteractionResponseCallbackData {
  return answerModal(question, typedAnswerModal.encode(post.slotId), post.seed);
}

/** The modal for a typed or ordered answer. Includes the stem if Discord's component limit allows it. */
export function answerModal(
  question: Question,
  customId: string,
  seed: string,
  chosen: Response = [],
): APIModalInteractionResponseCallbackData {
  const inputs = question.type === "order" ? orderInputs(question, seed, chosen) : [typedInput(question, chosen[0])];
  const stem = inputs.length < MAX_MODAL_COMPONENTS ? [text(question.stem)] : [];
  return {
    custom_id: customId,
    title: words.question.modalTitle,
    components: [...stem, ...inputs],
  };
}

function typedInput(question: Question, typed: string | undefined): APILabelComponent {
  const description = hint(question);
  return {
    type: ComponentType.Label,
    label: words.question.yourAnswer,
    ...(description && { description }),
    component: {
      type: ComponentType.TextInput,
      custom_id: "answer",
      style: TextInputStyle.Short,
      max_length: 100,
      required: true,
      ...(typed && { value: typed }),
    },
  };
}

function hint(question: Question): string | undefined {
  if (question.type === "number") {
    return question.unit ? words.question.inUnit(question.unit) : words.question.numberExample;
  }
  return question.type === "short" && question.exact ? words.question.codeCounts : undefined;
}

type OrderQuestion = Extract<Question, { type: "order" }>;

function orderInputs(question: OrderQuestion, seed: string, chosen: Response): APILabelComponent[] {
  const steps = shuffledSteps(question, seed);
  const reminder =
    steps.length === MAX_MODAL_COMPONENTS ? { description: clip(stripMarkdown(question.stem), 100) } : {};
  return steps.map((_, index) => ({
    type: ComponentType.Label,
    label: words.question.position(index + 1),
    ...(index === 0 && reminder),
    component: {
      type: ComponentType.StringSelect,
      custom_id: `step-${index + 1}`,
      placeholder: words.question.choosePosition(index + 1),
      required: true,
      options: steps.map(({ id, text: step }) => ({
        value: id,
        label: clip(stripMarkdown(step), 100),
        ...(chosen[index] === id && { default: true }),
      })),
    },
  }));
}
