import { ButtonStyle } from "discord-api-types/v10";
import { button, type Card, clip, container, inLine, lines, row, text } from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { cancelButton, confirmButton } from "./ids.ts";
import type { Checked } from "./service.ts";

/** So many problems are shown; whoever mends those will see the rest. */
const SHOWN = 15;
const LONGEST = 180;

/** What was found in a file: what to mend, or what confirming it would do. */
export function renderChecked(checked: Checked): Card {
  const { name, added, changed, same, problems, importId } = checked;
  const errors = problems.filter(({ severity }) => severity === "error");
  const warnings = problems.filter(({ severity }) => severity === "warning");
  const { bankFile } = words;
  return {
    components: [
      container([
        text(bankFile.title(name)),
        text(errors.length > 0 ? bankFile.faulty(errors.length) : bankFile.counts(added, changed, same)),
        ...(errors.length > 0 ? [lines(...listed(errors))] : []),
        ...(warnings.length > 0 && errors.length === 0
          ? [lines(bankFile.warnings(warnings.length), ...listed(warnings))]
          : []),
        ...(importId
          ? [
              row(
                button(bankFile.buttons.confirm, confirmButton.encode(importId), ButtonStyle.Success),
                button(bankFile.buttons.cancel, cancelButton.encode(importId)),
              ),
            ]
          : []),
      ]),
    ],
  };
}

function listed(problems: Checked["problems"]): string[] {
  const shown = problems
    .slice(0, SHOWN)
    .map(({ line, message }) => clip(words.bankFile.problem(line, inLine(message)), LONGEST));
  return problems.length > SHOWN ? [...shown, words.bankFile.more(problems.length - SHOWN)] : shown;
}
