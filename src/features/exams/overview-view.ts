import { type APIComponentInContainer, ButtonStyle, ComponentType } from "discord-api-types/v10";
import { button, type Card, container, deadline, lines, row, text } from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import type { Attempt, Item } from "./attempt-rules.ts";
import { JUMP_PAGE } from "./attempt-view.ts";
import { goButton, jumpSelect, overviewButton, submitButton } from "./ids.ts";

/** As many as fit the width of a phone. */
const GRID_COLUMNS = 6;

/** Every item as a number with its mark, the same in words, and the way to any of them. */
export function renderOverview(attempt: Attempt, wanted: number): Card {
  const { id, module, items, endsAt, position } = attempt;
  const pages = Math.ceil(items.length / JUMP_PAGE);
  const page = Math.min(wanted, pages - 1);
  const open = placesOf(items, ({ response }) => !response);
  const flagged = placesOf(items, (item) => item.flagged);
  return {
    components: [
      container(
        [
          text(words.exam.overview(module, deadline(endsAt))),
          lines(
            "```",
            ...grid(items),
            "```",
            words.exam.legend(items.length - open.length, open.length, flagged.length),
          ),
          lines(
            open.length > 0 ? words.exam.openOnes(open) : undefined,
            flagged.length > 0 ? words.exam.flaggedOnes(flagged) : undefined,
          ),
          jump(attempt, page),
          ...(pages > 1 ? [ranges(attempt, page, pages)] : []),
          row(
            button(words.exam.buttons.goOn, goButton.encode(id, position, "return"), ButtonStyle.Primary),
            button(words.exam.buttons.submit, submitButton.encode(id, "ask"), ButtonStyle.Secondary),
          ),
        ].filter((part) => part.type !== ComponentType.TextDisplay || part.content !== ""),
      ),
    ],
  };
}

function placesOf(items: readonly Item[], is: (item: Item) => boolean): number[] {
  return items.flatMap((item, index) => (is(item) ? [index + 1] : []));
}

function grid(items: readonly Item[]): string[] {
  const cells = items.map(({ response, flagged }, index) => {
    return `${String(index + 1).padStart(2)}${response ? "●" : "○"}${flagged ? "⚑" : " "}`;
  });
  return cells.flatMap((_, index) =>
    index % GRID_COLUMNS === 0
      ? [
          cells
            .slice(index, index + GRID_COLUMNS)
            .join(" ")
            .trimEnd(),
        ]
      : [],
  );
}

function jump({ id, items }: Attempt, page: number): APIComponentInContainer {
  const first = page * JUMP_PAGE;
  const shown = items.slice(first, first + JUMP_PAGE);
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.StringSelect,
        custom_id: jumpSelect.encode(id),
        placeholder: words.exam.jump(first + 1, first + shown.length),
        options: shown.map(({ response, flagged }, index) => ({
          value: String(first + index),
          label: words.exam.place(first + index + 1, response !== undefined, flagged),
        })),
      },
    ],
  };
}

function ranges({ id, items }: Attempt, page: number, pages: number): APIComponentInContainer {
  return row(
    ...Array.from({ length: pages }, (_, index) => {
      const from = index * JUMP_PAGE + 1;
      const label = words.exam.range(from, Math.min(from + JUMP_PAGE - 1, items.length));
      return button(
        label,
        overviewButton.encode(id, index),
        index === page ? ButtonStyle.Primary : ButtonStyle.Secondary,
      );
    }),
  );
}
