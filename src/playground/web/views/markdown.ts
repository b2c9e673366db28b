import { html, nothing, type TemplateResult } from "lit-html";
import { unsafeHTML } from "lit-html/directives/unsafe-html.js";
import { goToMessage, openChannel } from "../actions.ts";
import { highlighted } from "../markdown/highlight.ts";
import { type MarkdownNode, parseMarkdown, plainTextOf } from "../markdown/parse.ts";
import { channelOf, placeAt, roleName, userName } from "../names.ts";
import type { Page } from "../state.ts";
import { prefill } from "../writing.ts";
import { spoiler } from "./spoiler.ts";
import { timestamp } from "./timestamp.ts";

type Shown = TemplateResult | string | typeof nothing;

export function markdown(page: Page, source: string | undefined | null): Shown {
  if (!source) return nothing;
  return html`<div class="markdown">${parsed(source).map((node) => show(page, node))}</div>`;
}

const KEPT = 2_000;
const cache = new Map<string, MarkdownNode[]>();

/** Messages are shown again and again; their text is parsed once. */
function parsed(source: string): MarkdownNode[] {
  const known = cache.get(source);
  if (known) return known;
  if (cache.size >= KEPT) cache.clear();
  const nodes = parseMarkdown(source);
  cache.set(source, nodes);
  return nodes;
}

function show(page: Page, node: MarkdownNode): Shown {
  return inline(page, node) ?? block(page, node) ?? mention(page, node) ?? nothing;
}

function inline(page: Page, node: MarkdownNode): Shown | undefined {
  const inner = (nodes: MarkdownNode[]) => nodes.map((child) => show(page, child));
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
      return html`<code class="inline-code">${node.text}</code>`;
    case "link":
      return messageLink(page, node) ?? link(node.target, inner(node.children));
    case "emoji":
      return `:${node.name}:`;
    case "timestamp":
      return timestamp(node.seconds, node.style);
    default:
      return undefined;
  }
}

function link(target: string, content: Shown[]): Shown {
  return html`<a href=${target} target="_blank" rel="noopener noreferrer">${content}</a>`;
}

/** A link to a message of this guild leads there, and not out to the real Discord; a bare one shows where it leads. */
function messageLink(page: Page, node: Extract<MarkdownNode, { type: "link" }>): Shown | undefined {
  const place = placeAt(page.state, node.target);
  if (!place) return undefined;
  const { channel, messageId } = place;
  const go = () => goToMessage(page, channel.id, messageId);
  const words = plainTextOf(node);
  if (words !== node.target) return html`<button class="text-button" @click=${go}>${words}</button>`;
  return html`<button class="mention" @click=${go}>#${channel.name}${messageId ? " › message" : ""}</button>`;
}

function block(page: Page, node: MarkdownNode): Shown | undefined {
  const inner = (nodes: MarkdownNode[]) => nodes.map((child) => show(page, child));
  switch (node.type) {
    case "quote":
      return html`<blockquote>${inner(node.children)}</blockquote>`;
    case "subtext":
      return html`<small class="subtext">${inner(node.children)}</small>`;
    case "heading":
      return heading(node.level, inner(node.children));
    case "list": {
      const items = node.items.map((item) => html`<li>${inner(item)}</li>`);
      return node.ordered ? html`<ol start=${node.start}>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    case "code": {
      const colours = highlighted(node.text, node.language.toLowerCase(), () => {
        page.state.areColoursReady = true;
        page.changed();
      });
      // tabindex: a code block scrolls sideways, and the keyboard must reach that.
      return html`<pre tabindex="0" aria-label="Code"><code>${colours === undefined ? node.text : unsafeHTML(colours)}</code></pre>`;
    }
    default:
      return undefined;
  }
}

/** The page's own headings are h1 and h2, so a message's begin below them, however large they look. */
function heading(level: number, content: Shown[]): Shown {
  if (level === 1) return html`<h4 class="heading-1">${content}</h4>`;
  if (level === 2) return html`<h4 class="heading-2">${content}</h4>`;
  return html`<h4 class="heading-3">${content}</h4>`;
}

function mention(page: Page, node: MarkdownNode): Shown | undefined {
  switch (node.type) {
    case "user":
      return html`<span class="mention">@${userName(page.state, node.id)}</span>`;
    case "role":
      return html`<span class="mention">@${roleName(page.state, node.id)}</span>`;
    case "everyone":
      return html`<span class="mention">${node.text}</span>`;
    case "command":
      return html`<button class="mention" @click=${() => prefill(page, `/${node.name} `)}>/${node.name}</button>`;
    case "channel": {
      const channel = channelOf(page.state, node.id);
      if (!channel) return html`<span class="mention">#No Access</span>`;
      return html`<button class="mention" @click=${() => openChannel(page, channel.id)}>#${channel.name}</button>`;
    }
    default:
      return undefined;
  }
}
