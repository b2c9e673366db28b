import { GatewayOpcodes } from "discord-api-types/v10";
import { z } from "zod";
import { parseJson, snowflake } from "../validation/form.ts";

/** Libraries send the token as in the Authorization header of requests, or without "Bot". */
const token = z.string().transform((given) => given.replace(/^Bot /, ""));

const identify = z.object({
  token,
  intents: z.int().nonnegative(),
  properties: z.looseObject({}),
  shard: z.tuple([z.int().nonnegative(), z.int().positive()]).optional(),
});

const resume = z.object({ token, session_id: z.string(), seq: z.int().nonnegative() });

const membersRequest = z.object({
  guild_id: z.union([snowflake, z.tuple([snowflake]).transform(([id]) => id)]),
  query: z.string().optional(),
  limit: z.int().nonnegative().optional(),
  user_ids: z.union([z.array(snowflake), snowflake.transform((id) => [id])]).optional(),
  nonce: z.string().optional(),
});

const soundsRequest = z.object({ guild_ids: z.array(snowflake) });

const frame = z.discriminatedUnion("op", [
  z.object({ op: z.literal(GatewayOpcodes.Heartbeat), d: z.int().nonnegative().nullable() }),
  z.object({ op: z.literal(GatewayOpcodes.Identify), d: identify }),
  z.object({ op: z.literal(GatewayOpcodes.Resume), d: resume }),
  z.object({ op: z.literal(GatewayOpcodes.RequestGuildMembers), d: membersRequest }),
  z.object({ op: z.literal(GatewayOpcodes.RequestSoundboardSounds), d: soundsRequest }),
  /** Accepted and ignored: the playground shows no presence and no voice. */
  z.object({
    op: z.literal([GatewayOpcodes.PresenceUpdate, GatewayOpcodes.VoiceStateUpdate, GatewayOpcodes.RequestChannelInfo]),
    d: z.unknown().optional(),
  }),
]);

type BotFrame = z.infer<typeof frame>;
export type Identify = z.infer<typeof identify>;
export type Resume = z.infer<typeof resume>;
export type MembersRequest = z.infer<typeof membersRequest>;
export type SoundsRequest = z.infer<typeof soundsRequest>;

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
