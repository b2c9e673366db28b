import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInContainer,
  type APIContainerComponent,
  type APILabelComponent,
  type APIMessageTopLevelComponent,
  type APISeparatorComponent,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
  type TextInputStyle,
} from "discord-api-types/v10";

/** What views return: the components of a message, and the roles it may mention. */
export type Card = { components: APIMessageTopLevelComponent[]; mentions?: { roles: string[] } };

const NEUTRAL = 0x5b7083;

export function text(content: string): APITextDisplayComponent {
  return { type: ComponentType.TextDisplay, content };
}

export function lines(...content: (string | undefined)[]): APITextDisplayComponent {
  return text(content.filter((line) => line !== undefined).join("\n"));
}

export function container(
  components: APIComponentInContainer[],
  { color = NEUTRAL }: { color?: number } = {},
): APIContainerComponent {
  return { type: ComponentType.Container, accent_color: color, components };
}

export function divider(): APISeparatorComponent {
  return { type: ComponentType.Separator };
}

export function row(...buttons: APIButtonComponent[]): APIActionRowComponent<APIButtonComponent> {
  return { type: ComponentType.ActionRow, components: buttons };
}

export function button(label: string, customId: string, style: PlainStyle = ButtonStyle.Secondary): APIButtonComponent {
  return { type: ComponentType.Button, style, label, custom_id: customId };
}
type PlainStyle = ButtonStyle.Primary | ButtonStyle.Secondary | ButtonStyle.Success | ButtonStyle.Danger;

export function disabled(component: APIButtonComponent): APIButtonComponent {
  return { ...component, disabled: true };
}

export function link(label: string, url: string): APIButtonComponent {
  return { type: ComponentType.Button, style: ButtonStyle.Link, label, url };
}

/** A card with only text. */
export function textCard(content: string): Card {
  return { components: [text(content)] };
}

/** A Discord timestamp. "R" shows as "in 5 minutes", "t" as "9:00 AM", "F" as "Monday, November 23, 2026 9:00 AM". */
export function timestamp(at: number, style: "R" | "t" | "F"): string {
  return `<t:${Math.floor(at / 1000)}:${style}>`;
}

/** When something ends, as a time and relative to now: "11:25 AM (in an hour)". */
export function deadline(at: number): string {
  return `${timestamp(at, "t")} (${timestamp(at, "R")})`;
}

export function mention(userId: string): string {
  return `<@${userId}>`;
}

export function channelMention(channelId: string): string {
  return `<#${channelId}>`;
}

export function messageUrl(guildId: string, channelId: string, messageId: string): string {
  return `https://discord.com/channels/${guildId}/${channelId}/${messageId}`;
}

/** Truncates a text to `max` characters without splitting a surrogate pair, which Discord would reject. */
export function truncate(text: string, max: number): string {
  return text.slice(0, max).replace(/[\ud800-\udbff]$/, "");
}

/** Shortens plain text to `max` characters, at the end of a word if possible. */
export function clip(content: string, max: number): string {
  if (content.length <= max) return content;
  const beginning = truncate(content, max - 1);
  return `${beginning.replace(/\s+\S*$/, "") || beginning}…`;
}

/** Removes Markdown for labels, which don't render it. */
export function stripMarkdown(content: string): string {
  return content.replaceAll("`", "").replaceAll("**", "");
}

/**
 * Sanitizes unreviewed Markdown, so it can't affect what follows it. Prevents code blocks and links with custom text.
 */
export function sanitizeMarkdown(content: string): string {
  return content.replaceAll("```", "ˋˋˋ").replaceAll("](", "]\u200b(");
}

/** Sanitizes unreviewed text for use within a sentence. Joins its lines. */
export function sanitizeInline(content: string): string {
  return sanitizeMarkdown(content.replace(/\s+/g, " "));
}

/** Puts text in a code block. The text can't close the block, and mentions in it don't work. */
export function codeBlock(content: string, language = ""): string {
  // Three consecutive backticks would close the block, so zero-width spaces separate them.
  return `\`\`\`${language}\n${content.trimEnd().replace(/`(?=``)/g, "`\u200b")}\n\`\`\``;
}

type TextField = {
  id: string;
  label: string;
  hint: string;
  example?: string;
  style: TextInputStyle;
  max: number;
  required: boolean;
  value?: string | undefined;
};

/** A labeled text input of a modal. `example` shows while it is empty. */
export function textField({ id, label, hint, example, style, max, required, value }: TextField): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: clip(label, 45),
    description: clip(hint, 100),
    component: {
      type: ComponentType.TextInput,
      custom_id: id,
      style,
      max_length: max,
      required,
      ...(example && { placeholder: clip(example, 100) }),
      ...(value && { value: truncate(value, max) }),
    },
  };
}
