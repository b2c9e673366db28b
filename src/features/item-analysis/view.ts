import {
  button,
  type Card,
  clip,
  container,
  lines,
  row,
  textCard,
  timestamp,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import type { Question } from "../questions/rules.ts";
import { putBackButton } from "./ids.ts";
import type { Health, HealthItem } from "./service.ts";

/** With every reason and the longest options they fit the 4,000 characters of a message. */
const SHOWN = 7;
const BUTTONS = 5;
const LABEL = 80;

/** How a guild's questions do: those that need a look, with a button for each that was pulled. */
export function renderHealth({ at, judged, items, early }: Health, find: (id: string) => Question | undefined): Card {
  if (judged === 0) return renderEarly(early);
  const head = lines(
    words.health.title,
    items.length === 0 ? words.health.sound(judged) : words.health.summary(judged, items.length),
  );
  const shown = items.slice(0, SHOWN).map((item) => lines(...linesOf(item, find(item.questionId))));
  const more = items.length > SHOWN ? [words.health.more(items.length - SHOWN)] : [];
  const footer = lines(...more, `-# ${words.health.footer(timestamp(at, "R"))}`);
  const pulled = items.filter((item) => item.pulled).slice(0, BUTTONS);
  return {
    components: [
      container([
        head,
        ...shown,
        footer,
        ...pulled.map(({ questionId, rev }) => row(putBack(questionId, find(questionId)?.rev ?? rev))),
      ]),
    ],
  };
}

function renderEarly(early: Health["early"]): Card {
  if (early.length === 0) return textCard(words.health.none);
  const shown = early.map(({ questionId, attempts, facility }) =>
    words.health.item(questionId, attempts, Math.round(facility * 100), undefined),
  );
  return {
    components: [container([lines(words.health.title, words.health.none), lines(words.health.early, ...shown)])],
  };
}

function linesOf(item: HealthItem, question: Question | undefined): string[] {
  const { questionId, attempts, facility, discrimination, flags, unchosen } = item;
  const reasons = [
    ...(item.pulled ? [words.health.pulled] : []),
    ...flags.map(words.health.flag),
    ...(unchosen.length > 0 ? [words.health.unchosen(unchosen.map((id) => optionText(question, id)))] : []),
  ];
  const percent = Math.round(facility * 100);
  return [words.health.item(questionId, attempts, percent, discrimination?.toFixed(2)), `-# ${reasons.join(" · ")}`];
}

function optionText(question: Question | undefined, id: string): string {
  const option =
    question && "options" in question ? Object.entries(question.options).find(([one]) => one === id) : undefined;
  return option?.[1].text ?? id;
}

function putBack(questionId: string, rev: number) {
  return button(clip(words.health.putBack(questionId), LABEL), putBackButton.encode(questionId, rev));
}
