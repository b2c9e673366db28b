import { ButtonStyle, ComponentType } from "discord-api-types/v10";
import { button, type Card, note, row, text } from "../../platform/discord/components.ts";
import { encodeCustomId } from "../../platform/discord/custom-id.ts";
import { en as words } from "../../text/en/index.ts";
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
        button(words.privacy.sure, encodeCustomId("privacy-delete", "sure"), ButtonStyle.Danger),
        button(words.privacy.keep, encodeCustomId("privacy-delete", "keep")),
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
      row(button(label, encodeCustomId("privacy-hide", hidden ? "show" : "hide"))),
    ],
  };
}
