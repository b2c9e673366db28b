import { html, nothing, type TemplateResult } from "lit-html";
import { closePanel, openPanel } from "../panel.ts";
import { type App, PANELS, type PanelName } from "../state.ts";
import { faultsPanel } from "./faults-panel.ts";
import { groupPanel } from "./group-panel.ts";
import { guide } from "./guide.ts";
import { timePanel } from "./time-panel.ts";
import { trafficPanel } from "./traffic-panel.ts";

const BODIES: Record<PanelName, (app: App) => TemplateResult> = {
  guide,
  time: timePanel,
  group: groupPanel,
  faults: faultsPanel,
  traffic: trafficPanel,
};

export function panel(app: App): TemplateResult | typeof nothing {
  const { panel: open } = app.state;
  if (open === undefined) return nothing;
  const onKeydown = ({ key }: KeyboardEvent) => {
    if (key !== "Escape") return;
    closePanel(app);
    document.querySelector<HTMLElement>(".tools-button")?.focus();
  };
  return html`<aside class="panel" aria-label="Playground" @keydown=${onKeydown}>
    <div class="panel-head">
      <div role="tablist" aria-label="Playground" class="panel-tabs" @keydown=${(event: KeyboardEvent) => moveTab(app, event)}>
        ${PANELS.map(([name, label]) => tab(app, name, label))}</div>
      <button class="icon-button" aria-label="Close the panel" @click=${() => closePanel(app)}>✕</button>
    </div>
    <div class="panel-body" role="tabpanel" id="panel-body" aria-labelledby=${`tab-${open}`} tabindex="0">${BODIES[open](app)}</div>
  </aside>`;
}

function tab(app: App, name: PanelName, label: string): TemplateResult {
  const isOpen = app.state.panel === name;
  return html`<button role="tab" class="panel-tab" id=${`tab-${name}`} aria-selected=${isOpen} aria-controls="panel-body"
    tabindex=${isOpen ? 0 : -1} @click=${() => openPanel(app, name)}>${label}</button>`;
}

function moveTab(app: App, event: KeyboardEvent): void {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const index = PANELS.findIndex(([name]) => name === app.state.panel);
  const [name] = PANELS[(index + step + PANELS.length) % PANELS.length] ?? PANELS[0];
  openPanel(app, name);
  document.getElementById(`tab-${name}`)?.focus();
}
