import { type APIActionRowComponent, type APIStringSelectComponent, ComponentType } from "discord-api-types/v10";
import { type Card, container, divider, lines, text } from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { careerSelect } from "./ids.ts";
import type { CareerClaim, CareerEntry } from "./rules.ts";

/** The questions one can ask about the work. */
export function renderCareerMenu(all: readonly CareerEntry[]): Card {
  return { components: [container([text(words.career.intro), menu(all, words.career.choose)])] };
}

/** One answer, and how far each claim about it can be trusted. */
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

/** "22 Nov 2026": a day of a calendar, so no timestamp that each reader's zone could move. */
function dayText(day: string): string {
  const format = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  return format.format(new Date(day));
}
