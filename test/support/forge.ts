import { MessageFlags } from "discord-api-types/v10";
import { z } from "zod";
import type { Playground } from "../../src/playground/playground.ts";

/** Posts any component with the bot's token; returns the message's id. */
export async function forgeMessage({ apiUrl, token }: Playground, channelId: string, component: object) {
  const response = await fetch(`${apiUrl}/v10/channels/${channelId}/messages`, {
    method: "POST",
    headers: { authorization: `Bot ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ flags: MessageFlags.IsComponentsV2, components: [{ type: 1, components: [component] }] }),
  });
  return z.object({ id: z.string() }).parse(await response.json()).id;
}

/** Posts a button with this custom id. */
export function forgeButton(playground: Playground, channelId: string, customId: string): Promise<string> {
  return forgeMessage(playground, channelId, { type: 2, style: 2, label: "Forged", custom_id: customId });
}
