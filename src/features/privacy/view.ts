import { ButtonStyle, ComponentType } from "discord-api-types/v10";
import { button, type Card, note, row, text } from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { deleteButton, hideButton } from "./ids.ts";
import type { Export } from "./rules.ts";

/** The file with everything, under the name it is sent by. */
export function renderExport({ questions, guilds }: Export, fileName: string): Card {
  return {
    components: [
      text(words.privacy.exported(questions.length, guilds.length)),
      { type: ComponentType.File, file: { url: `attachment://${fileName}` } },
    ],
  };
}

export function renderAskDelete(): Card {
  return {
    components: [
      text(words.privacy.ask),
      row(
        button(words.privacy.sure, deleteButton.encode("confirm"), ButtonStyle.Danger),
        button(words.privacy.keep, deleteButton.encode("cancel")),
      ),
    ],
  };
}

export function renderDeleted(all: boolean): Card {
  return note(all ? words.privacy.deleted : words.privacy.goesOn);
}

export function renderHidden(hidden: boolean): Card {
  const label = hidden ? words.privacy.show : words.privacy.hide;
  return {
    components: [
      text(hidden ? words.privacy.hidden : words.privacy.shown),
      row(button(label, hideButton.encode(hidden ? "show" : "hide"))),
    ],
  };
}
