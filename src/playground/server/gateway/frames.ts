import { GatewayOpcodes } from "discord-api-types/v10";
import { z } from "zod";
import { parseJson } from "../validation/form.ts";

const identify = z.object({
  token: z.string(),
  intents: z.int().nonnegative(),
  properties: z.looseObject({}),
  shard: z.tuple([z.int().nonnegative(), z.int().positive()]).optional(),
});

const resume = z.object({ token: z.string(), session_id: z.string(), seq: z.int().nonnegative() });

const frame = z.discriminatedUnion("op", [
  z.object({ op: z.literal(GatewayOpcodes.Heartbeat), d: z.int().nonnegative().nullable() }),
  z.object({ op: z.literal(GatewayOpcodes.Identify), d: identify }),
  z.object({ op: z.literal(GatewayOpcodes.Resume), d: resume }),
  /** Accepted and ignored: the playground shows no presence, voice or member lists. */
  z.object({
    op: z.literal([GatewayOpcodes.PresenceUpdate, GatewayOpcodes.VoiceStateUpdate, GatewayOpcodes.RequestGuildMembers]),
    d: z.unknown().optional(),
  }),
]);

type BotFrame = z.infer<typeof frame>;
export type Identify = z.infer<typeof identify>;
export type Resume = z.infer<typeof resume>;

/** A frame from the bot; undefined if it isn't JSON. */
export function parseFrame(text: string): BotFrame | "unknown-op" | undefined {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    return undefined;
  }
  const result = frame.safeParse(value);
  return result.success ? result.data : "unknown-op";
}
