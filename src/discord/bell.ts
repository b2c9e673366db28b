import { type REST, Routes } from "discord.js";
import type { Bell } from "../app/ports/suggestions.ts";
import { messageBody } from "./delivery.ts";
import { renderBell } from "./render/desk.ts";

/** Tells the moderators' channel through Discord's REST API. */
export function createBell(rest: REST): Bell {
  return {
    async ring(channelId, one, topic) {
      await rest.post(Routes.channelMessages(channelId), { body: messageBody(renderBell(one, topic)) });
    },
  };
}
