import { type APIActionRowComponent, type APIStringSelectComponent, ComponentType } from "discord-api-types/v10";
import { type Card, container, divider, lines, text } from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { careerSelect } from "./ids.ts";
import type { CareerClaim, CareerEntry } from "./rules.ts";

export function renderCareerMenu(all: readonly CareerEntry[]): Card {
  return { components: [container([text(words.career.intro), menu(all, words.career.choose)])] };
}

export function renderCareerAnswer({ question, answer, claims }: CareerEntry, all: readonly CareerEntry[]): Card {
  return {
    components: [
      container([
        lines(words.career.heading(question), answer.trim()),
        divider(),
        lines(words.career.claims, ...claims.map(claimText)),
        text(words.career.notScored),
        menu(all, words.career.chooseNext),
      ]),
    ],
  };
}

function claimText({ claim, value, place, period, source, as_of: asOf, status, note }: CareerClaim): string {
  const origin = source.url ? `[${source.name}](${source.url})` : source.name;
  return [
    words.career.claim(claim, value),
    words.career.origin(place, period, origin, dayText(asOf)),
    words.career.status(status, note),
  ].join("\n");
}

function menu(all: readonly CareerEntry[], placeholder: string): APIActionRowComponent<APIStringSelectComponent> {
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.StringSelect,
        custom_id: careerSelect.encode(),
        placeholder,
        options: all.map(({ id, question }) => ({ value: id, label: question })),
      },
    ],
  };
}

/** Plain text: a Discord timestamp would shift the day in some time zones. */
function dayText(day: string): string {
  return new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeZone: "UTC" }).format(new Date(day));
}
