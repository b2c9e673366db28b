import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { FaultName } from "../../server/page/protocol.ts";
import type { App } from "../state.ts";

const FAULTS: readonly [FaultName, label: string, note: string][] = [
  ["latency", "Slow requests", "Every request takes 1.5 seconds longer."],
  ["late", "Late replies", "Replies to commands and buttons arrive after Discord's three-second limit."],
  ["rate-limit", "Rate limits (429)", "About every other request has to be repeated a second later."],
  ["error-before", "Errors before the write (502)", "About every other request fails and does nothing."],
  [
    "error-after",
    "Errors after the write (502)",
    "About every other request works but reports an error. A blind retry would do it twice.",
  ],
  ["gateway", "Gateway down", "The bot's connection is dropped, and new ones are refused."],
];

/** Switches for what can go wrong at Discord. */
export function faultsPanel(app: App): TemplateResult {
  const { enabled, hits } = app.state.faults;
  return html`<h2>Simulate Discord problems</h2>
    <p>Turn one on, use the bot, and watch under Traffic how it copes.</p>
    <ul class="switches">${FAULTS.map(([name, label, note]) => faultSwitch(app, name, label, note, enabled.includes(name)))}</ul>
    <p class="hint" role="status">${enabled.length === 0 ? "Everything works." : html`<strong>${enabled.length} on</strong> until you turn them off.`}
      ${hits > 0 ? `Requests affected before the last change: ${hits}.` : ""}</p>`;
}

function faultSwitch(app: App, name: FaultName, label: string, note: string, isOn: boolean): TemplateResult {
  const onChange = () => app.send({ type: "fault", name, enabled: !isOn });
  return html`<li><label class="choice"><input type="checkbox" role="switch" .checked=${live(isOn)} aria-describedby=${`fault-${name}`}
      @change=${onChange} /><span><strong>${label}</strong></span></label>
    <p class="hint" id=${`fault-${name}`}>${note}</p></li>`;
}
