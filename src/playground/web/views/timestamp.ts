import { html, type TemplateResult } from "lit-html";
import { clockText, now, timestampText } from "../clock.ts";
import type { TimestampStyle } from "../time-format.ts";

/** The text is set as a property, so that `refreshTimes` can change it between renderings. */
export function timestamp(seconds: number, style: TimestampStyle): TemplateResult {
  return html`<time class="timestamp" title=${timestampText(seconds, "F")} data-seconds=${seconds} data-style=${style}
    .textContent=${timestampText(seconds, style)}></time>`;
}

/** Keeps clocks and relative times such as "in 2 minutes" current. */
export function refreshTimes(root: ParentNode): void {
  const setText = (element: HTMLElement, text: string) => {
    if (element.textContent !== text) element.textContent = text;
  };
  setInterval(() => {
    for (const time of root.querySelectorAll<HTMLElement>('time[data-style="R"]'))
      setText(time, timestampText(Number(time.dataset.seconds), "R"));
    for (const clock of root.querySelectorAll<HTMLElement>("[data-clock]"))
      setText(clock, clock.dataset.clock === "long" ? timestampText(now() / 1000, "F") : clockText());
  }, 1_000);
}
