import { ButtonStyle } from "discord-api-types/v10";
import {
  button,
  type Card,
  clip,
  container,
  lines,
  row,
  sanitizeInline,
  text,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { cancelButton, confirmButton } from "./ids.ts";
import type { ImportPreview } from "./service.ts";

const MAX_LISTED = 15;
const MAX_PROBLEM_LENGTH = 180;

/** Shows what to fix in a file or, if it's valid, what importing it would do. */
export function renderImportPreview(preview: ImportPreview): Card {
  const { name, added, changed, unchanged, problems, importId } = preview;
  const errors = problems.filter(({ severity }) => severity === "error");
  const { imports } = words;
  const body =
    errors.length > 0
      ? [text(imports.invalid(errors.length)), lines(...listed(errors))]
      : [
          text(imports.counts(added, changed, unchanged)),
          ...(problems.length > 0 ? [lines(imports.warnings(problems.length), ...listed(problems))] : []),
        ];
  const buttons = importId && [
    row(
      button(imports.buttons.confirm, confirmButton.encode(importId), ButtonStyle.Success),
      button(imports.buttons.cancel, cancelButton.encode(importId)),
    ),
  ];
  return { components: [container([text(imports.title(name)), ...body, ...(buttons || [])])] };
}

function listed(problems: ImportPreview["problems"]): string[] {
  const shown = problems
    .slice(0, MAX_LISTED)
    .map(({ line, message }) => clip(words.imports.problem(line, sanitizeInline(message)), MAX_PROBLEM_LENGTH));
  return problems.length > MAX_LISTED ? [...shown, words.imports.more(problems.length - MAX_LISTED)] : shown;
}
