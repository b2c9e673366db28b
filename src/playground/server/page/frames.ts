import { z } from "zod";
import { FAULT_NAMES } from "./protocol.ts";

const id = z.string().regex(/^\d{1,20}$/);
const nonce = z.string().min(1).max(64);

const modalInput = z.object({
  customId: z.string().max(100),
  type: z.int(),
  value: z.string().max(4000).optional(),
  values: z.array(z.string().max(100)).max(25).optional(),
});

const frame = z.discriminatedUnion("type", [
  z.object({ type: z.literal("open-channel"), channelId: id }),
  z.object({ type: z.literal("load-older"), channelId: id, before: id }),
  // Like "command", "autocomplete" has options, one of which is `focused: true`. The response is "choices".
  z.object({
    type: z.literal(["command", "autocomplete"]),
    nonce,
    channelId: id,
    commandId: id,
    options: z.array(z.unknown()).max(25),
  }),
  z.object({
    type: z.literal("component"),
    nonce,
    channelId: id,
    messageId: id,
    customId: z.string().min(1).max(100),
    componentType: z.int(),
    values: z.array(z.string().max(100)).max(25).optional(),
  }),
  z.object({
    type: z.literal("modal-submit"),
    nonce,
    channelId: id,
    interactionId: id,
    customId: z.string().min(1).max(100),
    inputs: z.array(modalInput).max(25),
  }),
  // A command from the menu of a message.
  z.object({ type: z.literal("message-command"), nonce, channelId: id, commandId: id, messageId: id }),
  z.object({ type: z.literal("dismiss"), messageId: id }),
  z.object({ type: z.literal("time") }),
  z.object({ type: z.literal("fault"), name: z.literal(FAULT_NAMES), enabled: z.boolean() }),
  z.object({ type: z.literal("traffic"), action: z.literal(["watch", "leave"]) }),
  z.object({ type: z.literal("traffic-detail"), id: z.int() }),
  z.object({ type: z.literal("demo"), action: z.literal(["start", "stop"]) }),
  z.object({ type: z.literal("move-time"), to: z.literal(["slot", "reveal", "review", "week", "hour", "day"]) }),
  z.object({ type: z.literal("post-now"), channelId: id }),
  z.object({ type: z.literal("send-message"), channelId: id, content: z.string().max(4000) }),
]);

/** What the page sends. */
export type FromPage = z.infer<typeof frame>;
export type ModalValue = z.infer<typeof modalInput>;

export function parseFromPage(text: string): FromPage | undefined {
  try {
    return frame.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
