import { type APIComponentInContainer, ButtonStyle, ComponentType } from "discord-api-types/v10";
import {
  button,
  type Card,
  container,
  deadline,
  disabled,
  lines,
  row,
  text,
  timestamp,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { optionsOf, type Response } from "../questions/answer-rules.ts";
import { responseText } from "../questions/feedback-view.ts";
import type { Question } from "../questions/rules.ts";
import { answerModal, renderAnswerControls, renderOptions, renderStem } from "../questions/view.ts";
import {
  type Attempt,
  type AttemptConflict,
  type AttemptItem,
  countAnswered,
  countFlagged,
  type EndedAttempt,
  type ExamRequest,
  type OpenAttempt,
  optionSeed,
  type StartedAttempt,
} from "./attempt-rules.ts";
import {
  answerButton,
  answerSelect,
  flagButton,
  itemButton,
  jumpSelect,
  overviewButton,
  replaceButton,
  submitButton,
  typeAnswerButton,
  typedAnswerModal,
} from "./ids.ts";
import { renderReport, timeoutNotice } from "./report-view.ts";

/** Renders the outcome of any click or command in an exam. */
export function renderExam(outcome: OpenAttempt | EndedAttempt | AttemptConflict | StartedAttempt): Card {
  const notice = "unseenResult" in outcome && outcome.unseenResult ? [timeoutNotice(outcome.unseenResult)] : [];
  switch (outcome.state) {
    case "open": {
      const languages = "languages" in outcome ? [text(`-# ${words.exams.languages(outcome.languages)}`)] : [];
      return { components: [...notice, ...languages, container(openItem(outcome))] };
    }
    case "conflict":
      return { components: [...notice, container(conflict(outcome))] };
    case "ended":
      return renderReport(outcome);
  }
}

/** Renders the current item. Must not reveal whether the answer is correct. */
function openItem({ attempt, item, question }: OpenAttempt): APIComponentInContainer[] {
  const { id, module, position, items, endsAt } = attempt;
  const heading = words.exams.heading(module, position + 1, items.length, timestamp(endsAt, "R"));
  if (!question) return [lines(`-# ${heading}`, words.exams.missingQuestion), navigation(attempt)];

  const { response } = item;
  const flagged = countFlagged(items);
  const seed = optionSeed(attempt, question.id);
  return [
    ...renderStem(question, heading),
    ...renderOptions(question, seed),
    lines(
      `-# ${response ? words.exams.answered(chosenText(question, response, seed)) : words.exams.unanswered}`,
      flagged > 0 ? `-# ${words.exams.flagged(item.flagged, flagged)}` : undefined,
    ),
    renderAnswerControls(question, {
      seed,
      optionButtonId: (optionId) => answerButton.encode(id, position, optionId),
      selectId: answerSelect.encode(id, position),
      modalButtonId: typeAnswerButton.encode(id, position),
      ...(response && { chosen: response }),
    }),
    navigation(attempt),
  ];
}

function chosenText(question: Question, response: Response, seed: string): string {
  if (!("options" in question)) return responseText(question, response).join(" → ");
  const chosen = optionsOf(question, seed).filter(({ id }) => response.includes(id));
  return chosen.map(({ letter, text: option }) => `**${letter || option}**`).join(", ");
}

function navigation({ id, position, items }: Attempt): APIComponentInContainer {
  const flagged = items[position]?.flagged ?? false;
  const back = button(words.exams.buttons.back, itemButton.encode(id, Math.max(position - 1, 0), "back"));
  const next = button(words.exams.buttons.next, itemButton.encode(id, position + 1, "next"));
  return row(
    position > 0 ? back : disabled(back),
    position + 1 < items.length ? next : disabled(next),
    button(
      flagged ? words.exams.buttons.unflag : words.exams.buttons.flag,
      flagButton.encode(id, position, flagged ? "off" : "on"),
    ),
    button(words.exams.buttons.overview, overviewButton.encode(id, pageOf(position))),
    button(words.exams.buttons.submit, submitButton.encode(id, "ask")),
  );
}

/** The modal for a typed or ordered answer, prefilled with the current one. */
export function renderExamModal({ attempt, item, question }: OpenAttempt & { question: Question }) {
  const customId = typedAnswerModal.encode(attempt.id, attempt.position);
  return answerModal(question, customId, optionSeed(attempt, question.id), item.response);
}

export function renderConfirmSubmit(attempt: Attempt): Card {
  const { id, module, items, endsAt } = attempt;
  const unanswered = items.length - countAnswered(items);
  return {
    components: [
      container([
        text(words.exams.confirmSubmit(module, unanswered, countFlagged(items), timestamp(endsAt, "R"))),
        row(
          button(words.exams.buttons.submit, submitButton.encode(id, "confirm"), ButtonStyle.Success),
          returnButton(words.exams.buttons.backToExam, attempt),
        ),
      ]),
    ],
  };
}

function conflict({ attempt, request }: AttemptConflict): APIComponentInContainer[] {
  const { module, items, endsAt } = attempt;
  return [
    text(words.exams.conflict(module, countAnswered(items), items.length, deadline(endsAt))),
    row(
      returnButton(words.exams.buttons.resume, attempt, ButtonStyle.Primary),
      button(words.exams.buttons.abandon, replaceId(attempt, request, "ask")),
    ),
  ];
}

export function renderConfirmAbandon(attempt: Attempt, request: ExamRequest): Card {
  return {
    components: [
      container([
        text(words.exams.confirmAbandon(attempt.module, countAnswered(attempt.items), request.module)),
        row(
          button(words.exams.buttons.abandonAndStart, replaceId(attempt, request, "confirm"), ButtonStyle.Danger),
          returnButton(words.exams.buttons.keep, attempt),
        ),
      ]),
    ],
  };
}

function returnButton(label: string, { id, position }: Attempt, style?: ButtonStyle.Primary) {
  return button(label, itemButton.encode(id, position, "return"), style);
}

function replaceId({ id }: Attempt, { module, extraTime }: ExamRequest, step: "ask" | "confirm"): string {
  return replaceButton.encode(id, module, extraTime ? "extra" : "normal", step);
}

/** Fits the width of a phone screen. */
const GRID_COLUMNS = 6;
/** Discord's limit for select options. */
const PAGE_SIZE = 25;

/** The page of the overview that lists an item. */
function pageOf(position: number): number {
  return Math.floor(position / PAGE_SIZE);
}

/** Renders all items and their states, as a grid and as text, with a select to jump to one. */
export function renderOverview(attempt: Attempt, requestedPage: number): Card {
  const { id, module, items, endsAt, position } = attempt;
  const pages = Math.ceil(items.length / PAGE_SIZE);
  const page = Math.min(requestedPage, pages - 1);
  const unanswered = numbersOf(items, ({ response }) => !response);
  const flagged = numbersOf(items, (item) => item.flagged);
  const lists = [
    ...(unanswered.length > 0 ? [words.exams.unansweredList(unanswered)] : []),
    ...(flagged.length > 0 ? [words.exams.flaggedList(flagged)] : []),
  ];
  return {
    components: [
      container([
        text(words.exams.overview(module, deadline(endsAt))),
        lines(
          "```",
          ...grid(items),
          "```",
          words.exams.legend(items.length - unanswered.length, unanswered.length, flagged.length),
        ),
        ...(lists.length > 0 ? [lines(...lists)] : []),
        jumpMenu(attempt, page),
        ...(pages > 1 ? [pageButtons(attempt, page, pages)] : []),
        row(
          button(words.exams.buttons.backToExam, itemButton.encode(id, position, "return"), ButtonStyle.Primary),
          button(words.exams.buttons.submit, submitButton.encode(id, "ask")),
        ),
      ]),
    ],
  };
}

function numbersOf(items: readonly AttemptItem[], matches: (item: AttemptItem) => boolean): number[] {
  return items.flatMap((item, index) => (matches(item) ? [index + 1] : []));
}

function grid(items: readonly AttemptItem[]): string[] {
  const cells = items.map(
    ({ response, flagged }, index) => `${String(index + 1).padStart(2)}${response ? "●" : "○"}${flagged ? "⚑" : " "}`,
  );
  const rows = Math.ceil(cells.length / GRID_COLUMNS);
  return Array.from({ length: rows }, (_, index) =>
    cells
      .slice(index * GRID_COLUMNS, (index + 1) * GRID_COLUMNS)
      .join(" ")
      .trimEnd(),
  );
}

function jumpMenu({ id, items }: Attempt, page: number): APIComponentInContainer {
  const first = page * PAGE_SIZE;
  const shown = items.slice(first, first + PAGE_SIZE);
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.StringSelect,
        custom_id: jumpSelect.encode(id),
        placeholder: words.exams.jump(first + 1, first + shown.length),
        options: shown.map(({ response, flagged }, index) => ({
          value: String(first + index),
          label: words.exams.jumpOption(first + index + 1, response !== undefined, flagged),
        })),
      },
    ],
  };
}

function pageButtons({ id, items }: Attempt, page: number, pages: number): APIComponentInContainer {
  return row(
    ...Array.from({ length: pages }, (_, index) => {
      const from = index * PAGE_SIZE + 1;
      return button(
        words.exams.range(from, Math.min(from + PAGE_SIZE - 1, items.length)),
        overviewButton.encode(id, index),
        index === page ? ButtonStyle.Primary : ButtonStyle.Secondary,
      );
    }),
  );
}
