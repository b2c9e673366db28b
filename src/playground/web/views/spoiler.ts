import { html, type TemplateResult } from "lit-html";

/** Content that is hidden until someone reveals it: words in a line, or an image or card as a block. */
export function spoiler(content: unknown, shape: "is-line" | "is-block"): TemplateResult {
  return html`<span class=${`spoiler ${shape}`} role="button" tabindex="0" @click=${onClick} @keydown=${onKeydown}><span
    class="spoiler-name visually-hidden">Reveal spoiler</span><span class="spoiler-content" aria-hidden="true" ?inert=${shape === "is-block"}>${content}</span></span>`;
}

function onClick({ currentTarget }: Event): void {
  if (currentTarget instanceof HTMLElement) reveal(currentTarget);
}

function onKeydown(event: KeyboardEvent): void {
  if ((event.key !== "Enter" && event.key !== " ") || event.target !== event.currentTarget) return;
  event.preventDefault();
  onClick(event);
}

function reveal(spoiler: HTMLElement): void {
  spoiler.classList.add("is-revealed");
  for (const name of ["role", "tabindex"]) spoiler.removeAttribute(name);
  spoiler.querySelector(".spoiler-name")?.setAttribute("hidden", "");
  const content = spoiler.querySelector(".spoiler-content");
  for (const name of ["aria-hidden", "inert"]) content?.removeAttribute(name);
}
