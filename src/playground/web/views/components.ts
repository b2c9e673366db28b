import type {
  APIComponentInContainer,
  APIComponentInMessageActionRow,
  APIContainerComponent,
  APIFileComponent,
  APIMediaGalleryComponent,
  APIMessage,
  APIMessageTopLevelComponent,
  APISectionComponent,
  APISeparatorComponent,
  APIThumbnailComponent,
} from "discord-api-types/v10";
import { html, nothing, type TemplateResult } from "lit-html";
import { classMap } from "lit-html/directives/class-map.js";
import { styleMap } from "lit-html/directives/style-map.js";
import { COMPONENT } from "../kinds.ts";
import type { Page } from "../state.ts";
import { button } from "./button.ts";
import { fileIcon } from "./icons.ts";
import { markdown } from "./markdown.ts";
import { mediaAddress } from "./media.ts";
import { messageSelect } from "./message-select.ts";
import { spoiler } from "./spoiler.ts";

type Shown = TemplateResult | typeof nothing | string;
type Component = APIMessageTopLevelComponent | APIComponentInContainer;

/** A message's components, old rows and Components V2 alike. */
export function components(page: Page, message: APIMessage): Shown {
  if (!message.components?.length) return nothing;
  return html`<div class="components">${message.components.map((component) => one(page, message, component))}</div>`;
}

function one(page: Page, message: APIMessage, component: Component): Shown {
  switch (component.type) {
    case COMPONENT.row:
      return html`<div class="row">${component.components.map((item) => inRow(page, message, item))}</div>`;
    case COMPONENT.text:
      return markdown(page, component.content);
    case COMPONENT.container:
      return container(page, message, component);
    case COMPONENT.section:
      return section(page, message, component);
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

function inRow(page: Page, message: APIMessage, component: APIComponentInMessageActionRow): Shown {
  return component.type === COMPONENT.button
    ? button(page, message, component)
    : messageSelect(page, message, component);
}

function container(page: Page, message: APIMessage, component: APIContainerComponent): Shown {
  const { accent_color: accent } = component;
  const hasAccent = accent !== null && accent !== undefined;
  const style = hasAccent ? { "--accent": `#${accent.toString(16).padStart(6, "0")}` } : {};
  const shown = html`<div class=${classMap({ container: true, "has-accent": hasAccent })} style=${styleMap(style)}>
    ${component.components.map((item) => one(page, message, item))}
  </div>`;
  return component.spoiler ? spoiler(shown, "is-block") : shown;
}

function section(page: Page, message: APIMessage, { components: texts, accessory }: APISectionComponent): Shown {
  const beside = accessory.type === COMPONENT.button ? button(page, message, accessory) : thumbnail(message, accessory);
  return html`<div class="section">
    <div class="section-text">${texts.map((text) => markdown(page, text.content))}</div>
    <div class="section-accessory">${beside}</div>
  </div>`;
}

function thumbnail(message: APIMessage, { media, description, spoiler: isHidden }: APIThumbnailComponent): Shown {
  const image = html`<img class="thumbnail" src=${mediaAddress(message, media.url)} alt=${description ?? ""} loading="lazy" />`;
  return isHidden ? spoiler(image, "is-block") : image;
}

function separator({ divider = true, spacing = 1 }: APISeparatorComponent): Shown {
  return html`<div class=${classMap({ separator: true, "is-line": divider, "is-wide": spacing === 2 })}></div>`;
}

function gallery(message: APIMessage, { items }: APIMediaGalleryComponent): Shown {
  return html`<div class="gallery" data-count=${Math.min(items.length, 4)}>
    ${items.map(({ media, description, spoiler: isHidden }) => {
      const image = html`<img src=${mediaAddress(message, media.url)} alt=${description ?? ""}
        width=${media.width ?? nothing} height=${media.height ?? nothing} loading="lazy" />`;
      return isHidden ? spoiler(image, "is-block") : image;
    })}
  </div>`;
}

function file(message: APIMessage, { file: media, name }: APIFileComponent): Shown {
  const address = mediaAddress(message, media.url);
  const title = name ?? media.url.split("/").at(-1) ?? "file";
  return html`<a class="file" href=${address} download=${title}>${fileIcon}${title}</a>`;
}
