import { Routes } from "discord.js";
import { mapDiscordErrors } from "../../platform/discord/discord-errors.ts";
import { ownMessageSince } from "../../platform/discord/message-history.ts";
import type { Requests } from "../../platform/discord/pace.ts";
import { SECOND } from "../../platform/time.ts";
import { messageBody, nonceOf } from "../daily/delivery.ts";
import type { Announcer } from "./ports.ts";
import { renderNotice } from "./view.ts";

const SEND_WITHIN = 45 * SECOND;

type Needs = { rest: Requests; botId(): string };

/** Brings notices to their channels through Discord's REST API. */
export function createAnnouncer({ rest, botId }: Needs): Announcer {
  return {
    async send({ channelId, notice }, name) {
      const body = { ...messageBody(renderNotice(notice)), nonce: nonceOf(name), enforce_nonce: true };
      await mapDiscordErrors(
        rest.post(Routes.channelMessages(channelId), { body, signal: AbortSignal.timeout(SEND_WITHIN) }),
      );
    },

    async wasSent({ channelId, at, notice }) {
      const words = wordsOf(renderNotice(notice).components);
      const isIt = (components: readonly unknown[]) => wordsOf(components) === words;
      return (await ownMessageSince({ rest, botId }, channelId, at, isIt)) !== undefined;
    },
  };
}

/** All that is written in a message's components: what is written twice in the same words is the same notice. */
function wordsOf(components: readonly unknown[]): string {
  return [...JSON.stringify(components).matchAll(/"content":"((?:[^"\\]|\\.)*)"/g)]
    .map(([, words]) => words)
    .join("\n");
}
