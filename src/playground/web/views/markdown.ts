import { html, nothing, type TemplateResult } from "lit-html";
import { unsafeHTML } from "lit-html/directives/unsafe-html.js";
import { until } from "lit-html/directives/until.js";
import { clockText, now, timestampText } from "../clock.ts";
import { prefill } from "../composer.ts";
import { channelOf, linkTarget, roleName, userName } from "../lookup.ts";
import type { engine } from "../markdown/engine.ts";
import { type MarkdownNode, parseMarkdown, plainText } from "../markdown/parse.ts";
import { openChannel, openMessage } from "../navigation.ts";
import type { App } from "../state.ts";
import type { TimestampStyle } from "../time-format.ts";

type Content = TemplateResult | string | typeof nothing;

export function markdown(app: App, source: string | undefined | null): Content {
  if (!source) return nothing;
  return html`<div class="markdown">${parseCached(source).map((node) => view(app, node))}</div>`;
}

const CACHE_SIZE = 2_000;
const cache = new Map<string, MarkdownNode[]>();

/** Messages are rendered often, but their text is parsed once. */
function parseCached(source: string): MarkdownNode[] {
  const cached = cache.get(source);
  if (cached) return cached;
  if (cache.size >= CACHE_SIZE) cache.clear();
  const nodes = parseMarkdown(source);
  cache.set(source, nodes);
  return nodes;
}

function view(app: App, node: MarkdownNode): Content {
  return inline(app, node) ?? block(app, node) ?? mention(app, node) ?? nothing;
}

function inline(app: App, node: MarkdownNode): Content | undefined {
  const inner = (nodes: MarkdownNode[]) => nodes.map((child) => view(app, child));
  switch (node.type) {
    case "text":
      return node.text;
    case "break":
      return html`<br />`;
    case "strong":
      return html`<strong>${inner(node.children)}</strong>`;
    case "emphasis":
      return html`<em>${inner(node.children)}</em>`;
    case "underline":
      return html`<u>${inner(node.children)}</u>`;
    case "strike":
      return html`<s>${inner(node.children)}</s>`;
    case "spoiler":
      return spoiler(inner(node.children), "is-line");
    case "inline-code":
      return html`<code>${node.text}</code>`;
    case "link":
      return messageLink(app, node) ?? link(node.target, inner(node.children));
    case "emoji":
      return `:${node.name}:`;
    case "timestamp":
      return timestamp(node.seconds, node.style);
    default:
      return undefined;
  }
}

function link(url: string, content: Content[]): Content {
  return html`<a href=${url} target="_blank" rel="noopener noreferrer">${content}</a>`;
}

/** A link to a message of this guild opens it here instead of in the real Discord. A bare URL shows its channel. */
function messageLink(app: App, node: Extract<MarkdownNode, { type: "link" }>): Content | undefined {
  const target = linkTarget(app.state, node.target);
  if (!target) return undefined;
  const { channel, messageId } = target;
  const open = () => openMessage(app, channel.id, messageId);
  const text = plainText(node);
  if (text !== node.target) return html`<button class="text-button" @click=${open}>${text}</button>`;
  return html`<button class="mention" @click=${open}>#${channel.name}${messageId ? " › message" : ""}</button>`;
}

