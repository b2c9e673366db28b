import { html, nothing, type TemplateResult } from "lit-html";
import { classMap } from "lit-html/directives/class-map.js";
import { type GuideStep, guideSteps, nextStep } from "../guide.ts";
import { dismissGuide } from "../panel.ts";
import type { App } from "../state.ts";

/** All steps in the side panel. */
export function guide(app: App): TemplateResult {
  const steps = guideSteps(app);
  const next = nextStep(steps);
  return html`<h2>Welcome! This is a small Discord on your own machine.</h2>
    <p>Rootine runs here as it would on a real server. Nothing leaves your computer, so try everything.</p>
    <ol class="steps">${app.state.hello && steps.map((step, index) => item(app, step, index, step === next))}</ol>
    <p class="hint">${next ? "A step is checked off once it has really happened, however you did it." : "You've seen it all. Have fun!"}</p>`;
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

/** On a phone: just the next step, above the channel. */
export function guideBar(app: App): TemplateResult | typeof nothing {
  if (!app.state.isGuideActive || !app.state.hello) return nothing;
  const next = nextStep(guideSteps(app));
  if (!next) return nothing;
  return html`<section class="guide-bar" aria-label="Next step"><span><strong>${next.title}.</strong> ${next.text}</span>
    <button class="icon-button" aria-label="Close the guide" @click=${() => dismissGuide(app)}>✕</button>
    ${button(app, next, true)}</section>`;
}
