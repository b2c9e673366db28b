import type { APIUser } from "discord-api-types/v10";
import { html, svg, type TemplateResult } from "lit-html";
import { personOf } from "../lookup.ts";
import type { State } from "../state.ts";

/** The page's icons. They aren't emoji, because those depend on the reader's fonts. */

function icon(paths: TemplateResult, className = ""): TemplateResult {
  return html`<svg class=${className} viewBox="0 0 24 24" aria-hidden="true">${paths}</svg>`;
}

export const hashIcon = html`<span class="hash" aria-hidden="true">#</span>`;
export const threadIcon = icon(svg`<path d="M4 5h16v11h-9l-4 4v-4H4zM8 9h8M8 12.5h5" />`, "thread-icon");
export const fileIcon = icon(svg`<path d="M6 3h8l5 5v13H6zM14 3v5h5" />`);
export const warningIcon = icon(svg`<circle cx="12" cy="12" r="9" /><path d="M12 8v5M12 16v.1" />`, "is-small");
export const eyeIcon = icon(
  svg`<path d="M2 12s3.6-6 10-6 10 6 10 6-3.6 6-10 6S2 12 2 12z" /><circle cx="12" cy="12" r="2.5" />`,
  "is-small",
);
export const appsIcon = icon(svg`<path d="M5 5h5v5H5zM14 5h5v5h-5zM5 14h5v5H5zM14 14h5v5h-5z" />`);
export const sendIcon = icon(svg`<path d="M4 4l17 8-17 8 3-8z" />`);
export const menuIcon = icon(svg`<path d="M4 6h16M4 12h16M4 18h16" />`);
export const toolsIcon = icon(
  svg`<path d="M4 7h10M18 7h2M4 17h2M10 17h10" /><circle cx="16" cy="7" r="2" /><circle cx="8" cy="17" r="2" />`,
);
export const sunIcon = icon(
  svg`<circle cx="12" cy="12" r="4" /><path
  d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6l1.4 1.4M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4" />`,
);
export const moonIcon = icon(svg`<path d="M20 14.5A8 8 0 0 1 9.5 4 8 8 0 1 0 20 14.5z" />`);

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
