import { type APIComponentInContainer, ButtonStyle, ComponentType } from "discord-api-types/v10";
import { button, type Card, container, deadline, lines, row, text } from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import type { Attempt, AttemptItem } from "./attempt-rules.ts";
import { goButton, jumpSelect, overviewButton, submitButton } from "./ids.ts";

/** Fits the width of a phone. */
const GRID_COLUMNS = 6;
/** Discord's limit for the options of a select. */
const PAGE_SIZE = 25;

/** The overview page that lists an item. */
export function pageOf(position: number): number {
  return Math.floor(position / PAGE_SIZE);
}

/** Every item with its state, in a grid and in words, and a select to jump to one. */
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
          button(words.exams.buttons.backToExam, goButton.encode(id, position, "return"), ButtonStyle.Primary),
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