function block(app: App, node: MarkdownNode): Content | undefined {
  const inner = (nodes: MarkdownNode[]) => nodes.map((child) => view(app, child));
  switch (node.type) {
    case "quote":
      return html`<blockquote>${inner(node.children)}</blockquote>`;
    case "subtext":
      return html`<small class="subtext">${inner(node.children)}</small>`;
    case "heading":
      // The page itself uses h1 to h3.
      return html`<h4 class=${`heading-${Math.min(node.level, 3)}`}>${inner(node.children)}</h4>`;
    case "list": {
      const items = node.items.map((item) => html`<li>${inner(item)}</li>`);
      return node.ordered ? html`<ol start=${node.start}>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    case "code":
      // A code block scrolls sideways, so the keyboard must be able to focus it.
      return html`<pre tabindex="0" aria-label="Code"><code>${codeBlock(node.text, node.language.toLowerCase())}</code></pre>`;
    default:
      return undefined;
  }
}

function codeBlock(text: string, language: string): unknown {
  const show = (highlighted: string | undefined) => (highlighted === undefined ? text : unsafeHTML(highlighted));
  const result = highlight(text, language);
  return result instanceof Promise ? until(result.then(show), text) : show(result);
}

function mention(app: App, node: MarkdownNode): Content | undefined {
  switch (node.type) {
    case "user":
      return html`<span class="mention">@${userName(app.state, node.id)}</span>`;
    case "role":
      return html`<span class="mention">@${roleName(app.state, node.id)}</span>`;
    case "everyone":
      return html`<span class="mention">${node.text}</span>`;
    case "command":
      return html`<button class="mention" @click=${() => prefill(app, `/${node.name} `)}>/${node.name}</button>`;
    case "channel": {
      const channel = channelOf(app.state, node.id);
      if (!channel) return html`<span class="mention">#No Access</span>`;
      return html`<button class="mention" @click=${() => openChannel(app, channel.id)}>#${channel.name}</button>`;
    }
    default:
      return undefined;
  }
}

/** Content that is hidden until someone reveals it: words in a line, or an image or card as a block. */
export function spoiler(content: unknown, shape: "is-line" | "is-block"): TemplateResult {
  return html`<span class=${`spoiler ${shape}`} role="button" tabindex="0" @click=${onClick} @keydown=${onKeydown}><span
    class="spoiler-name visually-hidden">Reveal spoiler</span><span class="spoiler-content" aria-hidden="true" ?inert=${shape === "is-block"}>${content}</span></span>`;
}

function onClick({ currentTarget }: Event): void {
  if (currentTarget instanceof HTMLElement) reveal(currentTarget);
}

function onKeydown(event: KeyboardEvent): void {
  if ((event.key !== "Enter" && event.key !== " ") || event.target !== event.currentTarget) return;
  event.preventDefault();
  onClick(event);
}

function reveal(spoiler: HTMLElement): void {
  spoiler.classList.add("is-revealed");
  for (const name of ["role", "tabindex"]) spoiler.removeAttribute(name);
  spoiler.querySelector(".spoiler-name")?.setAttribute("hidden", "");
  const content = spoiler.querySelector(".spoiler-content");
  for (const name of ["aria-hidden", "inert"]) content?.removeAttribute(name);
}

/** Sets the text as a property, so `refreshTimes` can change it between renderings. */
export function timestamp(seconds: number, style: TimestampStyle): TemplateResult {
  return html`<time class="timestamp" title=${timestampText(seconds, "F")} data-seconds=${seconds} data-style=${style}
    .textContent=${timestampText(seconds, style)}></time>`;
}

/** Keeps clocks and relative times such as "in 2 minutes" current. */
export function refreshTimes(root: ParentNode): void {
  const setText = (element: HTMLElement, text: string) => {
    if (element.textContent !== text) element.textContent = text;
  };
  setInterval(() => {
    for (const time of root.querySelectorAll<HTMLElement>('time[data-style="R"]'))
      setText(time, timestampText(Number(time.dataset.seconds), "R"));
    for (const clock of root.querySelectorAll<HTMLElement>("[data-clock]"))
      setText(clock, clock.dataset.clock === "long" ? timestampText(now() / 1000, "F") : clockText());
  }, 1_000);
}

let loaded: typeof engine | undefined;
let loading: Promise<typeof engine> | undefined;

/** The code as safe HTML. Undefined for an unknown language. The first call loads the highlighter. */
export function highlight(code: string, language: string): string | undefined | Promise<string | undefined> {
  if (language === "") return undefined;
  if (loaded) return highlightWith(loaded, code, language);
  loading ??= import("../markdown/engine.ts").then((module) => {
    loaded = module.engine;
    return loaded;
  });
  return loading.then((highlighter) => highlightWith(highlighter, code, language));
}

function highlightWith(highlighter: typeof engine, code: string, language: string): string | undefined {
  if (!highlighter.getLanguage(language)) return undefined;
  return highlighter.highlight(code, { language, ignoreIllegals: true }).value;
}
