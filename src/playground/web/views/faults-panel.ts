import { html, type TemplateResult } from "lit-html";
import type { FaultName } from "../../server/page/protocol.ts";
import type { Page } from "../state.ts";

const WORDS: readonly [FaultName, name: string, note: string][] = [
  ["latency", "Slow", "Every request takes 1.5 seconds longer."],
  ["late", "Too late", "Answers to commands and buttons come after the three seconds that Discord waits."],
  ["rate-limit", "Rate limits (429)", "Every other request has to come again in a second."],
  ["error-before", "Errors before the write (502)", "Every other request fails, and nothing was done."],
  [
    "error-after",
    "Errors after the write (502)",
    "It was done, and the answer says it failed: a blind retry would double it.",
  ],
  ["gateway", "No gateway", "The bot's connection is dropped, and none is taken."],
];

/** Discord's bad days, and the bot at work under them. */
export function faultsPanel(page: Page): TemplateResult {
  const { enabled, hits } = page.state.faults;
  return html`<h2>Discord's bad days</h2>
    <p>Switch one on, use the bot, and see in Traffic how it gets through.</p>
    <ul class="switches">${WORDS.map(([name, label, note]) => faultSwitch(page, name, label, note, enabled.includes(name)))}</ul>
    <p class="hint" role="status">${enabled.length === 0 ? "All is well." : html`<strong>${enabled.length} on.</strong> They stay until they are switched off.`}
      ${hits > 0 ? `Struck ${hits} times by the last change.` : ""}</p>`;
}

function faultSwitch(page: Page, name: FaultName, label: string, note: string, isOn: boolean): TemplateResult {
  const turn = () => page.send({ type: "fault", name, enabled: !isOn });
  return html`<li><button class="switch" role="switch" aria-checked=${isOn} aria-describedby=${`fault-${name}`} @click=${turn}>
      <span class="switch-name">${label}</span><span class="switch-knob" aria-hidden="true"></span></button>
    <p class="hint" id=${`fault-${name}`}>${note}</p></li>`;
}
