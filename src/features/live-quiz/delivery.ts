import { setTimeout as sleep } from "node:timers/promises";
import { type REST, Routes } from "discord.js";
import { z } from "zod";
import { customIdsIn } from "../../platform/discord/component-id.ts";
import { asked, unlessCode } from "../../platform/discord/discord-errors.ts";
import { ownMessageSince } from "../../platform/discord/message-history.ts";
import { SECOND } from "../../platform/time.ts";
import { messageBody, nonceOf } from "../daily/delivery.ts";
import { controlButton, myScoreButton } from "./ids.ts";
import type { LiveMessenger, LiveScreen } from "./ports.ts";
import { roundOf } from "./rules.ts";
import { renderLive } from "./view.ts";

/** A live round that Discord does not take by then is tried anew, well inside the minutes for which it knows a nonce. */
const SEND_WITHIN = 15 * SECOND;
/**
 * Of one channel Discord takes five edits in five seconds; this also keeps off the edge of its window, and leaves a turn
 * some time to be heard of and taken.
 */
const EDIT_EVERY = 1.2 * SECOND;
const UNKNOWN_MESSAGE = 10008;

const sentMessage = z.object({ id: z.string() });

type Needs = {
  rest: REST;
  botId(): string;
  /** Whose turns all processes take: two workers may draw one quiz. */
  turns: { toDraw(guildId: string, channelId: string, lasting: number): Promise<number> };
};

/** Brings live quizzes to their channels. */
export function createLiveMessenger({ rest, botId, turns }: Needs): LiveMessenger {
  return {
    async send(screen) {
      const body = { ...messageBody(renderLive(screen)), nonce: nonceOf(nameOf(screen)), enforce_nonce: true };
      const signal = AbortSignal.timeout(SEND_WITHIN);
      return sentMessage.parse(await asked(rest.post(Routes.channelMessages(screen.live.channelId), { body, signal })))
        .id;
    },

    find(screen) {
      const { channelId, dueAt } = screen.live;
      return ownMessageSince({ rest, botId }, channelId, dueAt, (components) =>
        customIdsIn(components).some((customId) => isOf(screen, customId)),
      );
    },

    async draw(messageId, screen) {
      const { guildId, channelId } = screen.live;
      await sleep(await turns.toDraw(guildId, channelId, EDIT_EVERY));
      const route = Routes.channelMessage(channelId, messageId);
      const signal = AbortSignal.timeout(SEND_WITHIN);
      await unlessCode(asked(rest.patch(route, { body: messageBody(renderLive(screen)), signal })), UNKNOWN_MESSAGE);
    },
  };
}

function nameOf({ live, show }: LiveScreen): string {
  return `${live.guildId}/${live.id}/${show === "podium" ? show : roundOf(live)}`;
}

/** Only this screen has such a button, so an earlier try is found by it. */
function isOf({ live, show }: LiveScreen, customId: string): boolean {
  if (show === "podium") return customId === myScoreButton.encode(live.id, "end");
  const [quizId, round] = controlButton.parse(customId) ?? [];
  return quizId === live.id && round === roundOf(live);
}
