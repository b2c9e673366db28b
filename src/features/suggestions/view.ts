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
  textField,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { type KeyAccess, renderQuestionShow } from "../questions/bank-view.ts";
import { type Question, questionSchema } from "../questions/rules.ts";
import { discardButton, editButton, submitButton } from "./ids.ts";
import { type Form, type FormField, fieldsOf, formTag, isValid, MAX_LENGTHS, type ValidatedForm } from "./rules.ts";

/** Discord allows 4,000 characters of text per message. The rest is reserved for the text around the question. */
const MAX_TEXT_LENGTH = 3_550;
const MAX_LISTED = 6;
const MAX_FINDING_LENGTH = 200;

/** The parts of a form that aren't in its modal. */
export type FormHead = Pick<Form, "type" | "topic" | "difficulty" | "level">;

/** The modal for writing a question, prefilled with an earlier draft. */
export function suggestionModal(
  customId: string,
  { type }: FormHead,
  draft: Partial<Form> = {},
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: customId,
    title: clip(words.suggestions.title(type), 45),
    components: fieldsOf(type).map((name) => textInput(name, type, draft[name])),
  };
}

function textInput(name: FormField, type: Form["type"], value = "") {
  const { label, hint, example } = words.suggestions.field(name, type);
  const isLine = name === "answers" && type === "number";
  return textField({
    id: name,
    label,
    hint,
    example,
    style: isLine ? TextInputStyle.Short : TextInputStyle.Paragraph,
    max: isLine ? 100 : MAX_LENGTHS[name],
    required: name !== "code",
    value,
  });
}

/** Renders a draft for its author to check and submit. */
export function renderDraft(validated: ValidatedForm): Card {
  const tag = formTag(validated.form);
  const submit = button(words.suggestions.buttons.submit, submitButton.encode(tag), ButtonStyle.Success);
  return {
    components: [
      ...renderValidatedForm(validated, words.suggestions.fixBeforeSubmission),
      row(
        button(words.suggestions.buttons.edit, editButton.encode(), ButtonStyle.Primary),
        isValid(validated) ? submit : disabled(submit),
        button(words.suggestions.buttons.discard, discardButton.encode(tag)),
      ),
      text(`-# ${words.suggestions.saved}`),
    ],
  };
}

/** Renders a preview of a suggestion with its key. `fixHeading` precedes the errors. */
export function renderValidatedForm(validated: ValidatedForm, fixHeading: string): Card["components"] {
  const { form } = validated;
  const question = isValid(validated) ? validated.question : validated.question && withoutMarkdown(validated.question);
  const facts = `-# ${words.suggestions.facts(form.type, form.topic, form.difficulty)}`;
  const result = container(validationResult(validated, fixHeading));
  if (!question) return [lines(words.suggestions.unreadable, facts), result];
  return [lines(words.suggestions.preview, facts), ...renderQuestionToFit(question, result), result];
}

/** Escapes Markdown that the linter may have rejected. */
function withoutMarkdown({ code, refs, ...texts }: Question): Question {
  const escaped = JSON.stringify(texts, (_, value) => (typeof value === "string" ? sanitizeMarkdown(value) : value));
  return questionSchema.parse({ ...JSON.parse(escaped), refs, ...(code && { code }) });
}

/** Renders as much of a question as fits in a message that also contains the components `others`. */
export function renderQuestionToFit(
  question: Question,
  others: object,
  access: KeyAccess = "shown",
): Card["components"] {
  const all = renderQuestionShow(question, access, words.suggestions.key).components;
  const available = MAX_TEXT_LENGTH - lengthOf(others);
  if (lengthOf(all) <= available) return all;
  const [questionCard] = all;
  return questionCard && lengthOf(questionCard) <= available ? [questionCard] : [text(clip(question.stem, 300))];
}

function validationResult({ issues, findings }: ValidatedForm, fixHeading: string): APIComponentInContainer[] {
  const findingsOf = (severity: "error" | "warning") =>
    findings
      .filter((one) => one.severity === severity)
      .map(({ at, message }) => words.suggestions.finding(at, sanitizeInline(message)));
  const [errors, warnings] = [[...issues.map(words.suggestions.issue), ...findingsOf("error")], findingsOf("warning")];
  if (errors.length + warnings.length === 0) return [text(words.suggestions.valid)];
  return [
    ...(errors.length > 0 ? [lines(fixHeading, ...listed(errors))] : []),
    ...(warnings.length > 0 ? [lines(words.suggestions.warnings, ...listed(warnings))] : []),
  ];
}

function listed(all: readonly string[]): string[] {
  const shown = all.slice(0, MAX_LISTED).map((one) => `- ${clip(one, MAX_FINDING_LENGTH)}`);
  return all.length > MAX_LISTED ? [...shown, words.suggestions.more(all.length - MAX_LISTED)] : shown;
}

/** The text length of components, as Discord counts it. */
function lengthOf(components: object): number {
  const found = JSON.stringify(components).matchAll(/"content":"((?:[^"\\]|\\.)*)"/g);
  return [...found].reduce((sum, [, content = ""]) => sum + content.length, 0);
}
