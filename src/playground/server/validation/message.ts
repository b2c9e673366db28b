import {
  AllowedMentionsTypes,
  type APIEmbed,
  type APIMessageTopLevelComponent,
  MessageFlags,
} from "discord-api-types/v10";
import { z } from "zod";
import { type FormIssue, formRefusal, refusal } from "./api-error.ts";
import { checkComponents } from "./components.ts";
import { checkEmbeds } from "./embeds.ts";
import type { Upload } from "./finish-components.ts";
import { checked, issueOf, snowflake, text } from "./form.ts";

const allowedMentions = z
  .object({
    parse: z.array(z.enum(AllowedMentionsTypes)).nullish(),
    users: z.array(snowflake).max(100).nullish(),
    roles: z.array(snowflake).max(100).nullish(),
    replied_user: z.boolean().nullish(),
  })
  .check((context) => {
    const { parse, users, roles } = context.value;
    if (parse?.includes(AllowedMentionsTypes.User) && users?.length) context.issues.push(exclusive("users"));
    if (parse?.includes(AllowedMentionsTypes.Role) && roles?.length) context.issues.push(exclusive("roles"));
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
        context.issues.push(issueOf("BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length."));
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

/** A message's parts as they will stand; `undefined` was not given, which an edit leaves as it is. */
export type MessageParts = {
  content: string | undefined;
  embeds: APIEmbed[] | undefined;
  components: APIMessageTopLevelComponent[] | undefined;
  isV2: boolean;
};

export function parseBody(value: unknown): MessageBody {
  return checked(body, value ?? {});
}

/** `wasV2`: an edit cannot take Components V2 back, so it need not repeat the flag. */
export function checkParts(sent: MessageBody, uploads: readonly Upload[], wasV2 = false): MessageParts {
  const isV2 = wasV2 || ((sent.flags ?? 0) & MessageFlags.IsComponentsV2) !== 0;
  if (sent.poll != null)
    throw formRefusal([{ path: ["poll"], code: "NOT_PLAYED", message: "The playground plays no polls" }]);
  if (sent.sticker_ids?.length)
    throw formRefusal([{ path: ["sticker_ids"], code: "STICKER_NOT_FOUND", message: "Unknown sticker" }]);
  if (isV2) refuseLegacyFields(sent);
  return {
    content: sent.content === undefined ? undefined : (sent.content?.trim() ?? ""),
    embeds: sent.embeds === undefined ? undefined : sent.embeds === null ? [] : checkEmbeds(sent.embeds, uploads),
    components:
      sent.components === undefined
        ? undefined
        : sent.components === null
          ? []
          : checkComponents(sent.components, isV2, uploads),
    isV2,
  };
}

/** Components V2 is all or nothing: whatever else could show text or pictures must be empty. */
function refuseLegacyFields(sent: MessageBody): void {
  const issues: FormIssue[] = [];
  const refuse = (field: string) => {
    const message = `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`;
    issues.push({ path: [field], code: "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message });
  };
  if (sent.content) refuse("content");
  if (Array.isArray(sent.embeds) && sent.embeds.length > 0) refuse("embeds");
  if (issues.length > 0) throw formRefusal(issues);
}

export function refuseEmpty(parts: {
  content: string;
  embeds: unknown[];
  components: unknown[];
  attachments: unknown[];
}): void {
  if (parts.content === "" && parts.embeds.length + parts.components.length + parts.attachments.length === 0)
    throw refusal(50006);
}

function exclusive(field: string) {
  const message = `parse:["${field}"] and ${field}: [ids...] are mutually exclusive.`;
  return issueOf("MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message);
}
