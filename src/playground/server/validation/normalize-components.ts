import { type APIAttachment, ComponentType } from "discord-api-types/v10";
import { type FormIssue, formError } from "./api-error.ts";
import { withoutNulls } from "./form.ts";

/** Checks that span all components of a message, and the fields that Discord fills in. */

const MAX_COMPONENTS = 40;
const MAX_TEXT = 4000;

/** The fields of any component that matter here. */
type Part = {
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
  attachments: readonly APIAttachment[];
};

export function normalizeComponents(
  parts: readonly Part[],
  isV2: boolean,
  attachments: readonly APIAttachment[],
): object[] {
  const walk: Walk = {
    issues: [],
    customIds: new Set(),
    ids: new Set(),
    nextId: 1,
    count: 0,
    textLength: 0,
    attachments,
  };
  for (const part of parts) reserveIds(part, walk);
  const normalized = parts.map((part, index) => normalize(part, ["components", index], walk));

  if (isV2 && walk.count > MAX_COMPONENTS) {
    const message = `The maximum number of components in a message is ${MAX_COMPONENTS}`;
    walk.issues.push({ path: ["components"], code: "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message });
  }
  if (walk.textLength > MAX_TEXT) {
    const message = `The displayable text size of the components exceeds the maximum size of ${MAX_TEXT}`;
    walk.issues.push({ path: ["components"], code: "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message });
  }
  if (walk.issues.length > 0) throw formError(walk.issues);
  return normalized;
}

/** Reserves the ids that the bot set, so generated ones avoid them. */
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

function normalize(part: Part, path: PropertyKey[], walk: Walk): object {
  walk.count += 1;
  if (part.type === ComponentType.TextDisplay) walk.textLength += part.content?.length ?? 0;
  recordCustomId(part, path, walk);
  const id = part.id != null && part.id !== 0 ? part.id : freeId(walk);
  return {
    ...withoutNulls(part),
    ...defaultsOf(part),
    id,
    ...(part.components === undefined
      ? {}
      : { components: part.components.map((child, index) => normalize(child, [...path, "components", index], walk)) }),
    ...(part.component === undefined ? {} : { component: normalize(part.component, [...path, "component"], walk) }),
    ...(part.accessory === undefined ? {} : { accessory: normalize(part.accessory, [...path, "accessory"], walk) }),
    ...mediaOf(part, path, walk),
  };
}

function recordCustomId({ custom_id }: Part, path: PropertyKey[], walk: Walk): void {
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

/** Fields that Discord always returns. */
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
  const attachment = attachmentAt(part.file.url, walk.attachments);
  const file = unfurl(part.file.url, [...path, "file", "url"], walk);
  return { file, name: attachment?.filename ?? null, size: attachment?.size ?? null };
}

/** A URL is `attachment://name`, which refers to a file of the same message, or on the web. */
function unfurl(url: string, path: PropertyKey[], walk: Walk): object {
  const attachment = attachmentAt(url, walk.attachments);
  if (attachment !== undefined) {
    const { id, url: target, proxy_url, width = null, height = null, content_type = null } = attachment;
    return { id, url: target, proxy_url, width, height, content_type, attachment_id: id, placeholder: null };
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

/** The attachment that an `attachment://name` URL refers to. */
export function attachmentAt(url: string, attachments: readonly APIAttachment[]): APIAttachment | undefined {
  if (!url.startsWith("attachment://")) return undefined;
  const name = url.slice("attachment://".length);
  return attachments.find(({ filename }) => filename === name);
}
