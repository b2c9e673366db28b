import type { APIEmbed, APIEmbedField, APIMessage } from "discord-api-types/v10";
import { html, nothing, type TemplateResult } from "lit-html";
import { styleMap } from "lit-html/directives/style-map.js";
import { MESSAGE_FLAG } from "../kinds.ts";
import { now } from "../now.ts";
import type { Page } from "../state.ts";
import { formatMessageTime } from "../time.ts";
import { markdown } from "./markdown.ts";
import { mediaAddress } from "./media.ts";
import { reader } from "./timestamp.ts";

type Shown = TemplateResult | typeof nothing | string;

export function embeds(page: Page, message: APIMessage): Shown {
  if (((message.flags ?? 0) & MESSAGE_FLAG.suppressEmbeds) !== 0) return nothing;
  return html`${message.embeds.map((embed) => one(page, message, embed))}`;
}

function one(page: Page, message: APIMessage, embed: APIEmbed): TemplateResult {
  const colour = embed.color === undefined ? {} : { "--accent": `#${embed.color.toString(16).padStart(6, "0")}` };
  const { author, title, url, description, fields, image, thumbnail } = embed;
  return html`<article class="embed" style=${styleMap(colour)}>
    <div class="embed-main">
      ${author ? html`<div class="embed-author">${linked(author.name, author.url)}</div>` : nothing}
      ${title ? html`<div class="embed-title">${url ? linked(title, url) : markdown(page, title)}</div>` : nothing}
      ${description ? html`<div class="embed-text">${markdown(page, description)}</div>` : nothing}
      ${fields?.length ? html`<div class="embed-fields">${fields.map((field) => fieldOf(page, field))}</div>` : nothing}
      ${image ? html`<img class="embed-image" src=${mediaAddress(message, image.url)} alt="" loading="lazy" />` : nothing}
      ${foot(embed)}
    </div>
    ${thumbnail ? html`<img class="thumbnail" src=${mediaAddress(message, thumbnail.url)} alt="" loading="lazy" />` : nothing}
  </article>`;
}

function linked(text: string, url: string | undefined): Shown {
  if (!url || !/^https?:\/\//i.test(url)) return text;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer">${text}</a>`;
}

function fieldOf(page: Page, { name, value, inline }: APIEmbedField): TemplateResult {
  return html`<div class=${inline ? "embed-field is-inline" : "embed-field"}>
    <div class="embed-field-name">${markdown(page, name)}</div>${markdown(page, value)}</div>`;
}

function foot({ footer, timestamp }: APIEmbed): Shown {
  if (!footer && !timestamp) return nothing;
  const time = timestamp ? formatMessageTime(Date.parse(timestamp), now(), reader) : undefined;
  return html`<div class="embed-foot">${[footer?.text, time].filter((part) => part !== undefined).join(" • ")}</div>`;
}
