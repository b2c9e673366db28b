import { setTimeout as sleep } from "node:timers/promises";
import { RESTJSONErrorCodes, Routes } from "discord.js";
import { z } from "zod";
import { customIdsIn } from "../../platform/discord/component-id.ts";
import { ignoreDiscordError, mapDiscordErrors } from "../../platform/discord/discord-errors.ts";
import { ownMessageSince } from "../../platform/discord/message-history.ts";
import type { ReserveInterval, RestFor } from "../../platform/discord/send-limiter.ts";
import { keys } from "../../platform/redis/keys.ts";
import { SECOND } from "../../platform/time.ts";
import { messageBody, nonceOf } from "../daily/delivery.ts";
import { controlButton, myScoreButton } from "./ids.ts";
import { type LiveMessage, roundOf } from "./rules.ts";
import { renderLive } from "./view.ts";

/** Discord allows five edits per channel every five seconds. The rest is a margin for latency. */
const EDIT_INTERVAL = 1.2 * SECOND;

const sentMessage = z.object({ id: z.string() });

type Dependencies = {
  /** Requests have no timeout because they may have to wait for the rate limit. */
  restFor: RestFor;
  botId(): string;
  /** Spaces out edits across processes, because two workers may edit the messages of one quiz. */
  reserveInterval: ReserveInterval;
};

/**
 * Sends and edits the messages of live quizzes. Every method may throw ChannelError, MessageRejectedError or
 * RetryLaterError.
 */
export function createLiveDelivery({ restFor, botId, reserveInterval }: Dependencies) {
  return {
    /** Sends a message and returns its id. Discord drops duplicates of the same message within minutes. */
    async send(message: LiveMessage): Promise<string> {
      const nonce = nonceOf(nameOf(message));
      const body = { ...messageBody(renderLive(message)), nonce, enforce_nonce: true };
      const { guildId, channelId } = message.quiz;
      const sent = await mapDiscordErrors(restFor(guildId).post(Routes.channelMessages(channelId), { body }));
      return sentMessage.parse(sent).id;
    },

    /** Finds the message if an earlier attempt has sent it. */
    find(message: LiveMessage): Promise<string | undefined> {
      const { guildId, channelId, dueAt } = message.quiz;
      return ownMessageSince({ rest: restFor(guildId), botId }, channelId, dueAt, (components) =>
        customIdsIn(components).some((customId) => identifies(message, customId)),
      );
    },

    /** Replaces a message's content. Does nothing if the message was deleted. */
    async edit(messageId: string, message: LiveMessage): Promise<void> {
      const { guildId, channelId } = message.quiz;
      await sleep(await reserveInterval(keys.liveQuizRateLimit(guildId, channelId), EDIT_INTERVAL));
      const route = Routes.channelMessage(channelId, messageId);
      const edited = restFor(guildId).patch(route, { body: messageBody(renderLive(message)) });
      await ignoreDiscordError(mapDiscordErrors(edited), RESTJSONErrorCodes.UnknownMessage);
    },
  };
}

export type LiveDelivery = ReturnType<typeof createLiveDelivery>;

function nameOf({ quiz, kind }: LiveMessage): string {
  return `${quiz.guildId}/${quiz.id}/${kind === "podium" ? kind : roundOf(quiz)}`;
}

/** Whether this custom id belongs to this message alone. */
function identifies({ quiz, kind }: LiveMessage, customId: string): boolean {
  if (kind === "podium") return customId === myScoreButton.encode(quiz.id, "end");
  const [quizId, round] = controlButton.parse(customId) ?? [];
  return quizId === quiz.id && round === roundOf(quiz);
}
