import { html, nothing, type TemplateResult } from "lit-html";
import { classMap } from "lit-html/directives/class-map.js";
import { type GuideStep, nextStep, stepsOf } from "../guide.ts";
import { endGuide } from "../panel.ts";
import type { Page } from "../state.ts";

/** The guided start in the panel: all steps, each with a way to do it, ticked off by what came of it. */
export function guide(page: Page): TemplateResult {
  const steps = stepsOf(page);
  const next = nextStep(steps);
  return html`<h2>Welcome. This is a small Discord on your own machine.</h2>
    <p>Rootine runs here as it would on a real server. Nothing leaves this computer, so press everything.</p>
    <ol class="steps">${page.state.hello && steps.map((step, index) => item(page, step, index, step === next))}</ol>
    <p class="hint">${next ? "A step ticks itself off once it has really happened, however you did it." : "That was all of it."}</p>`;
}

function item(page: Page, step: GuideStep, index: number, isNext: boolean): TemplateResult {
  return html`<li class=${classMap({ step: true, "is-done": step.isDone, "is-next": isNext })} aria-current=${isNext ? "step" : nothing}>
    <span class="step-mark" aria-hidden="true">${step.isDone ? "✓" : index + 1}</span>
    <div class="step-words"><strong>${step.title}</strong>${step.isDone ? html`<span class="visually-hidden"> (done)</span>` : nothing}
      ${isNext ? html`<p>${step.words}</p>` : nothing}
      ${step.isDone && !step.isRepeatable ? nothing : way(page, step, isNext)}</div></li>`;
}

function way(page: Page, { label, act, isBusy }: GuideStep, isNext: boolean): TemplateResult {
  return html`<button class=${`button ${isNext ? "primary" : "secondary"}`} ?disabled=${isBusy} @click=${() => act(page)}>${label}</button>`;
}

/** On a phone the conversation keeps the screen: one line with the next step. */
export function guideBar(page: Page): TemplateResult | typeof nothing {
  if (!page.state.isGuiding || !page.state.hello) return nothing;
  const next = nextStep(stepsOf(page));
  if (!next) return nothing;
  return html`<section class="guide-bar" aria-label="Next step"><span><strong>${next.title}.</strong> ${next.words}</span>
    <button class="icon-button" aria-label="Close the guided start" @click=${() => endGuide(page)}>✕</button>
    ${way(page, next, true)}</section>`;
}
