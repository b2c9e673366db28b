import type { APIUser } from "discord-api-types/v10";
import { html, svg, type TemplateResult } from "lit-html";
import { personOf } from "../names.ts";
import type { State } from "../state.ts";

/** Round pictures: a person's initial on their colour; the bot wears a sprout. Nothing is fetched. */
export function userAvatar(state: State, user: APIUser, size: "" | "is-small" | "is-tiny" = ""): TemplateResult {
  const person = personOf(state, user.id);
  return person ? initial(person.name, person.color, size) : botAvatar(size);
}

export function initial(name: string, colour: string, size: string): TemplateResult {
  return html`<span class="avatar ${size}" style="background:${colour}" aria-hidden="true">${[...name][0]?.toUpperCase() ?? ""}</span>`;
}

export function botAvatar(size: string): TemplateResult {
  return html`<span class="avatar is-bot ${size}" aria-hidden="true"><svg viewBox="0 0 24 24">${SPROUT}</svg></span>`;
}

const SPROUT = svg`<path d="M12 21V11" /><path d="M12 13c0-4 2.5-6.5 7-7 0 4.5-2.5 7-7 7z" /><path
  d="M12 10.5C12 7 9.8 4.8 5.5 4.3c0 4 2.2 6.2 6.5 6.2z" />`;
