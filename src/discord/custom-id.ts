import { z } from "zod";
import { UserError } from "../core/errors.ts";
import { PERIODS } from "../core/period.ts";
import { TOPICS } from "../core/topic.ts";

const slug = z.string().regex(/^[a-z0-9-]{1,60}$/);
const slot = z.string().regex(/^\d+-(\d{4}-\d{2}-\d{2}|now-\d+)$/);

/** What every button, select and modal carries in its custom id, by kind. */
const shapes = {
  /** A tap on an option: slot, option id. */
  answer: z.tuple([slot, slug]),
  /** Options chosen in a select. */
  choose: z.tuple([slot]),
  /** Opens the modal for an answer that is typed or put in order. */
  type: z.tuple([slot]),
  /** The modal sent. */
  typed: z.tuple([slot]),
  /** Why the other options are wrong, after the reveal. */
  why: z.tuple([slot]),
  /** Period, topic or "any", and a page from 1 or "mine". */
  board: z.tuple([
    z.enum(PERIODS),
    z.enum([...TOPICS, "any"]),
    z.union([z.literal("mine"), z.coerce.number().int().min(1)]),
    // Two buttons of one message may lead to the same page, but custom ids must differ.
    z.enum(["turn", "period"]),
  ]),
  "schedule-post": z.tuple([slug]),
  "schedule-preview": z.tuple([slug]),
  "schedule-remove": z.tuple([slug]),
  "schedule-keep": z.tuple([slug]),
} as const;

export type CustomIdKind = keyof typeof shapes;
export type CustomIdParts<Kind extends CustomIdKind> = z.output<(typeof shapes)[Kind]>;
export type CustomId = { [Kind in CustomIdKind]: { kind: Kind; parts: CustomIdParts<Kind> } }[CustomIdKind];

export function encodeCustomId<Kind extends CustomIdKind>(kind: Kind, ...parts: CustomIdParts<Kind>): string {
  return [kind, ...parts].join(":");
}

/** Reads a custom id; throws a UserError for one this version does not make. */
export function decodeCustomId(customId: string): { kind: CustomIdKind; parts: readonly (string | number)[] } {
  const [kind = "", ...rest] = customId.split(":");
  if (!isKind(kind)) throw new UserError("button-outdated", {});
  const parts = shapes[kind].safeParse(rest);
  if (!parts.success) throw new UserError("button-outdated", {});
  return { kind, parts: parts.data };
}

function isKind(kind: string): kind is CustomIdKind {
  return Object.hasOwn(shapes, kind);
}
