import { html, type TemplateResult } from "lit-html";
import { now } from "../now.ts";
import { formatClock, formatTimestamp, readerOf, type TimestampStyle } from "../time.ts";

export const reader = readerOf(navigator.languages);

/**
 * A moment in the viewer's zone. Its text is set as a property, so that `keepCurrent` may change it between two renderings
 * without lit noticing.
 */
export function timestamp(seconds: number, style: TimestampStyle): TemplateResult {
  const full = formatTimestamp(seconds, "F", now(), reader);
  return html`<time class="timestamp" title=${full} data-seconds=${seconds} data-style=${style}
    .textContent=${formatTimestamp(seconds, style, now(), reader)}></time>`;
}

/** "in 2 minutes" becomes "in 1 minute" by itself. */
export function keepCurrent(root: ParentNode): void {
  setInterval(() => {
    for (const time of root.querySelectorAll<HTMLElement>('time[data-style="R"]')) {
      const text = formatTimestamp(Number(time.dataset.seconds), "R", now(), reader);
      if (time.textContent !== text) time.textContent = text;
    }
    for (const clock of root.querySelectorAll<HTMLElement>("[data-clock]")) {
      const text =
        clock.dataset.clock === "F" ? formatTimestamp(now() / 1000, "F", now(), reader) : formatClock(now(), reader);
      if (clock.textContent !== text) clock.textContent = text;
    }
  }, 1_000);
}
