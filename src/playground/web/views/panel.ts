import { html, nothing, type TemplateResult } from "lit-html";
import { closePanel, openPanel, PANELS, type PanelName } from "../panel.ts";
import type { Page } from "../state.ts";
import { faultsPanel } from "./faults-panel.ts";
import { groupPanel } from "./group-panel.ts";
import { guide } from "./guide.ts";
import { timePanel } from "./time-panel.ts";
import { trafficPanel } from "./traffic-panel.ts";

const BODIES: Record<PanelName, (page: Page) => TemplateResult> = {
  guide,
  time: timePanel,
  group: groupPanel,
  faults: faultsPanel,
  traffic: trafficPanel,
};

/** The open tool, with the tabs that lead to the others. */
export function panel(page: Page): TemplateResult | typeof nothing {
  const { panel: open } = page.state;
  if (open === undefined) return nothing;
  return html`<aside class="panel" aria-label="Playground" @keydown=${(event: KeyboardEvent) => leave(page, event)}>
    <div class="panel-head">
      <div role="tablist" aria-label="Playground" class="panel-tabs" @keydown=${(event: KeyboardEvent) => turn(page, event)}>
        ${PANELS.map(([name, label]) => tab(page, name, label))}</div>
      <button class="icon-button" aria-label="Close this panel" @click=${() => closePanel(page)}>✕</button>
    </div>
    <div class="panel-body" role="tabpanel" id="panel-body" aria-labelledby=${`tab-${open}`} tabindex="0">${BODIES[open](page)}</div>
  </aside>`;
}

function tab(page: Page, name: PanelName, label: string): TemplateResult {
  const isOpen = page.state.panel === name;
  return html`<button role="tab" class="panel-tab" id=${`tab-${name}`} aria-selected=${isOpen} aria-controls="panel-body"
    tabindex=${isOpen ? 0 : -1} @click=${() => openPanel(page, name)}>${label}</button>`;
}

const TURNS = new Map([
  ["ArrowLeft", -1],
  ["ArrowRight", 1],
]);

/** Tabs are turned with the arrow keys, as everywhere. */
function turn(page: Page, event: KeyboardEvent): void {
  const step = TURNS.get(event.key);
  if (step === undefined) return;
  event.preventDefault();
  const at = PANELS.findIndex(([name]) => name === page.state.panel);
  const [name] = PANELS[(at + step + PANELS.length) % PANELS.length] ?? PANELS[0];
  openPanel(page, name);
  document.getElementById(`tab-${name}`)?.focus();
}

function leave(page: Page, event: KeyboardEvent): void {
  if (event.key !== "Escape") return;
  closePanel(page);
  document.querySelector<HTMLElement>(".tools-button")?.focus();
}
