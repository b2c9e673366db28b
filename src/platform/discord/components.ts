import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInContainer,
  type APIContainerComponent,
  type APIMessageTopLevelComponent,
  type APISeparatorComponent,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
} from "discord-api-types/v10";
import type { Difficulty } from "../../features/questions/rules.ts";
import { cut } from "../../text/truncate.ts";

/** A message as renderers make it: its components, and the one role it may mention. */
export type Card = { components: APIMessageTopLevelComponent[]; mentions?: { roles: string[] } };

const ACCENTS: Readonly<Record<Difficulty, number>> = { 1: 0x4f9d69, 2: 0xd99a2b, 3: 0x8f6ad8 };
const CALM = 0x5b7083;

export function text(content: string): APITextDisplayComponent {
  return { type: ComponentType.TextDisplay, content };
}

export function lines(...content: (string | undefined)[]): APITextDisplayComponent {
  return text(content.filter((line) => line !== undefined).join("\n"));
}

export function container(components: APIComponentInContainer[], difficulty?: Difficulty): APIContainerComponent {
  return { type: ComponentType.Container, accent_color: difficulty ? ACCENTS[difficulty] : CALM, components };
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

/** A card of nothing but text. */
export function note(content: string): Card {
  return { components: [text(content)] };
}

/** A Discord timestamp: R "in 5 minutes", t "09:00", F "Monday, 23 November 2026 09:00". */
export function stamp(at: number, style: "R" | "t" | "F"): string {
  return `<t:${Math.floor(at / 1000)}:${style}>`;
}

/** When something ends, to the minute and from now: "11:25 (in an hour)". */
export function deadline(at: number): string {
  return `${stamp(at, "t")} (${stamp(at, "R")})`;
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

/** Shortens plain text to what Discord takes, at a word where it can. */
export function clip(content: string, most: number): string {
  if (content.length <= most) return content;
  const beginning = cut(content, most - 1);
  return `${beginning.replace(/\s+\S*$/, "") || beginning}…`;
}

/** Text without code marks, for labels, which show no markdown. */
export function plain(content: string): string {
  return content.replaceAll("`", "").replaceAll("**", "");
}

/** Markdown that nobody has judged yet, of which nothing reaches beyond it: no block of code, no link by another name. */
export function harmless(content: string): string {
  return content.replaceAll("```", "ˋˋˋ").replaceAll("](", "]\u200b(");
}

/** What others wrote, within a sentence of ours: it stays in its line, and in its place. */
export function inLine(content: string): string {
  return harmless(content.replace(/\s+/g, " "));
}

/** Text as it was typed, in a block that it can neither leave nor mention anybody from. */
export function block(content: string, language = ""): string {
  // Three backticks in a row would end it, however many there are: what looks the same has something between them.
  return `\`\`\`${language}\n${content.trimEnd().replace(/`(?=``)/g, "`\u200b")}\n\`\`\``;
}
