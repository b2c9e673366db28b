import { type Card, container, divider, text } from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";

/** The members' part first; the moderators' only for those who may. */
export function renderHelp(moderates: boolean): Card {
  const forModerators = moderates ? [divider(), text(words.help.moderators)] : [];
  return { components: [container([text(words.help.members), ...forModerators])] };
}
