import { type APIAttachment, ComponentType } from "discord-api-types/v10";
import { type FormIssue, formRefusal } from "./api-error.ts";

/** The rules that hold over all components of a message, and the form in which Discord gives them back. */

const MOST_COMPONENTS = 40;
const MOST_TEXT = 4000;

export type Upload = APIAttachment;

/** Any component, seen only as far as these rules need. */
export type Part = {
  type: number;
  id?: number | null | undefined;
  custom_id?: string | null | undefined;
  content?: string;
  components?: readonly Part[];
  component?: Part;
  accessory?: Part;
  items?: readonly { media: { url: string } }[];
  media?: { url: string };
  file?: { url: string };
};

type Walk = {
  issues: FormIssue[];
  customIds: Set<string>;
  ids: Set<number>;
  nextId: number;
  count: number;
  textLength: number;
  uploads: readonly Upload[];
};

export function finishComponents(parts: readonly Part[], isV2: boolean, uploads: readonly Upload[]): object[] {
  const walk: Walk = { issues: [], customIds: new Set(), ids: new Set(), nextId: 1, count: 0, textLength: 0, uploads };
  for (const part of parts) reserveIds(part, walk);
  const finished = parts.map((part, index) => finish(part, ["components", index], walk));

  if (isV2 && walk.count > MOST_COMPONENTS) {
    const message = `The maximum number of components in a message is ${MOST_COMPONENTS}`;
    walk.issues.push({ path: ["components"], code: "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message });
  }
  if (walk.textLength > MOST_TEXT) {
    const message = `The displayable text size of the components exceeds the maximum size of ${MOST_TEXT}`;
    walk.issues.push({ path: ["components"], code: "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message });
  }
  if (walk.issues.length > 0) throw formRefusal(walk.issues);
  return finished;
}

/** Ids a bot gave stay; the numbers Discord gives go around them. */
function reserveIds(part: Part, walk: Walk): void {
  if (part.id != null && part.id !== 0) walk.ids.add(part.id);
  for (const child of childrenOf(part)) reserveIds(child, walk);
}

function childrenOf(part: Part): Part[] {
  return [
    ...(part.components ?? []),
    ...(part.component === undefined ? [] : [part.component]),
    ...(part.accessory === undefined ? [] : [part.accessory]),
  ];
}

function finish(part: Part, path: PropertyKey[], walk: Walk): object {
  walk.count += 1;
  if (part.type === ComponentType.TextDisplay) walk.textLength += part.content?.length ?? 0;
  noteCustomId(part, path, walk);
  const id = part.id != null && part.id !== 0 ? part.id : freeId(walk);
  return {
    ...withoutNulls(part),
    ...defaultsOf(part),
    id,
    ...(part.components === undefined
      ? {}
      : { components: part.components.map((child, index) => finish(child, [...path, "components", index], walk)) }),
    ...(part.component === undefined ? {} : { component: finish(part.component, [...path, "component"], walk) }),
    ...(part.accessory === undefined ? {} : { accessory: finish(part.accessory, [...path, "accessory"], walk) }),
    ...mediaOf(part, path, walk),
  };
}

function noteCustomId({ custom_id }: Part, path: PropertyKey[], walk: Walk): void {
  if (custom_id == null) return;
  if (walk.customIds.has(custom_id)) {
    const message = "Component custom id cannot be duplicated";
    walk.issues.push({ path: [...path, "custom_id"], code: "COMPONENT_CUSTOM_ID_DUPLICATED", message });
  }
  walk.customIds.add(custom_id);
}

function freeId(walk: Walk): number {
  while (walk.ids.has(walk.nextId)) walk.nextId += 1;
  walk.nextId += 1;
  return walk.nextId - 1;
}

/** Fields that Discord always fills in, whether they were sent or not. */
function defaultsOf(part: Part): object {
  switch (part.type) {
    case ComponentType.StringSelect:
    case ComponentType.UserSelect:
    case ComponentType.RoleSelect:
    case ComponentType.MentionableSelect:
    case ComponentType.ChannelSelect:
      return withFallback(part, { min_values: 1, max_values: 1 });
    case ComponentType.Container:
      return withFallback(part, { accent_color: null, spoiler: false });
    case ComponentType.Thumbnail:
      return withFallback(part, { description: null, spoiler: false });
    case ComponentType.Separator:
      return withFallback(part, { divider: true, spacing: 1 });
    case ComponentType.File:
      return withFallback(part, { spoiler: false });
    default:
      return {};
  }
}

function withFallback(part: Part, fallback: object): object {
  return { ...fallback, ...withoutNulls(part) };
}

function withoutNulls(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null && field !== undefined));
}

function mediaOf(part: Part, path: PropertyKey[], walk: Walk): object {
  if (part.items !== undefined) {
    const items = part.items.map((item, index) => ({
      description: null,
      spoiler: false,
      ...withoutNulls(item),
      media: unfurl(item.media.url, [...path, "items", index, "media", "url"], walk),
    }));
    return { items };
  }
  if (part.media !== undefined) return { media: unfurl(part.media.url, [...path, "media", "url"], walk) };
  if (part.file === undefined) return {};
  const upload = uploadNamed(part.file.url, walk.uploads);
  const file = unfurl(part.file.url, [...path, "file", "url"], walk);
  return { file, name: upload?.filename ?? null, size: upload?.size ?? null };
}

/** `attachment://name` names a file of the same message; everything else must be on the web. */
function unfurl(url: string, path: PropertyKey[], walk: Walk): object {
  const upload = uploadNamed(url, walk.uploads);
  if (upload !== undefined) {
    const { id, url: address, proxy_url, width = null, height = null, content_type = null } = upload;
    return { id, url: address, proxy_url, width, height, content_type, attachment_id: id, placeholder: null };
  }
  if (!/^https?:\/\//.test(url)) {
    walk.issues.push({
      path,
      code: "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
      message: "The referenced attachment was not found",
    });
  }
  return { id: "0", url, proxy_url: url, width: null, height: null, content_type: null };
}

function uploadNamed(url: string, uploads: readonly Upload[]): Upload | undefined {
  if (!url.startsWith("attachment://")) return undefined;
  const name = url.slice("attachment://".length);
  return uploads.find((upload) => upload.filename === name);
}
