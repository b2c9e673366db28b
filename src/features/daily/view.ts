import { type Card, channelMention, messageUrl, text, textCard, timestamp } from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { renderFeedback } from "../questions/feedback-view.ts";
import { renderQuestion } from "../questions/view.ts";
import type { DailyView } from "./service.ts";

/** Other open posts that are linked. */
const MAX_LINKS = 3;

/** What `/daily` shows one member. */
export function renderDaily(view: DailyView): Card {
  const streak = words.daily.streak(view.streak);
  if (!view.open && !view.feedback) {
    const next = view.next === undefined ? undefined : timestamp(view.next, "R");
    return textCard(`${words.daily.nothingOpen(next)}\n-# ${streak}`);
  }

  const others = view.others
    .slice(0, MAX_LINKS)
    .map(({ guildId, channelId, messageId }) => messageUrl(guildId, channelId, messageId ?? ""));
  const footer = [
    ...(others.length > 0 ? [words.daily.alsoOpen(others, view.others.length - others.length)] : []),
    ...(view.open ? [streak] : []),
  ];
  return {
    components: [
      ...(view.open ? [text(words.daily.missed(channelMention(view.open.post.channelId)))] : []),
      ...main(view),
      ...(footer.length > 0 ? [text(`-# ${footer.join(" · ")}`)] : []),
    ],
  };
}

function main({ open, feedback }: DailyView): Card["components"] {
  if (feedback) return renderFeedback(feedback).components;
  if (!open) return [];
  // The reply is private, so it mentions no role.
  const { roleId: _, ...post } = open.post;
  return renderQuestion(post, open.question, open.answered).components;
}
