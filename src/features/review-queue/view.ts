import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIModalInteractionResponseCallbackData,
  type APISelectMenuOption,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
  TextInputStyle,
} from "discord-api-types/v10";
import {
  button,
  type Card,
  codeBlock,
  disabled,
  lines,
  mention,
  row,
  text,
  textCard,
  textField,
  timestamp,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { DELETED_USER_ID } from "../privacy/rules.ts";
import { reportReasonModal } from "../questions/ids.ts";
import { DIFFICULTIES } from "../questions/rules.ts";
import { TOPICS, type Topic } from "../questions/topic-rules.ts";
import { isValid } from "../suggestions/rules.ts";
import { renderQuestionToFit, renderValidatedForm } from "../suggestions/view.ts";
import {
  approveButton,
  denialModal,
  denyButton,
  difficultySelect,
  dismissButton,
  editButton,
  openItemButton,
  pageButton,
  retireButton,
  topicSelect,
} from "./ids.ts";
import { MAX_REASON_LENGTH, type ReviewItem, type Suggestion } from "./rules.ts";
import type { ReviewItemView, ReviewQueueView } from "./service.ts";

/** Renders the current item. `done` is a message about the previous one. */
export function renderReviewQueue(view: ReviewQueueView, done?: string): Card {
  if (!view) return textCard([...(done ? [done] : []), words.reviewQueue.empty].join("\n"));
  return {
    components: [
      lines(done, `-# ${heading(view)}`),
      ...("validated" in view ? suggestionBody(view) : reportBody(view)),
      ...("validated" in view ? classification(view.item) : []),
      row(...decisionButtons(view), ...pageButtons(view)),
    ],
  };
}

function heading({ item: { kind, by, at }, position, total }: ReviewItemView): string {
  const member = by === DELETED_USER_ID ? words.reviewQueue.deletedMember : mention(by);
  return words.reviewQueue[kind](position, total, member, timestamp(at, "R"));
}

function suggestionBody({ validated }: Extract<ReviewItemView, { validated: object }>): Card["components"] {
  return renderValidatedForm(validated, words.suggestions.fixBeforeApproval);
}

function reportBody({ item, question, withKey }: Extract<ReviewItemView, { question: unknown }>) {
  const body = lines(words.reviewQueue.about(item.questionId), codeBlock(item.reason));
  return [body, ...(question ? renderQuestionToFit(question, body, withKey ? "shown" : "withheld") : [])];
}

function decisionButtons(view: ReviewItemView): APIButtonComponent[] {
  const { id, version } = view.item;
  const { approve, edit, deny, dismiss, retire } = words.reviewQueue.buttons;
  if (!("validated" in view)) {
    const retireQuestion = button(retire, retireButton.encode(id, version), ButtonStyle.Danger);
    return [
      button(dismiss, dismissButton.encode(id, version), ButtonStyle.Primary),
      view.question && !view.question.retired ? retireQuestion : disabled(retireQuestion),
    ];
  }
  const approveSuggestion = button(approve, approveButton.encode(id, version), ButtonStyle.Success);
  return [
    isValid(view.validated) ? approveSuggestion : disabled(approveSuggestion),
    button(edit, editButton.encode(id, version), ButtonStyle.Primary),
    button(deny, denyButton.encode(id, version), ButtonStyle.Danger),
  ];
}

/** Selects for topic and difficulty, because the edit modal has no room for them. */
function classification({ id, version, form }: Suggestion): Card["components"] {
  const topics = TOPICS.map((value) => choice(words.topics[value], value, value === form.topic));
  const difficulties = DIFFICULTIES.map((value) =>
    choice(words.difficulties[value], String(value), value === form.difficulty),
  );
  return [select(topicSelect.encode(id, version), topics), select(difficultySelect.encode(id, version), difficulties)];
}

function choice(label: string, value: string, chosen: boolean): APISelectMenuOption {
  return { label, value, default: chosen };
}

function select(customId: string, options: APISelectMenuOption[]): APIActionRowComponent<APIStringSelectComponent> {
  const menu = { type: ComponentType.StringSelect, custom_id: customId, options } as const;
  return { type: ComponentType.ActionRow, components: [menu] };
}

function pageButtons({ item: { id }, total }: ReviewItemView): APIButtonComponent[] {
  if (total < 2) return [];
  const { back, next } = words.reviewQueue.buttons;
  return [button(back, pageButton.encode(id, "back")), button(next, pageButton.encode(id, "next"))];
}

/** Announces an item without its content, because members may be able to read the review channel. */
export function renderReviewNotification({ kind, by, id }: ReviewItem, topic: Topic): Card {
  const review = button(words.reviewQueue.buttons.review, openItemButton.encode(id), ButtonStyle.Primary);
  return { components: [text(words.reviewQueue.notification(kind, mention(by), topic)), row(review)] };
}

export function denyModal(itemId: string, version: number): APIModalInteractionResponseCallbackData {
  const { denyTitle, denyReason, denyHint } = words.reviewQueue;
  return reasonModal(denialModal.encode(itemId, version), denyTitle, denyReason, denyHint);
}

export function reportModal(questionId: string): APIModalInteractionResponseCallbackData {
  const { title, reason, hint } = words.report;
  return reasonModal(reportReasonModal.encode(questionId), title, reason, hint);
}

function reasonModal(customId: string, title: string, label: string, hint: string) {
  const style = TextInputStyle.Paragraph;
  return {
    custom_id: customId,
    title,
    components: [textField({ id: "reason", label, hint, style, max: MAX_REASON_LENGTH, required: true })],
  };
}
