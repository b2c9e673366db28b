import {
  type APIAttachment,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
} from "discord-api-types/v10";
import { z } from "zod";
import { typed } from "../../typed.ts";
import { addIssue, addIssueWith, addMissing, listOf, parseForm, snowflake, text } from "./form.ts";
import { normalizeComponents } from "./normalize-components.ts";

/** The components of a message. To Discord, a field that is null is the same as an absent one. */

export const customId = text(1, 100);
const id = z.int32().nonnegative().nullish();
const spoiler = z.boolean().nullish();
const media = z.object({ url: text(1, 2048) });

export const emoji = z
  .object({ id: snowflake.nullish(), name: z.string().nullish(), animated: z.boolean().nullish() })
  .check((context) => {
    if (context.value.id == null && !context.value.name) addIssue(context, "BUTTON_COMPONENT_INVALID_EMOJI");
  });

const CUSTOM_ID_STYLES: readonly number[] = [
  ButtonStyle.Primary,
  ButtonStyle.Secondary,
  ButtonStyle.Success,
  ButtonStyle.Danger,
];

const button = z
  .object({
    type: z.literal(ComponentType.Button),
    id,
    style: z.int().min(1).max(6),
    label: text(0, 80).nullish(),
    custom_id: customId.nullish(),
    url: z
      .url({ protocol: /^(https?|discord)$/ })
      .max(512)
      .nullish(),
    sku_id: snowflake.nullish(),
    disabled: z.boolean().nullish(),
    emoji: emoji.nullish(),
  })
  .check((context) => {
    const { style, label, custom_id, url, sku_id, emoji } = context.value;
    const needsCustomId = CUSTOM_ID_STYLES.includes(style);
    if (needsCustomId && custom_id == null) addMissing(context, "custom_id");
    if (!needsCustomId && custom_id != null) addIssue(context, "BUTTON_COMPONENT_CUSTOM_ID_EXCLUSIVE", ["custom_id"]);
    if (style === ButtonStyle.Link && url == null) addMissing(context, "url");
    if (style !== ButtonStyle.Link && url != null) addIssue(context, "BUTTON_COMPONENT_CUSTOM_ID_EXCLUSIVE", ["url"]);
    if (style === ButtonStyle.Premium ? sku_id == null : !label && emoji == null)
      addMissing(context, style === ButtonStyle.Premium ? "sku_id" : "label");
  });

const selectBase = {
  id,
  custom_id: customId,
  placeholder: text(0, 150).nullish(),
  min_values: z.int().min(0).max(25).nullish(),
  max_values: z.int().min(1).max(25).nullish(),
  disabled: z.boolean().nullish(),
  required: z.boolean().nullish(),
};

const selectOption = z.object({
  label: text(1, 100),
  value: text(1, 100),
  description: text(0, 100).nullish(),
  emoji: emoji.nullish(),
  default: z.boolean().nullish(),
});

export const stringSelect = z
  .object({ type: z.literal(ComponentType.StringSelect), ...selectBase, options: listOf(selectOption, 1, 25) })
  .check((context) => {
    const { options, min_values, max_values } = context.value;
    const maximum = max_values ?? 1;
    if ((min_values ?? 1) > maximum) addIssue(context, "SELECT_COMPONENT_MIN_VALUES_TOO_LARGE", ["min_values"]);
    if (maximum > options.length && options.length > 0)
      addIssueWith(context, "BASE_TYPE_BAD_LENGTH", `Must be between ${maximum} and 25 in length.`, ["options"]);
    if (options.filter((option) => option.default).length > maximum)
      addIssue(context, "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", ["options"]);
    const values = new Set<string>();
    options.forEach(({ value }, index) => {
      if (values.has(value)) addIssue(context, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", ["options", index, "value"]);
      values.add(value);
    });
  });

export const entitySelect = z.object({
  type: z.literal([
    ComponentType.UserSelect,
    ComponentType.RoleSelect,
    ComponentType.MentionableSelect,
    ComponentType.ChannelSelect,
  ]),
  ...selectBase,
  channel_types: z.array(z.int()).nullish(),
  default_values: z
    .array(z.object({ id: snowflake, type: z.enum(["user", "role", "channel"]) }))
    .max(25)
    .nullish(),
});

/** A row holds five buttons or one select, which is as wide as five buttons. */
const row = z
  .object({
    type: z.literal(ComponentType.ActionRow),
    id,
    components: listOf(z.discriminatedUnion("type", [button, stringSelect, entitySelect]), 1, 5),
  })
  .check((context) => {
    const width = context.value.components.reduce((sum, { type }) => sum + (type === ComponentType.Button ? 1 : 5), 0);
    if (width > 5 && context.value.components.length <= 5)
      addIssue(context, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", ["components", context.value.components.length - 1]);
  });

export const textDisplay = z.object({ type: z.literal(ComponentType.TextDisplay), id, content: text(1, 4000) });
const thumbnail = z.object({
  type: z.literal(ComponentType.Thumbnail),
  id,
  media,
  description: text(0, 1024).nullish(),
  spoiler,
});
const section = z.object({
  type: z.literal(ComponentType.Section),
  id,
  components: listOf(textDisplay, 1, 3),
  accessory: z.discriminatedUnion("type", [button, thumbnail]),
});
const gallery = z.object({
  type: z.literal(ComponentType.MediaGallery),
  id,
  items: listOf(z.object({ media, description: text(0, 1024).nullish(), spoiler }), 1, 10),
});
const file = z.object({ type: z.literal(ComponentType.File), id, file: media, spoiler });
const separator = z.object({
  type: z.literal(ComponentType.Separator),
  id,
  divider: z.boolean().nullish(),
  spacing: z.literal([1, 2]).nullish(),
});
const container = z.object({
  type: z.literal(ComponentType.Container),
  id,
  accent_color: z.int().min(0).max(0xffffff).nullish(),
  spoiler,
  components: listOf(z.discriminatedUnion("type", [row, textDisplay, section, gallery, separator, file]), 1, 40),
});

const legacy = listOf(z.discriminatedUnion("type", [row]), 0, 5);
const v2 = z.array(z.discriminatedUnion("type", [row, textDisplay, section, gallery, separator, file, container]));

type SentComponent = z.infer<typeof v2>[number];

const normalized = typed<APIMessageTopLevelComponent[]>(z.array(z.unknown()));

/** The components as Discord returns them: with ids, defaults and the URLs of attachments. */
export function parseComponents(
  value: unknown,
  isV2: boolean,
  attachments: readonly APIAttachment[],
): APIMessageTopLevelComponent[] {
  const at = ["components"];
  const sent: SentComponent[] = isV2 ? parseForm(v2, value, at) : parseForm(legacy, value, at);
  return normalized.parse(normalizeComponents(sent, isV2, attachments));
}
