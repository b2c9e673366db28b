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
  timestamp,
} from "../../platform/discord/components.ts";
import { textField } from "../../platform/discord/modal.ts";
import { en as words } from "../../text/en/index.ts";
import { DELETED_USER_ID } from "../privacy/rules.ts";
import { reportReasonModal } from "../questions/ids.ts";
import { DIFFICULTIES } from "../questions/rules.ts";
import { TOPICS, type Topic } from "../questions/topic-rules.ts";
import { isSound } from "../suggestions/validation.ts";
import { asFarAsItFits, examinedCards } from "../suggestions/view.ts";
import {
  approveButton,
  denialModal,
  denyButton,
  difficultySelect,
  dismissButton,
  editButton,
  openItemButton,
  retireButton,
  topicSelect,
  turnButton,
} from "./ids.ts";
import { type Case, LONGEST_REASON, type Suggestion } from "./rules.ts";
import type { CaseView, DeskView } from "./service.ts";

/** The case in front of a moderator; `done` says what became of the one before it. */
export function renderDesk(view: DeskView, done?: string): Card {
  if (!view) return textCard([...(done ? [done] : []), words.desk.nothing].join("\n"));
  return {
    components: [
      lines(done, `-# ${headOf(view)}`),
      ...("examined" in view ? suggested(view) : reported(view)),
      ...("examined" in view ? classes(view.case) : []),
      row(...decisions(view), ...turns(view)),
    ],
  };
}

function headOf({ case: { kind, by, at }, place, total }: CaseView): string {
  const member = by === DELETED_USER_ID ? words.desk.somebody : mention(by);
  return words.desk[kind](place, total, member, timestamp(at, "R"));
}

function suggested({ examined }: Extract<CaseView, { examined: object }>): Card["components"] {
  return examinedCards(examined, words.suggestion.toMendFirst);
}

function reported({ case: { questionId, reason }, question }: Extract<CaseView, { question: unknown }>) {
  const said = lines(words.desk.about(questionId), codeBlock(reason));
  return [said, ...(question ? asFarAsItFits(question, said) : [])];
}

function decisions(view: CaseView): APIButtonComponent[] {
  const { id, edition } = view.case;
  const { approve, edit, deny, dismiss, retire } = words.desk.buttons;
  if (!("examined" in view)) {
    const retiring = button(retire, retireButton.encode(id, edition), ButtonStyle.Danger);
    return [
      button(dismiss, dismissButton.encode(id, edition), ButtonStyle.Primary),
      view.question && !view.question.retired ? retiring : disabled(retiring),
    ];
  }
  const approving = button(approve, approveButton.encode(id, edition), ButtonStyle.Success);
  return [
    isSound(view.examined) ? approving : disabled(approving),
    button(edit, editButton.encode(id, edition), ButtonStyle.Primary),
    button(deny, denyButton.encode(id, edition), ButtonStyle.Danger),
  ];
}

/** Under which topic and difficulty it is to be taken; the form a suggestion is edited in has no room for them. */
function classes({ id, edition, form }: Suggestion): Card["components"] {
  const topics = TOPICS.map((value) => choice(words.topics[value], value, value === form.topic));
  const difficulties = DIFFICULTIES.map((value) =>
    choice(words.difficulties[value], String(value), value === form.difficulty),
  );
  return [select(topicSelect.encode(id, edition), topics), select(difficultySelect.encode(id, edition), difficulties)];
}

function choice(label: string, value: string, chosen: boolean): APISelectMenuOption {
  return { label, value, default: chosen };
}

function select(customId: string, options: APISelectMenuOption[]): APIActionRowComponent<APIStringSelectComponent> {
  const menu = { type: ComponentType.StringSelect, custom_id: customId, options } as const;
  return { type: ComponentType.ActionRow, components: [menu] };
}

function turns({ case: { id }, total }: CaseView): APIButtonComponent[] {
  if (total < 2) return [];
  const { back, next } = words.desk.buttons;
  return [button(back, turnButton.encode(id, "back")), button(next, turnButton.encode(id, "next"))];
}

/** What the moderators' channel is told: that something waits, and no more, for others may read there too. */
export function renderBell({ kind, by, id }: Case, topic: Topic): Card {
  const look = button(words.desk.buttons.look, openItemButton.encode(id), ButtonStyle.Primary);
  return { components: [text(words.desk.rung(kind, mention(by), topic)), row(look)] };
}

export function denyModal(caseId: string, edition: number): APIModalInteractionResponseCallbackData {
  const { denyTitle, denyReason, denyHint } = words.desk;
  return reasonModal(denialModal.encode(caseId, edition), denyTitle, denyReason, denyHint);
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
    components: [textField({ id: "reason", label, hint, style, max: LONGEST_REASON, required: true })],
  };
}
