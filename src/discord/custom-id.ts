import { z } from "zod";
import { UserError } from "../core/errors.ts";
import { PERIODS, type Period } from "../core/period.ts";
import { TOPICS, type Topic } from "../core/topic.ts";

const slug = z.string().regex(/^[a-z0-9-]{1,60}$/);
const slot = z.string().regex(/^\d+-(\d{4}-\d{2}-\d{2}|now-\d+)$/);

/** What every button, select and modal carries in its custom id, by kind. */
export type CustomIds = {
  /** A tap on an option: slot, option id. */
  answer: [slotId: string, optionId: string];
  /** Options chosen in a select. */
  choose: [slotId: string];
  /** Opens the modal for an answer that is typed or put in order. */
  type: [slotId: string];
  /** That modal, sent. */
  typed: [slotId: string];
  /** Why the other options are wrong, after the reveal. */
  why: [slotId: string];
  /** A page of a board. Two buttons of one message may lead to the same page, so the last part tells them apart. */
  board: [period: Period, topic: Topic | "any", page: number | "mine", button: "turn" | "period"];
  /** A question chosen from the menu about the work. */
  career: [];
  "schedule-post": [scheduleId: string];
  "schedule-preview": [scheduleId: string];
  "schedule-remove": [scheduleId: string];
  "schedule-keep": [scheduleId: string];
};

const shapes: { readonly [Kind in keyof CustomIds]: z.ZodType<CustomIds[Kind]> } = {
  answer: z.tuple([slot, slug]),
  choose: z.tuple([slot]),
  type: z.tuple([slot]),
  typed: z.tuple([slot]),
  why: z.tuple([slot]),
  board: z.tuple([
    z.enum(PERIODS),
    z.enum([...TOPICS, "any"]),
    z.union([z.literal("mine"), z.coerce.number().int().min(1)]),
    z.enum(["turn", "period"]),
  ]),
  career: z.tuple([]),
  "schedule-post": z.tuple([slug]),
  "schedule-preview": z.tuple([slug]),
  "schedule-remove": z.tuple([slug]),
  "schedule-keep": z.tuple([slug]),
};

export type CustomIdKind = keyof CustomIds;

export function encodeCustomId<Kind extends CustomIdKind>(kind: Kind, ...parts: CustomIds[Kind]): string {
  return [kind, ...parts].join(":");
}

/** The kind of a custom id, if it is one of ours. */
export function kindOf(customId: string): CustomIdKind | undefined {
  const [kind = ""] = customId.split(":", 1);
  return isKind(kind) ? kind : undefined;
}

/** The parts of a custom id; throws a UserError where this version makes none like it. */
export function readCustomId<Kind extends CustomIdKind>(kind: Kind, customId: string): CustomIds[Kind] {
  const parts = shapes[kind].safeParse(customId.split(":").slice(1));
  if (!parts.success) throw new UserError("button-outdated", {});
  return parts.data;
}

function isKind(kind: string): kind is CustomIdKind {
  return Object.hasOwn(shapes, kind);
}
