import { html, nothing, type TemplateResult } from "lit-html";
import type { TimeTarget } from "../../server/page/protocol.ts";
import { now } from "../now.ts";
import { moveTime } from "../panel.ts";
import type { Page } from "../state.ts";
import { formatAhead, formatTimestamp } from "../time.ts";
import { reader } from "./timestamp.ts";

/** Moves the time that the bot and this Discord share. */
export function timePanel(page: Page): TemplateResult {
  const { ahead, hello } = page.state;
  const name = hello?.you.name ?? "";
  return html`<h2>The playground's time</h2>
    <p class="clock-face" data-clock="F" .textContent=${formatTimestamp(now() / 1000, "F", now(), reader)}></p>
    <p class="hint">${ahead > 0 ? html`<strong>${formatAhead(ahead)} ahead</strong> of your own clock.` : "The same as your own clock."}</p>
    <h3>Go on to</h3>
    <div class="goals">
      ${goal(page, "slot", "The next question")}
      ${goal(page, "reveal", "The answer to the open question")}
      ${goal(page, "review", `${name}'s next review`)}
      ${goal(page, "week", "The next week")}
    </div>
    <div class="goal-steps">
      <button class="button secondary" @click=${() => moveTime(page, "hour")}>+ 1 hour</button>
      <button class="button secondary" @click=${() => moveTime(page, "day")}>+ 1 day</button>
    </div>
    <p class="hint">Bot and Discord share this time, and keep it after a restart. It only goes forward: streaks and messages could
      not follow it back. An empty data folder begins anew.</p>`;
}

function goal(page: Page, to: Exclude<TimeTarget, "hour" | "day">, label: string): TemplateResult {
  const { upcoming } = page.state;
  const at = upcoming?.[to];
  const note =
    at === undefined
      ? upcoming && "none planned"
      : `${formatTimestamp(at / 1000, "R", now(), reader)} · ${formatTimestamp(at / 1000, "f", now(), reader)}`;
  return html`<button class="goal" ?disabled=${at === undefined} @click=${() => moveTime(page, to)}>
    <span class="goal-name">${label}</span>${note ? html`<span class="goal-note">${note}</span>` : nothing}</button>`;
}
