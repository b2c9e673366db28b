import { html, nothing, type TemplateResult } from "lit-html";
import { classMap } from "lit-html/directives/class-map.js";
import { live } from "lit-html/directives/live.js";
import { repeat } from "lit-html/directives/repeat.js";
import type { DemoState, FaultName, TimeTarget, TrafficLine } from "../../server/page/protocol.ts";
import { now, timestampText } from "../clock.ts";
import { prefill } from "../composer.ts";
import { type GuideStep, guideSteps, nextStep } from "../guide.ts";
import { closePanel, dismissGuide, moveTime, openPanel } from "../panel.ts";
import { type App, PANELS, type PanelName } from "../state.ts";
import { formatOffset } from "../time-format.ts";

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

/** All steps in the side panel. */
export function guide(app: App): TemplateResult {
  const steps = guideSteps(app);
  const next = nextStep(steps);
  return html`<h2>Welcome! This is a small Discord on your own machine.</h2>
    <p>Rootine runs here as it would on a real server. Nothing leaves your computer, so try everything.</p>
    <ol class="steps">${app.state.hello && steps.map((step, index) => item(app, step, index, step === next))}</ol>
    <p class="hint">${next ? "A step is checked off as soon as it happens, no matter how you do it." : "You've seen it all. Have fun!"}</p>`;
}

function item(app: App, step: GuideStep, index: number, isNext: boolean): TemplateResult {
  const { title, text, isDone, isRepeatable } = step;
  return html`<li class=${classMap({ step: true, "is-done": isDone, "is-next": isNext })} aria-current=${isNext ? "step" : nothing}>
    <span class="step-mark" aria-hidden="true">${isDone ? "✓" : index + 1}</span>
    <div class="step-text"><strong>${title}</strong>${isDone ? html`<span class="visually-hidden"> (done)</span>` : nothing}
      ${isNext ? html`<p>${text}</p>` : nothing}
      ${isDone && !isRepeatable ? nothing : button(app, step, isNext)}</div></li>`;
}

function button(app: App, { label, run, isBusy }: GuideStep, isNext: boolean): TemplateResult {
  return html`<button class=${`button ${isNext ? "primary" : "secondary"}`} ?disabled=${isBusy} @click=${() => run(app)}>${label}</button>`;
}

/** On a phone, only the next step, above the channel. */
export function guideBar(app: App): TemplateResult | typeof nothing {
  if (!app.state.isGuideActive || !app.state.hello) return nothing;
  const next = nextStep(guideSteps(app));
  if (!next) return nothing;
  return html`<section class="guide-bar" aria-label="Next step"><span><strong>${next.title}.</strong> ${next.text}</span>
    <button class="icon-button" aria-label="Close the guide" @click=${() => dismissGuide(app)}>✕</button>
    ${button(app, next, true)}</section>`;
}

/** Fills the server with forty members and three months of answers. */
function groupPanel(app: App): TemplateResult {
  const { demo } = app.state;
  return html`<h2>A group with history</h2>
    <p>Forty members join and answer ${demo?.days ?? 60} days of questions while time moves forward. They click the bot's own buttons,
      so leaderboards, profiles, and reviews are real. It takes about a minute.</p>
    ${demo ? controls(app, demo) : nothing}
    ${demo && demo.day > 0 ? examples(app) : nothing}`;
}

function controls(app: App, demo: DemoState): TemplateResult {
  const { status, day, days, answers, reason } = demo;
  const isStopping = status === "stopping";
  const send = (action: "start" | "stop") => () => app.send({ type: "demo", action });
  const suffix = status === "done" || status === "stopped" ? ` · ${status}` : "";
  return html`${
    status === "idle"
      ? nothing
      : html`<progress class="progress" max=${days} value=${day} aria-label="Days simulated"></progress>
        <p class="hint" role="status">Day ${day} of ${days} · ${answers} answers${suffix}</p>`
  }
  ${reason ? html`<p class="hint">${reason}</p>` : nothing}
  <p class="buttons">${
    status === "running" || isStopping
      ? html`<button class="button secondary" ?disabled=${isStopping} @click=${send("stop")}>${isStopping ? "Stopping…" : "Stop"}</button>`
      : html`<button class="button primary" @click=${send("start")}>${day > 0 ? "Simulate three more months" : "Simulate three months"}</button>`
  }</p>`;
}

