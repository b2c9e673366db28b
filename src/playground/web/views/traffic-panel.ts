import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { TrafficLine } from "../../server/page/protocol.ts";
import { timestampText } from "../clock.ts";
import type { App } from "../state.ts";

const PAGE_SIZE = 100;
const DIRECTIONS: Record<TrafficLine["direction"], string> = { rest: "REST", "to-bot": "→ bot", "from-bot": "bot →" };

/** Requests and gateway events between the bot and Discord, newest first. */
export function trafficPanel(app: App): TemplateResult {
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
    <input class="field" type="search" placeholder="Filter, like callback" aria-label="Filter the traffic"
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
