import {
  AllowedMentionsTypes,
  type APIAttachment,
  type APIEmbed,
  type APIMessageTopLevelComponent,
  MessageFlags,
} from "discord-api-types/v10";
import { z } from "zod";
import { apiError, formError } from "./api-error.ts";
import { parseComponents } from "./components.ts";
import { parseEmbeds } from "./embeds.ts";
import { addIssueWith, parseForm, snowflake, text } from "./form.ts";

const allowedMentions = z
  .object({
    parse: z.array(z.enum(AllowedMentionsTypes)).nullish(),
    users: z.array(snowflake).max(100).nullish(),
    roles: z.array(snowflake).max(100).nullish(),
    replied_user: z.boolean().nullish(),
  })
  .check((context) => {
    const { parse, users, roles } = context.value;
    const rejectBoth = (field: string) =>
      addIssueWith(
        context,
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        `parse:["${field}"] and ${field}: [ids...] are mutually exclusive.`,
      );
    if (parse?.includes(AllowedMentionsTypes.User) && users?.length) rejectBoth("users");
    if (parse?.includes(AllowedMentionsTypes.Role) && roles?.length) rejectBoth("roles");
  });

export type AllowedMentions = z.infer<typeof allowedMentions>;

const body = z.object({
  content: text(0, 2000).nullish(),
  embeds: z.unknown().optional(),
  components: z.unknown().optional(),
  flags: z.int().nonnegative().nullish(),
  allowed_mentions: allowedMentions.nullish(),
  nonce: z
    .union([z.string(), z.int()])
    .nullish()
    .check((context) => {
      if (String(context.value ?? "").length > 25)
        addIssueWith(context, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
    }),
  enforce_nonce: z.boolean().nullish(),
  message_reference: z.object({ message_id: snowflake, fail_if_not_exists: z.boolean().nullish() }).nullish(),
  attachments: z
    .array(
      z.object({
        id: z.union([snowflake, z.int()]),
        filename: z.string().nullish(),
        description: text(0, 1024).nullish(),
      }),
    )
    .max(10)
    .nullish(),
  sticker_ids: z.array(snowflake).max(3).nullish(),
  poll: z.unknown().optional(),
  tts: z.boolean().nullish(),
});

export type MessageBody = z.infer<typeof body>;

/** A message's validated parts. An edit leaves the undefined ones as they are in the message. */
type MessageParts = {
  content: string | undefined;
  embeds: APIEmbed[] | undefined;
  components: APIMessageTopLevelComponent[] | undefined;
  isV2: boolean;
};

export function parseMessageBody(value: unknown): MessageBody {
  return parseForm(body, value ?? {});
}

/** `wasV2`: an edit can't turn Components V2 off, so it doesn't need to repeat the flag. */
export function parseMessageParts(
  sent: MessageBody,
  attachments: readonly APIAttachment[],
  wasV2 = false,
): MessageParts {
  const isV2 = wasV2 || ((sent.flags ?? 0) & MessageFlags.IsComponentsV2) !== 0;
  if (sent.poll != null)
    throw formError([{ path: ["poll"], code: "UNIMPLEMENTED", message: "The playground doesn't implement polls" }]);
  if (sent.sticker_ids?.length)
    throw formError([{ path: ["sticker_ids"], code: "STICKER_NOT_FOUND", message: "Unknown sticker" }]);
  if (isV2) rejectLegacyFields({ content: sent.content ?? "", embeds: Array.isArray(sent.embeds) ? sent.embeds : [] });
  return {
    content: sent.content === undefined ? undefined : (sent.content?.trim() ?? ""),
    embeds: sent.embeds === undefined ? undefined : sent.embeds === null ? [] : parseEmbeds(sent.embeds, attachments),
    components:
      sent.components === undefined
        ? undefined
        : sent.components === null
          ? []
          : parseComponents(sent.components, isV2, attachments),
    isV2,
  };
}

/** A Components V2 message can't have content or embeds. */
export function rejectLegacyFields({ content, embeds }: { content: string; embeds: readonly unknown[] }): void {
  const fields = [...(content === "" ? [] : ["content"]), ...(embeds.length === 0 ? [] : ["embeds"])];
  const issues = fields.map((field) => ({
    path: [field],
    code: "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    message: `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
  }));
  if (issues.length > 0) throw formError(issues);
}

export function rejectEmpty(parts: {
  content: string;
  embeds: readonly unknown[];
  components: readonly unknown[];
  attachments: readonly unknown[];
}): void {
  if (parts.content === "" && parts.embeds.length + parts.components.length + parts.attachments.length === 0)
    throw apiError(50006);
}
