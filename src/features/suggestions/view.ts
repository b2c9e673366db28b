import {
  type APIComponentInContainer,
  type APIModalInteractionResponseCallbackData,
  ButtonStyle,
  TextInputStyle,
} from "discord-api-types/v10";
import {
  button,
  type Card,
  clip,
  container,
  disabled,
  lines,
  row,
  sanitizeInline,
  sanitizeMarkdown,
  text,
} from "../../platform/discord/components.ts";
import { textField } from "../../platform/discord/modal.ts";
import { en as words } from "../../text/en/index.ts";
import { type Question, questionSchema } from "../questions/rules.ts";
import { renderQuestionShow } from "../questions/show-view.ts";
import { discardButton, editButton, sendButton } from "./ids.ts";
import { type Form, type FormText, formTag, LONGEST, partsOf } from "./rules.ts";
import type { Examined } from "./validation.ts";
import { isSound } from "./validation.ts";

/** Discord's limit for the text of one message, with room for what stands around a question. */
const ROOM = 3_550;
/** So many things to mend are enough for one round. */
const NAMED = 6;
const LONGEST_FINDING = 200;

/** What is said of a suggestion outside its texts. */
export type FormHead = Pick<Form, "type" | "topic" | "difficulty" | "level">;

/** The modal in which a question is written, with what was written before. */
export function suggestionModal(
  customId: string,
  { type }: FormHead,
  written: Partial<Form> = {},
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: customId,
    title: clip(words.suggestion.title(type), 45),
    components: partsOf(type).map((part) => field(part, type, written[part])),
  };
}

function field(part: FormText, type: Form["type"], value = "") {
  const { label, hint, example } = words.suggestion.ask(part, type);
  const isLine = part === "answers" && type === "number";
  return textField({
    id: part,
    label,
    hint,
    example,
    style: isLine ? TextInputStyle.Short : TextInputStyle.Paragraph,
    max: isLine ? 100 : LONGEST[part],
    required: part !== "code",
    value,
  });
}

/** What its author sees of a suggestion before it is sent in. */
export function renderDraft(examined: Examined): Card {
  const tag = formTag(examined.form);
  const send = button(words.suggestion.buttons.send, sendButton.encode(tag), ButtonStyle.Success);
  return {
    components: [
      ...examinedCards(examined, words.suggestion.toMend),
      row(
        button(words.suggestion.buttons.edit, editButton.encode(), ButtonStyle.Primary),
        isSound(examined) ? send : disabled(send),
        button(words.suggestion.buttons.discard, discardButton.encode(tag)),
      ),
      text(`-# ${words.suggestion.kept}`),
    ],
  };
}

/** A suggestion as it would look, with its key, and what is to be mended. */
export function examinedCards(examined: Examined, toMend: string): Card["components"] {
  const { form } = examined;
  const question = isSound(examined) ? examined.question : examined.question && unjudged(examined.question);
  const facts = `-# ${words.suggestion.facts(form.type, form.topic, form.difficulty)}`;
  const judged = container(judgement(examined, toMend));
  if (!question) return [lines(words.suggestion.unreadable, facts), judged];
  return [lines(words.suggestion.preview, facts), ...asFarAsItFits(question, judged), judged];
}

/** What the linter objects to may be its markdown. */
function unjudged({ code, refs, ...texts }: Question): Question {
  const mended = JSON.stringify(texts, (_, value) => (typeof value === "string" ? sanitizeMarkdown(value) : value));
  return questionSchema.parse({ ...JSON.parse(mended), refs, ...(code && { code }) });
}

/** A question that is too long for Discord beside something else is shown by what fits. */
export function asFarAsItFits(question: Question, beside: object): Card["components"] {
  const all = renderQuestionShow(question, true, words.suggestion.key).components;
  const room = ROOM - lengthOf(beside);
  if (lengthOf(all) <= room) return all;
  const [sheet] = all;
  return sheet && lengthOf(sheet) <= room ? [sheet] : [text(clip(question.stem, 300))];
}

function judgement({ flaws, findings }: Examined, toMend: string): APIComponentInContainer[] {
  const told = (severity: "error" | "warning") =>
    findings
      .filter((one) => one.severity === severity)
      .map(({ at, message }) => words.suggestion.finding(at, sanitizeInline(message)));
  const [errors, better] = [[...flaws.map(words.suggestion.flaw), ...told("error")], told("warning")];
  if (errors.length + better.length === 0) return [text(words.suggestion.sound)];
  return [
    ...(errors.length > 0 ? [lines(toMend, ...listed(errors))] : []),
    ...(better.length > 0 ? [lines(words.suggestion.better, ...listed(better))] : []),
  ];
}

function listed(all: readonly string[]): string[] {
  const shown = all.slice(0, NAMED).map((one) => `- ${clip(one, LONGEST_FINDING)}`);
  return all.length > NAMED ? [...shown, words.suggestion.more(all.length - NAMED)] : shown;
}

/** How much text stands in components, as Discord counts it. */
function lengthOf(components: object): number {
  const found = JSON.stringify(components).matchAll(/"content":"((?:[^"\\]|\\.)*)"/g);
  return [...found].reduce((sum, [, content = ""]) => sum + content.length, 0);
}
