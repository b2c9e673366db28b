import { ComponentType } from "discord-api-types/v10";
import { type Card, container, lines } from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { LANGUAGES } from "../questions/rules.ts";
import { languageSelect } from "./ids.ts";
import type { Preferences } from "./rules.ts";

/** Renders all preferences, each with a control to change it. */
export function renderPreferences({ languages }: Preferences): Card {
  return {
    components: [
      container([
        lines(words.preferences.title, `-# ${words.preferences.scope}`),
        lines(words.preferences.languages(languages), `-# ${words.preferences.languagesExplained}`),
        {
          type: ComponentType.ActionRow,
          components: [
            {
              type: ComponentType.StringSelect,
              custom_id: languageSelect.encode(),
              placeholder: words.preferences.chooseLanguages,
              min_values: 0,
              max_values: LANGUAGES.length,
              options: LANGUAGES.map((language) => ({
                value: language,
                label: words.languages[language],
                default: languages.includes(language),
              })),
            },
          ],
        },
      ]),
    ],
  };
}
