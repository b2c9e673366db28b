import { type REST, Routes } from "discord.js";
import { messageBody } from "../daily/delivery.ts";
import type { Bell } from "../suggestions/ports.ts";
import { renderBell } from "./view.ts";

/** Tells the moderators' channel through Discord's REST API. */
export function createBell(rest: REST): Bell {
  return {
    async ring(channelId, one, topic) {
      await rest.post(Routes.channelMessages(channelId), { body: messageBody(renderBell(one, topic)) });
    },
  };
}
