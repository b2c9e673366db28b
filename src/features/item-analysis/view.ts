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
import { confirmKeyButton } from "./ids.ts";
import type { AnalyzedItem, ItemAnalysis } from "./service.ts";

/** This many items fit in Discord's limit of 4,000 characters, even with every flag and the longest options. */
const MAX_ITEMS = 7;
const MAX_BUTTONS = 5;
const MAX_LABEL_LENGTH = 80;

/** Renders the questions that need attention, with a button for each pulled one. */
export function renderItemAnalysis(
  { at, analyzed, items, early }: ItemAnalysis,
  find: (id: string) => Question | undefined,
): Card {
  if (analyzed === 0) return renderEarly(early);
  const head = lines(
    words.itemAnalysis.title,
    items.length === 0 ? words.itemAnalysis.allHealthy(analyzed) : words.itemAnalysis.summary(analyzed, items.length),
  );
  const shown = items.slice(0, MAX_ITEMS).map((item) => lines(...linesOf(item, find(item.questionId))));
  const more = items.length > MAX_ITEMS ? [words.itemAnalysis.more(items.length - MAX_ITEMS)] : [];
  const footer = lines(...more, `-# ${words.itemAnalysis.footer(timestamp(at, "R"))}`);
  const pulled = items.filter((item) => item.pulled).slice(0, MAX_BUTTONS);
  return {
    components: [
      container([
        head,
        ...shown,
        footer,
        ...pulled.map(({ questionId, rev }) => row(confirmKey(questionId, find(questionId)?.rev ?? rev))),
      ]),
    ],
  };
}

function renderEarly(early: ItemAnalysis["early"]): Card {
  if (early.length === 0) return textCard(words.itemAnalysis.none);
  const shown = early.map(({ questionId, attempts, facility }) =>
    words.itemAnalysis.item(questionId, attempts, Math.round(facility * 100), undefined),
  );
  return {
    components: [
      container([lines(words.itemAnalysis.title, words.itemAnalysis.none), lines(words.itemAnalysis.early, ...shown)]),
    ],
  };
}

function linesOf(item: AnalyzedItem, question: Question | undefined): string[] {
  const { questionId, attempts, facility, discrimination, flags, unchosen } = item;
  const reasons = [
    ...(item.pulled ? [words.itemAnalysis.pulled] : []),
    ...flags.map(words.itemAnalysis.flag),
    ...(unchosen.length > 0 ? [words.itemAnalysis.unchosen(unchosen.map((id) => optionText(question, id)))] : []),
  ];
  const percent = Math.round(facility * 100);
  return [
    words.itemAnalysis.item(questionId, attempts, percent, discrimination?.toFixed(2)),
    `-# ${reasons.join(" · ")}`,
  ];
}

function optionText(question: Question | undefined, id: string): string {
  const option =
    question && "options" in question ? Object.entries(question.options).find(([one]) => one === id) : undefined;
  return option?.[1].text ?? id;
}

function confirmKey(questionId: string, rev: number) {
  return button(
    clip(words.itemAnalysis.confirmKey(questionId), MAX_LABEL_LENGTH),
    confirmKeyButton.encode(questionId, rev),
  );
}
