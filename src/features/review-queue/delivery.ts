import { Routes } from "discord.js";
import type { RestFor } from "../../platform/discord/send-limiter.ts";
import { messageBody } from "../daily/delivery.ts";
import type { Topic } from "../questions/topic-rules.ts";
import type { ReviewItem } from "./rules.ts";
import { renderReviewNotification } from "./view.ts";

/** Posts notifications about new items in a guild's review channel. */
export function createReviewQueueDelivery(restFor: RestFor) {
  return {
    async notify(guildId: string, channelId: string, item: ReviewItem, topic: Topic): Promise<void> {
      await restFor(guildId).post(Routes.channelMessages(channelId), {
        body: messageBody(renderReviewNotification(item, topic)),
      });
    },
  };
}

export type ReviewQueueDelivery = ReturnType<typeof createReviewQueueDelivery>;
