import type { APIComponentInContainer } from "discord-api-types/v10";
import {
  button,
  type Card,
  channelMention,
  container,
  lines,
  link,
  mention,
  messageUrl,
  row,
  text,
  textCard,
  timestamp,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { type Option, optionsOf } from "../questions/answer-rules.ts";
import { numbered, references, renderFeedback, solution } from "../questions/feedback-view.ts";
import type { ChoiceQuestion, Question } from "../questions/rules.ts";
import { accent, lettered, renderQuestion, renderStem } from "../questions/view.ts";
import { addToReviewButton, whyNotButton } from "./ids.ts";
import type { Post, PostResults } from "./rules.ts";
import type { DailyView } from "./service.ts";

/** Maximum number of links to other open posts. */
const MAX_LINKS = 3;

/** Renders the reply to `/daily`. */
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
      ...questionOrFeedback(view),
      ...(footer.length > 0 ? [text(`-# ${footer.join(" · ")}`)] : []),
    ],
  };
}

function questionOrFeedback({ open, feedback }: DailyView): Card["components"] {
  if (feedback) return renderFeedback(feedback).components;
  if (!open) return [];
  // No role mention, because the reply is private.
  const { roleId: _, ...post } = open.post;
  return renderQuestion(post, open.question, open.answered).components;
}

const BAR_LENGTH = 14;

/** Renders a revealed post: answer key, distribution, explanation, and who was correct first. */
export function renderReveal(post: Post, question: Question, results: PostResults): Card {
  return {
    components: [
      container(
        [
          ...renderStem(question, words.question.closedHeading(question.topic, question.difficulty)),
          renderSolution(post, question, results),
          lines(...reasons(question)),
          lines(`-# ${resultLine(results)}`, `-# ${words.feedback.read(references(question))}`),
          buttons(post, question),
        ],
        accent(question.difficulty),
      ),
    ],
  };
}

function renderSolution(post: Post, question: Question, results: PostResults): APIComponentInContainer {
  switch (question.type) {
    case "single":
    case "true-false":
    case "multi":
      return lines(...optionsOf(question, post.seed).map((option) => distribution(option, results)));
    case "order":
      return lines(words.feedback.correctOrder, ...Object.values(question.steps).map(numbered));
    case "short":
      return lines(words.reveal.accepted(question.accept.slice(0, 3)));
    case "number":
      return lines(words.reveal.accepted([solution(question)]));
  }
}

/** An option with the share of members who chose it. */
export function distribution(option: Option, { answered, chosen }: Pick<PostResults, "answered" | "chosen">): string {
  const name = option.key ? `✓ ${lettered(option)} · **${words.reveal.correctAnswer}**` : lettered(option);
  const share = answered === 0 ? 0 : (chosen.get(option.id) ?? 0) / answered;
  if (share === 0) return name;

  const bar = "▇".repeat(Math.round(share * BAR_LENGTH));
  return `${name}\n-# ${bar} ${words.reveal.share(Math.round(share * 100))}`;
}

export function reasons(question: Question): string[] {
  if (!("options" in question)) return [question.why];
  return keysOf(question).map(({ why }) => why);
}

function keysOf(question: ChoiceQuestion) {
  return Object.values(question.options).filter(({ key }) => key);
}

function resultLine({ answered, correct, firstCorrect, comparison }: PostResults): string {
  if (answered === 0) return words.reveal.noAnswers;
  return [
    ...(firstCorrect.length > 0 ? [words.reveal.firstCorrect(firstCorrect.map(mention))] : []),
    words.reveal.correctOf(correct, answered),
    ...(comparison ? [words.reveal[comparison]] : []),
  ].join(" · ");
}

function buttons(post: Post, question: Question): APIComponentInContainer {
  return row(
    // A message's thread has the same id as the message.
    ...(post.threadOpened && post.messageId
      ? [link(words.reveal.discuss, threadUrl(post.guildId, post.messageId))]
      : []),
    ...("options" in question ? [button(words.reveal.whyNot, whyNotButton.encode(post.slotId))] : []),
    // The "Add to my review" message command finds the slot through this button.
    button(words.review.add, addToReviewButton.encode(post.slotId)),
  );
}

function threadUrl(guildId: string, threadId: string): string {
  return `https://discord.com/channels/${guildId}/${threadId}`;
}
