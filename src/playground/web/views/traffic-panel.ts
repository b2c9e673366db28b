import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { TrafficLine } from "../../server/page/protocol.ts";
import type { Page } from "../state.ts";
import { formatTimestamp } from "../time.ts";
import { reader } from "./timestamp.ts";

const MORE = 100;
const WAYS: Record<TrafficLine["way"], string> = { rest: "REST", "to-bot": "→ bot", "from-bot": "bot →" };

/** What goes over the wire between bot and Discord, newest first; only so many lines are ever on the page. */
export function trafficPanel(page: Page): TemplateResult {
  const { traffic } = page.state;
  const wanted = traffic.filter.toLowerCase();
  const matching = traffic.lines
    .filter(({ title, fault = "" }) => `${title} ${fault}`.toLowerCase().includes(wanted))
    .reverse();
  const filtered = (event: Event) => {
    if (event.target instanceof HTMLInputElement) traffic.filter = event.target.value;
    page.changed();
  };
  const more = () => {
    traffic.shown += MORE;
    page.changed();
  };
  return html`<h2>Traffic</h2>
    <input class="traffic-filter" type="search" placeholder="Filter, for example callback" aria-label="Filter the traffic"
      .value=${traffic.filter} @input=${filtered} />
    <ol class="traffic">${repeat(
      matching.slice(0, traffic.shown),
      ({ id }) => id,
      (line) => lineView(page, line),
    )}</ol>
    ${matching.length === 0 ? html`<p class="hint">Nothing yet.</p>` : nothing}
    ${matching.length > traffic.shown ? html`<button class="button secondary" @click=${more}>Show older</button>` : nothing}
    <p class="hint">The last ${traffic.lines.length} lines. Tokens are masked.</p>`;
}

function lineView(page: Page, { id, at, way, title, status, fault }: TrafficLine): TemplateResult {
  const { open } = page.state.traffic;
  const isOpen = open.has(id);
  const turn = () => {
    if (isOpen) open.delete(id);
    else {
      open.set(id, undefined);
      page.send({ type: "traffic-detail", id });
    }
    page.changed();
  };
  const isBad = status !== undefined && (status >= 400 || status === 0);
  return html`<li><button class="traffic-line" aria-expanded=${isOpen} @click=${turn}>
      <span class="traffic-way">${WAYS[way]}</span><span class="traffic-title">${title}</span>
      ${status === undefined ? nothing : html`<span class=${isBad ? "traffic-status is-bad" : "traffic-status"}>${status === 0 ? "broken" : status}</span>`}
      <span class="traffic-note">${formatTimestamp(at / 1000, "T", at, reader)}${fault ? ` · ${fault}` : ""}</span></button>
    ${isOpen ? html`<pre class="traffic-detail" tabindex="0" role="region" aria-label=${`${title} in full`}>${open.get(id) ?? "…"}</pre>` : nothing}</li>`;
}
