import type { APIEmbed, APIEmbedField, APIMessage } from "discord-api-types/v10";
import { html, nothing, type TemplateResult } from "lit-html";
import { styleMap } from "lit-html/directives/style-map.js";
import { messageTimeText } from "../clock.ts";
import { hasFlag } from "../enums.ts";
import type { App } from "../state.ts";
import { markdown } from "./markdown.ts";

type Content = TemplateResult | typeof nothing | string;

export function embeds(app: App, message: APIMessage): Content {
  return hasFlag(message, "suppressEmbeds") ? nothing : html`${message.embeds.map((one) => embed(app, message, one))}`;
}

function embed(app: App, message: APIMessage, content: APIEmbed): TemplateResult {
  const { color, author, title, url, description, fields, image, thumbnail } = content;
  return html`<article class="embed" style=${styleMap(accentStyle(color))}>
    <div class="embed-main">
      ${author ? html`<div class="embed-author">${link(author.name, author.url)}</div>` : nothing}
      ${title ? html`<div class="embed-title">${url ? link(title, url) : markdown(app, title)}</div>` : nothing}
      ${markdown(app, description)}
      ${fields?.length ? html`<div class="embed-fields">${fields.map((one) => field(app, one))}</div>` : nothing}
      ${image ? html`<img class="embed-image" src=${mediaUrl(message, image.url)} alt="" loading="lazy" />` : nothing}
      ${footer(content)}
    </div>
    ${thumbnail ? html`<img class="thumbnail" src=${mediaUrl(message, thumbnail.url)} alt="" loading="lazy" />` : nothing}
  </article>`;
}

function link(text: string, url: string | undefined): Content {
  if (!url || !/^https?:\/\//i.test(url)) return text;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer">${text}</a>`;
}

function field(app: App, { name, value, inline }: APIEmbedField): TemplateResult {
  return html`<div class=${inline ? "embed-field is-inline" : "embed-field"}>
    <strong>${markdown(app, name)}</strong>${markdown(app, value)}</div>`;
}

function footer({ footer: text, timestamp }: APIEmbed): Content {
  const parts = [text?.text, timestamp && messageTimeText(Date.parse(timestamp))].filter(Boolean);
  return parts.length > 0 ? html`<small>${parts.join(" • ")}</small>` : nothing;
}

/** Resolves `attachment://name`, which refers to an attachment of the same message. */
export function mediaUrl({ attachments }: APIMessage, url: string): string {
  if (!url.startsWith("attachment://")) return url;
  const name = url.slice("attachment://".length);
  return attachments.find(({ filename }) => filename === name)?.url ?? "";
}

/** CSS style for an accent color. */
export function accentStyle(color: number | null | undefined): Record<string, string> {
  return color === null || color === undefined ? {} : { "--accent": `#${color.toString(16).padStart(6, "0")}` };
}
