import { html, nothing, type TemplateResult } from "lit-html";
import type { TimeTarget } from "../../server/page/protocol.ts";
import { now, timestampText } from "../clock.ts";
import { moveTime } from "../panel.ts";
import type { App } from "../state.ts";
import { formatOffset } from "../time-format.ts";

/** Moves the clock that the bot and this Discord share. */
export function timePanel(app: App): TemplateResult {
  const { ahead, hello } = app.state;
  return html`<h2>Playground time</h2>
    <p class="clock-face" data-clock="long" .textContent=${timestampText(now() / 1000, "F")}></p>
    <p class="hint">${ahead > 0 ? html`<strong>${formatOffset(ahead)} ahead</strong> of your clock` : "Same as your clock"}</p>
    <h3>Skip to</h3>
    <div class="targets">
      ${target(app, "slot", "Next question")}
      ${target(app, "reveal", "Reveal of the open question")}
      ${target(app, "review", `${hello?.you.name ?? ""}'s next review`)}
      ${target(app, "week", "Next week")}
    </div>
    <p class="buttons">
      <button class="button secondary" @click=${() => moveTime(app, "hour")}>+1 hour</button>
      <button class="button secondary" @click=${() => moveTime(app, "day")}>+1 day</button>
    </p>
    <p class="hint">The bot and Discord share this clock, also after a restart. It only moves forward, since streaks and messages
      can't be undone. To start over, use an empty data folder.</p>`;
}

function target(app: App, to: Exclude<TimeTarget, "hour" | "day">, label: string): TemplateResult {
  const { upcoming } = app.state;
  const at = upcoming?.[to];
  const note =
    at === undefined
      ? upcoming && "Nothing scheduled"
      : `${timestampText(at / 1000, "R")} · ${timestampText(at / 1000, "f")}`;
  return html`<button class="target" ?disabled=${at === undefined} @click=${() => moveTime(app, to)}>
    <strong>${label}</strong>${note ? html`<small>${note}</small>` : nothing}</button>`;
}
