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
        ...section(words.career.sourced, claims.filter(hasSource).map(claimText)),
        ...section(words.career.unsourced, claims.filter((claim) => !hasSource(claim)).map(unsourcedText)),
        text(words.career.notScored),
        menu(all, words.career.chooseNext),
      ]),
    ],
  };
}

function section(heading: string, claims: readonly string[]) {
  return claims.length > 0 ? [lines(heading, ...claims)] : [];
}

function hasSource({ source }: CareerClaim): boolean {
  return source.url !== undefined;
}

function claimText({ claim, value, place, period, source, as_of: asOf, status, copy, note }: CareerClaim): string {
  return [
    words.career.claim(claim, value),
    words.career.origin(place, period, `[${source.name}](${source.url})`, dayText(asOf)),
    words.career.status(status, copy, note),
  ].join("\n");
}

function unsourcedText({ claim, value, place, period, status, note }: CareerClaim): string {
  return [words.career.unsourcedClaim(claim, value, place, period), words.career.status(status, undefined, note)].join(
    "\n",
  );
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