function examples(app: App): TemplateResult {
  const example = (command: string) =>
    html`<button class="button secondary" @click=${() => prefill(app, `${command} `)}>${command}</button>`;
  return html`<h3>Try these now</h3>
    <p class="buttons">${["/leaderboard", "/profile", "/review", "/bank health"].map(example)}</p>
    <p class="hint">Noor, Tomas, and Yuki took part. Act as one of them to see a member's own data.</p>`;
}

const FAULTS: readonly [FaultName, label: string, note: string][] = [
  ["latency", "Slow requests", "Every request takes 1.5 seconds longer."],
  ["late", "Late replies", "Replies to commands and buttons arrive after Discord's three-second limit."],
  ["rate-limit", "Rate limits (429)", "About half of all requests have to be repeated a second later."],
  ["error-before", "Errors before the write (502)", "About half of all requests fail and have no effect."],
  [
    "error-after",
    "Errors after the write (502)",
    "About half of all requests take effect but report an error. A blind retry would repeat the action.",
  ],
  ["gateway", "Gateway down", "The bot's connection is dropped, and new ones are refused."],
];

/** Switches for Discord failures. */
function faultsPanel(app: App): TemplateResult {
  const { enabled, hits } = app.state.faults;
  return html`<h2>Simulate Discord problems</h2>
    <p>Turn one on, use the bot, and watch its reaction under Traffic.</p>
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

/** Moves the clock that the bot and this Discord share. */
function timePanel(app: App): TemplateResult {
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
    <p class="hint">The bot and Discord share this clock, even after a restart. It only moves forward, since streaks and messages
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

const PAGE_SIZE = 100;
const DIRECTIONS: Record<TrafficLine["direction"], string> = { rest: "REST", "to-bot": "→ bot", "from-bot": "bot →" };

/** Requests and gateway events between the bot and Discord, newest first. */
function trafficPanel(app: App): TemplateResult {
  const { traffic } = app.state;
  const wanted = traffic.filter.toLowerCase();
  const matching = traffic.lines
    .filter(({ title, fault = "" }) => `${title} ${fault}`.toLowerCase().includes(wanted))
    .reverse();
  const onFilter = ({ target }: Event) => {
    if (target instanceof HTMLInputElement) traffic.filter = target.value;
    app.update();
  };
  const showOlder = () => {
    traffic.shown += PAGE_SIZE;
    app.update();
  };
  return html`<h2>Traffic</h2>
    <input class="field" type="search" placeholder="Filter, such as callback" aria-label="Filter the traffic"
      .value=${traffic.filter} @input=${onFilter} />
    <ol class="traffic">${repeat(
      matching.slice(0, traffic.shown),
      ({ id }) => id,
      (line) => lineView(app, line),
    )}</ol>
    ${matching.length === 0 ? html`<p class="hint">${wanted === "" ? "Nothing yet." : "No matches."}</p>` : nothing}
    ${matching.length > traffic.shown ? html`<button class="button secondary" @click=${showOlder}>Show older</button>` : nothing}
    <p class="hint">The last ${traffic.lines.length} lines. Tokens are hidden.</p>`;
}

function lineView(app: App, { id, at, direction, title, status, fault }: TrafficLine): TemplateResult {
  const { details } = app.state.traffic;
  const onToggle = ({ newState }: ToggleEvent) => {
    if (newState === "open" && !details.has(id)) app.send({ type: "traffic-detail", id });
  };
  const isError = status !== undefined && (status >= 400 || status === 0);
  return html`<li><details @toggle=${onToggle}><summary class="traffic-line">
      <small>${DIRECTIONS[direction]}</small><span class="traffic-title">${title}</span>
      ${status === undefined ? nothing : html`<span class=${isError ? "is-error" : ""}>${status === 0 ? "reset" : status}</span>`}
      <small class="traffic-note">${timestampText(at / 1000, "T")}${fault ? ` · ${fault}` : ""}</small></summary>
    <pre class="traffic-detail" tabindex="0" role="region" aria-label=${`Details of ${title}`}>${details.get(id) ?? "…"}</pre></details></li>`;
}
