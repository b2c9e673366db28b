import type {
  APIButtonComponent,
  APIComponentInContainer,
  APIComponentInMessageActionRow,
  APIContainerComponent,
  APIFileComponent,
  APIMediaGalleryComponent,
  APIMessage,
  APIMessageTopLevelComponent,
  APISectionComponent,
  APISelectMenuComponent,
  APISeparatorComponent,
  APIThumbnailComponent,
} from "discord-api-types/v10";
import { html, nothing, type TemplateResult } from "lit-html";
import { classMap } from "lit-html/directives/class-map.js";
import { styleMap } from "lit-html/directives/style-map.js";
import { BUTTON_STYLE, COMPONENT } from "../enums.ts";
import { isPending, press } from "../interactions.ts";
import { defaultSelection, emojiText, linkTarget, placeholderOf, selectItems } from "../lookup.ts";
import { openMessage } from "../navigation.ts";
import { type App, selectKey } from "../state.ts";
import { accentStyle, mediaUrl } from "./embeds.ts";
import { fileIcon } from "./icons.ts";
import { markdown, spoiler } from "./markdown.ts";
import { select } from "./select.ts";

type Content = TemplateResult | typeof nothing | string;
type Component = APIMessageTopLevelComponent | APIComponentInContainer;

/** A message's action rows and Components V2. */
export function components(app: App, message: APIMessage): Content {
  if (!message.components?.length) return nothing;
  return html`<div class="components">${message.components.map((component) => view(app, message, component))}</div>`;
}

function view(app: App, message: APIMessage, component: Component): Content {
  switch (component.type) {
    case COMPONENT.row:
      return html`<div class="row">${component.components.map((item) => inRow(app, message, item))}</div>`;
    case COMPONENT.text:
      return markdown(app, component.content);
    case COMPONENT.container:
      return container(app, message, component);
    case COMPONENT.section:
      return section(app, message, component);
    case COMPONENT.separator:
      return separator(component);
    case COMPONENT.gallery:
      return gallery(message, component);
    case COMPONENT.file:
      return file(message, component);
    default:
      return nothing;
  }
}

function inRow(app: App, message: APIMessage, component: APIComponentInMessageActionRow): Content {
  return component.type === COMPONENT.button ? button(app, message, component) : selectMenu(app, message, component);
}

function selectMenu(app: App, message: APIMessage, component: APISelectMenuComponent): Content {
  const { custom_id: customId, min_values: min = 1, max_values: max = 1 } = component;
  const placeholder = placeholderOf(component);
  return select({
    label: placeholder,
    placeholder,
    items: selectItems(app.state, component),
    selected: app.state.selected.get(selectKey(message.id, customId)) ?? defaultSelection(component),
    min,
    max,
    isDisabled: component.disabled === true,
    isWaiting: isPending(app, message.id, customId),
    commit: (values) => press(app, { message, customId, values }),
  });
}

function container(app: App, message: APIMessage, component: APIContainerComponent): Content {
  const accent = accentStyle(component.accent_color);
  const classes = { container: true, "has-accent": "--accent" in accent };
  const content = html`<div class=${classMap(classes)} style=${styleMap(accent)}>
    ${component.components.map((item) => view(app, message, item))}
  </div>`;
  return component.spoiler ? spoiler(content, "is-block") : content;
}

function section(app: App, message: APIMessage, { components: texts, accessory }: APISectionComponent): Content {
  const beside = accessory.type === COMPONENT.button ? button(app, message, accessory) : thumbnail(message, accessory);
  return html`<div class="section">
    <div class="section-text">${texts.map((text) => markdown(app, text.content))}</div>
    <div class="section-accessory">${beside}</div>
  </div>`;
}

function thumbnail(message: APIMessage, { media, description, spoiler: isSpoiler }: APIThumbnailComponent): Content {
  const image = html`<img class="thumbnail" src=${mediaUrl(message, media.url)} alt=${description ?? ""} loading="lazy" />`;
  return isSpoiler ? spoiler(image, "is-block") : image;
}

function separator({ divider = true, spacing = 1 }: APISeparatorComponent): Content {
  return html`<div class=${classMap({ separator: true, "is-line": divider, "is-wide": spacing === 2 })}></div>`;
}

function gallery(message: APIMessage, { items }: APIMediaGalleryComponent): Content {
  return html`<div class=${items.length > 1 ? "gallery is-grid" : "gallery"}>
    ${items.map(({ media, description, spoiler: isSpoiler }) => {
      const image = html`<img src=${mediaUrl(message, media.url)} alt=${description ?? ""}
        width=${media.width ?? nothing} height=${media.height ?? nothing} loading="lazy" />`;
      return isSpoiler ? spoiler(image, "is-block") : image;
    })}
  </div>`;
}

function file(message: APIMessage, { file: media, name }: APIFileComponent): Content {
  const title = name ?? media.url.split("/").at(-1) ?? "file";
  return html`<a class="file" href=${mediaUrl(message, media.url)} download=${title}>${fileIcon}${title}</a>`;
}

const STYLES: Record<APIButtonComponent["style"], string> = {
  [BUTTON_STYLE.primary]: "primary",
  [BUTTON_STYLE.secondary]: "secondary",
  [BUTTON_STYLE.success]: "success",
  [BUTTON_STYLE.danger]: "danger",
  [BUTTON_STYLE.link]: "secondary",
  [BUTTON_STYLE.premium]: "primary",
};

export function button(app: App, message: APIMessage, component: APIButtonComponent): TemplateResult {
  const style = STYLES[component.style];
  const emoji = "emoji" in component && component.emoji ? emojiText(component.emoji) : "";
  const content = html`${emoji ? html`<span class="button-emoji">${emoji}</span>` : nothing}<span>${"label" in component ? component.label : ""}</span>`;
  if ("url" in component) return linkButton(app, component.url, content, component.disabled === true);
  const customId = "custom_id" in component ? component.custom_id : "";
  const isWaiting = isPending(app, message.id, customId);
  const onClick = () => {
    if (!isWaiting) press(app, { message, customId });
  };
  return html`<button class=${`button ${style}`}
    ?disabled=${component.disabled === true} aria-busy=${isWaiting} data-custom-id=${customId} @click=${onClick}>
    ${content}</button>`;
}

/** A link to a message of this guild opens it here instead of in the real Discord. */
function linkButton(app: App, url: string, label: TemplateResult, isDisabled: boolean): TemplateResult {
  const content = html`${label}<span aria-hidden="true">↗</span>`;
  const target = linkTarget(app.state, url);
  if (!target && !isDisabled)
    return html`<a class="button secondary" href=${url} target="_blank" rel="noopener noreferrer">${content}</a>`;
  const open = () => target && openMessage(app, target.channel.id, target.messageId);
  return html`<button class="button secondary" ?disabled=${isDisabled} @click=${open}>${content}</button>`;
}
