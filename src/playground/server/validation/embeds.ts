import { type APIEmbed, EmbedType } from "discord-api-types/v10";
import { z } from "zod";
import type { Upload } from "./finish-components.ts";
import { checked, issueOf, listOf, text, typed } from "./form.ts";

const link = z.url({ protocol: /^(https?|attachment)$/ }).nullish();
const webLink = z.url({ protocol: /^https?$/ }).nullish();
const picture = z.object({ url: link }).nullish();

const embed = z.object({
  title: text(0, 256).nullish(),
  description: text(0, 4096).nullish(),
  url: webLink,
  timestamp: z.string().nullish(),
  color: z.int().min(0).max(0xffffff).nullish(),
  footer: z.object({ text: text(1, 2048), icon_url: link }).nullish(),
  author: z.object({ name: text(1, 256), url: webLink, icon_url: link }).nullish(),
  image: picture,
  thumbnail: picture,
  fields: listOf(
    z.object({ name: text(1, 256), value: text(1, 1024), inline: z.boolean().nullish() }),
    0,
    25,
  ).nullish(),
});

type SentEmbed = z.infer<typeof embed>;

const embeds = listOf(embed, 0, 10).check((context) => {
  if (context.value.reduce((sum, one) => sum + sizeOf(one), 0) > 6000)
    context.issues.push(issueOf("MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000", [0]));
});

const finished = typed<APIEmbed[]>(z.array(z.unknown()));

export function checkEmbeds(value: unknown, uploads: readonly Upload[]): APIEmbed[] {
  return finished.parse(checked(embeds, value, ["embeds"]).map((one) => finish(one, uploads)));
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

function finish(sent: SentEmbed, uploads: readonly Upload[]): object {
  return clean({
    type: EmbedType.Rich,
    ...sent,
    footer: sent.footer && clean(sent.footer),
    author: sent.author && clean(sent.author),
    image: sent.image && addressed(sent.image, uploads),
    thumbnail: sent.thumbnail && addressed(sent.thumbnail, uploads),
    fields: sent.fields?.map((field) => ({ ...field, inline: field.inline ?? false })),
  });
}

function addressed(picture: { url?: string | null | undefined }, uploads: readonly Upload[]): object | undefined {
  if (picture.url == null) return undefined;
  const name = picture.url.startsWith("attachment://") ? picture.url.slice("attachment://".length) : undefined;
  const url = uploads.find((upload) => upload.filename === name)?.url ?? picture.url;
  return { url, proxy_url: url };
}

function clean(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null && field !== undefined));
}
