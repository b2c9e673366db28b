import { html, type TemplateResult } from "lit-html";

/** What is hidden until one presses it: words in a line, or a picture or a card as a block. */
export function spoiler(content: unknown, shape: "is-line" | "is-block"): TemplateResult {
  return html`<span class=${`spoiler ${shape}`} role="button" tabindex="0" @click=${reveal} @keydown=${revealByKey}><span
    class="spoiler-name visually-hidden">Spoiler, press to show</span><span class="spoiler-content" aria-hidden="true" ?inert=${shape === "is-block"}>${content}</span></span>`;
}

function reveal(event: Event): void {
  if (event.currentTarget instanceof HTMLElement) unveil(event.currentTarget);
}

function revealByKey(event: KeyboardEvent): void {
  if (event.key !== "Enter" && event.key !== " ") return;
  if (event.target !== event.currentTarget) return;
  event.preventDefault();
  reveal(event);
}

function unveil(spoiler: HTMLElement): void {
  spoiler.classList.add("is-shown");
  for (const name of ["role", "tabindex"]) spoiler.removeAttribute(name);
  spoiler.querySelector(".spoiler-name")?.setAttribute("hidden", "");
  const content = spoiler.querySelector(".spoiler-content");
  content?.removeAttribute("aria-hidden");
  content?.removeAttribute("inert");
}
