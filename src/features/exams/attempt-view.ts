import { type APIComponentInContainer, ButtonStyle } from "discord-api-types/v10";
import {
  button,
  type Card,
  container,
  deadline,
  disabled,
  lines,
  row,
  stamp,
  text,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { optionsOf, type Response } from "../questions/answer-rules.ts";
import { responseText } from "../questions/answer-view.ts";
import type { Question } from "../questions/rules.ts";
import { answering, answerModal, offered, statement } from "../questions/view.ts";
import { type Attempt, optionSeed, type Result } from "./attempt-rules.ts";
import {
  answerButton,
  answerSelect,
  flagButton,
  goButton,
  overviewButton,
  replaceButton,
  submitButton,
  typeAnswerButton,
  typedAnswerModal,
} from "./ids.ts";
import type { Busy, Sitting } from "./service.ts";

/** The item in front of the learner, with what was answered so far; no word on whether it is right. */
export function renderSitting({ attempt, question }: Sitting, missed?: Result): Card {
  const note = missed ? [text(renderEndedAway(missed))] : [];
  const heading = progress(attempt);
  if (!question) return { components: [...note, container([lines(`-# ${heading}`, words.exam.gone), ways(attempt)])] };

  const { id, position, items } = attempt;
  const seed = optionSeed(id, question.id);
  const { response, flagged } = items[position] ?? { flagged: false };
  const body = container([
    ...statement(question, heading),
    ...offered(question, seed),
    lines(
      `-# ${response ? words.exam.chosen(chosenText(question, response, seed)) : words.exam.open}`,
      flaggedIn(attempt) > 0 ? `-# ${words.exam.flagged(flagged, flaggedIn(attempt))}` : undefined,
    ),
    answering(question, {
      seed,
      tap: (optionId) => answerButton.encode(id, position, optionId),
      choose: answerSelect.encode(id, position),
      type: typeAnswerButton.encode(id, position),
      ...(response && { chosen: response }),
    }),
    ways(attempt),
  ]);
  return { components: [...note, body] };
}

/** The attempt that time submitted while its learner was away. */
export function renderEndedAway({ module, endedAt, right, items }: Result): string {
  return words.exam.endedAway(module, stamp(endedAt, "R"), right, items);
}

function progress({ module, position, items, endsAt }: Attempt): string {
  return words.exam.progress(module, position + 1, items.length, stamp(endsAt, "R"));
}

function chosenText(question: Question, response: Response, seed: string): string {
  if (!("options" in question)) return responseText(question, response).join(" → ");
  const chosen = optionsOf(question, seed).filter(({ id }) => response.includes(id));
  return chosen.map(({ letter, text: option }) => `**${letter || option}**`).join(", ");
}

function ways({ id, position, items }: Attempt): APIComponentInContainer {
  const flagged = items[position]?.flagged ?? false;
  const back = button(words.exam.buttons.back, goButton.encode(id, Math.max(position - 1, 0), "back"));
  const next = button(words.exam.buttons.next, goButton.encode(id, position + 1, "next"));
  return row(
    position > 0 ? back : disabled(back),
    position + 1 < items.length ? next : disabled(next),
    button(
      flagged ? words.exam.buttons.unflag : words.exam.buttons.flag,
      flagButton.encode(id, position, flagged ? "off" : "on"),
    ),
    button(words.exam.buttons.overview, overviewButton.encode(id, Math.floor(position / JUMP_PAGE))),
    button(words.exam.buttons.submit, submitButton.encode(id, "ask"), ButtonStyle.Secondary),
  );
}

/** The modal of an item that is typed or put in order, filled with what was answered so far. */
export function renderExamModal({ attempt: { id, position }, item, question }: Sitting & { question: Question }) {
  const customId = typedAnswerModal.encode(id, position);
  return answerModal(question, customId, optionSeed(id, question.id), item.response);
}

/** Asked once before an attempt is submitted. */
export function renderAskSubmit(attempt: Attempt): Card {
  const { id, module, items, position, endsAt } = attempt;
  const open = items.length - answeredIn(attempt);
  return {
    components: [
      container([
        text(words.exam.askSubmit(module, open, flaggedIn(attempt), stamp(endsAt, "R"))),
        row(
          button(words.exam.buttons.submitAnyway, submitButton.encode(id, "confirm"), ButtonStyle.Success),
          button(words.exam.buttons.goOn, goButton.encode(id, position, "return")),
        ),
      ]),
    ],
  };
}

/** Told to who starts an exam while one is open. */
export function renderBusy({ attempt, wish }: Busy, missed?: Result): Card {
  const { id, module, items, endsAt, position } = attempt;
  return {
    components: [
      ...(missed ? [text(renderEndedAway(missed))] : []),
      container([
        text(words.exam.busy(module, answeredIn(attempt), items.length, deadline(endsAt))),
        row(
          button(words.exam.buttons.resume, goButton.encode(id, position, "return"), ButtonStyle.Primary),
          button(words.exam.buttons.abandon, leaveId(id, wish, "ask")),
        ),
      ]),
    ],
  };
}

/** Asked before an open attempt is thrown away. */
export function renderAskAbandon(attempt: Attempt, wish: Busy["wish"]): Card {
  const { id, module, position } = attempt;
  return {
    components: [
      container([
        text(words.exam.askAbandon(module, answeredIn(attempt), wish.module)),
        row(
          button(words.exam.buttons.abandonSure, leaveId(id, wish, "confirm"), ButtonStyle.Danger),
          button(words.exam.buttons.keep, goButton.encode(id, position, "return")),
        ),
      ]),
    ],
  };
}

function leaveId(attemptId: string, { module, extraTime }: Busy["wish"], step: "ask" | "confirm"): string {
  return replaceButton.encode(attemptId, module, extraTime ? "extra" : "normal", step);
}

function flaggedIn({ items }: Attempt): number {
  return items.filter(({ flagged }) => flagged).length;
}

function answeredIn({ items }: Attempt): number {
  return items.filter(({ response }) => response).length;
}

/** How many options a select takes. */
export const JUMP_PAGE = 25;
