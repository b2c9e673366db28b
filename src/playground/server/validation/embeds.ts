import { type APIAttachment, type APIEmbed, EmbedType } from "discord-api-types/v10";
import { z } from "zod";
import { typed } from "../../typed.ts";
import { addIssue, listOf, parseForm, text, withoutNulls } from "./form.ts";
import { attachmentAt } from "./normalize-components.ts";

const link = z.url({ protocol: /^(https?|attachment)$/ }).nullish();
const webLink = z.url({ protocol: /^https?$/ }).nullish();
const image = z.object({ url: link }).nullish();

const embed = z.object({
  title: text(0, 256).nullish(),
  description: text(0, 4096).nullish(),
  url: webLink,
  timestamp: z.string().nullish(),
  color: z.int().min(0).max(0xffffff).nullish(),
  footer: z.object({ text: text(1, 2048), icon_url: link }).nullish(),
  author: z.object({ name: text(1, 256), url: webLink, icon_url: link }).nullish(),
  image,
  thumbnail: image,
  fields: listOf(
    z.object({ name: text(1, 256), value: text(1, 1024), inline: z.boolean().nullish() }),
    0,
    25,
  ).nullish(),
});

type SentEmbed = z.infer<typeof embed>;

const embeds = listOf(embed, 0, 10).check((context) => {
  if (context.value.reduce((sum, embed) => sum + sizeOf(embed), 0) > 6000)
    addIssue(context, "MAX_EMBED_SIZE_EXCEEDED", [0]);
});

const normalized = typed<APIEmbed[]>(z.array(z.unknown()));

export function parseEmbeds(value: unknown, attachments: readonly APIAttachment[]): APIEmbed[] {
  const sent = parseForm(embeds, value, ["embeds"]);
  return normalized.parse(sent.map((embed) => normalize(embed, attachments)));
}

function sizeOf({ title, description, footer, author, fields }: SentEmbed): number {
  const texts = [
    title,
    description,
    footer?.text,
    author?.name,
    ...(fields ?? []).flatMap(({ name, value }) => [name, value]),
  ];
  return texts.reduce((sum, part) => sum + (part?.length ?? 0), 0);
}

function normalize(sent: SentEmbed, attachments: readonly APIAttachment[]): object {
  return withoutNulls({
    type: EmbedType.Rich,
    ...sent,
    footer: sent.footer && withoutNulls(sent.footer),
    author: sent.author && withoutNulls(sent.author),
    image: sent.image && resolveImage(sent.image, attachments),
    thumbnail: sent.thumbnail && resolveImage(sent.thumbnail, attachments),
    fields: sent.fields?.map((field) => ({ ...field, inline: field.inline ?? false })),
  });
}

function resolveImage(
  image: { url?: string | null | undefined },
  attachments: readonly APIAttachment[],
): object | undefined {
  if (image.url == null) return undefined;
  const url = attachmentAt(image.url, attachments)?.url ?? image.url;
  return { url, proxy_url: url };
}
