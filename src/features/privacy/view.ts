import { ButtonStyle, ComponentType } from "discord-api-types/v10";
import { button, type Card, mention, row, text, textCard } from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { deleteButton, hideButton } from "./ids.ts";
import { DELETED_USER_ID, type Export } from "./rules.ts";

export function renderExport({ questions, guilds }: Export, fileName: string): Card {
  return {
    components: [
      text(words.privacy.exported(questions.length, guilds.length)),
      { type: ComponentType.File, file: { url: `attachment://${fileName}` } },
    ],
  };
}

export function renderDeleteConfirmation(): Card {
  return {
    components: [
      text(words.privacy.confirmDelete),
      row(
        button(words.privacy.delete, deleteButton.encode("confirm"), ButtonStyle.Danger),
        button(words.privacy.cancel, deleteButton.encode("cancel")),
      ),
    ],
  };
}

export function renderDeleted(complete: boolean): Card {
  return textCard(complete ? words.privacy.deleted : words.privacy.stillDeleting);
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

/** Mentions a member, unless they deleted their data. */
export function memberName(userId: string): string {
  return userId === DELETED_USER_ID ? words.privacy.formerMember : mention(userId);
}
