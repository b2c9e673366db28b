import type { APIUser } from "discord-api-types/v10";
import { html, svg, type TemplateResult } from "lit-html";
import { personOf } from "../lookup.ts";
import type { State } from "../state.ts";

type Size = "" | "is-small" | "is-tiny";

/** A person's initial on their color, or the bot's sprout: no images to load. */
export function userAvatar(state: State, user: APIUser, size: Size = ""): TemplateResult {
  const person = personOf(state, user.id);
  return person ? personAvatar(person, size) : botAvatar(size);
}

export function personAvatar({ name, color }: { name: string; color: string }, size: Size): TemplateResult {
  return html`<span class="avatar ${size}" style="background:${color}" aria-hidden="true">${[...name][0]?.toUpperCase() ?? ""}</span>`;
}

export function botAvatar(size: Size): TemplateResult {
  return html`<span class="avatar is-bot ${size}" aria-hidden="true"><svg viewBox="0 0 24 24">${SPROUT}</svg></span>`;
}

const SPROUT = svg`<path d="M12 21V11" /><path d="M12 13c0-4 2.5-6.5 7-7 0 4.5-2.5 7-7 7z" /><path
  d="M12 10.5C12 7 9.8 4.8 5.5 4.3c0 4 2.2 6.2 6.5 6.2z" />`;
