import { type APIComponentInContainer, ButtonStyle, ComponentType } from "discord-api-types/v10";
import {
  button,
  type Card,
  container,
  disabled,
  divider,
  lines,
  mention,
  row,
  text,
  timestamp,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import type { Readiness } from "../learning/readiness-rules.ts";
import { explain, references } from "../questions/feedback-view.ts";
import type { Topic } from "../questions/topic-rules.ts";
import { renderStem } from "../questions/view.ts";
import type { EndedAttempt } from "./attempt-rules.ts";
import { addToReviewButton, historySelect, missedButton, reportButton, shareButton } from "./ids.ts";
import {
  type ExamHistory,
  type ExamResult,
  hasPassed,
  type MissedQuestion,
  MOCK,
  scoreBand,
  sortWeakestFirst,
  standingOf,
  type TopicScore,
  weakestTopics,
} from "./rules.ts";

const BAR_LENGTH = 5;
const MAX_WEAKEST = 2;
const MAX_HISTORY = 10;
const MAX_MISSING_TOPICS = 5;

/** Renders the private report of an attempt. */
export function renderReport({
  result,
  reason = "submitted",
}: Pick<EndedAttempt, "result"> & Partial<EndedAttempt>): Card {
  const { id, module, missed, topics } = result;
  const weakest = weakestOf(topics);
  return {
    components: [
      ...endNotice(result, reason),
      container([
        ...summary(result),
        lines(
          weakest.length > 0 ? words.exams.weakest(weakest) : undefined,
          `-# ${module === MOCK ? words.exams.mockPoints : words.exams.moduleScope}`,
          `-# ${words.exams.disclaimer}`,
        ),
        row(
          ...(missed.length > 0
            ? [
                button(words.exams.buttons.reviewWrong, missedButton.encode(id, 0, "open"), ButtonStyle.Primary),
                button(words.exams.buttons.addToReview, addToReviewButton.encode(id)),
              ]
            : []),
          button(words.exams.buttons.share, shareButton.encode(id)),
        ),
      ]),
    ],
  };
}

function endNotice({ endedAt }: ExamResult, reason: EndedAttempt["reason"]) {
  switch (reason) {
    case "submitted":
      return [];
    case "timeout":
      return [text(words.exams.timedOut(timestamp(endedAt, "R")))];
    case "earlier":
      return [text(words.exams.submittedEarlier(timestamp(endedAt, "R")))];
  }
}

/** Includes the exam's name and score because it's shown above other content. */
export function timeoutNotice({ module, endedAt, correct, total }: ExamResult) {
  return text(words.exams.timedOutAway(module, timestamp(endedAt, "R"), correct, total));
}

function summary(result: ExamResult) {
  const { module, correct, total, passMark, extraTime, topics } = result;
  const conditions = [words.exams.passMark(passMark, total), ...(extraTime ? [words.exams.extraTime] : [])];
  return [
    lines(
      words.exams.score(module, correct, total, verdictOf(result)),
      total > 0
        ? words.exams.band(scoreBand(result), total, module === MOCK ? undefined : standingOf(result))
        : undefined,
      `-# ${conditions.join(" · ")}`,
    ),
    bars(topics),
  ];
}

/** Undefined for modules: they have too few items for a verdict. */
function verdictOf(result: ExamResult): boolean | undefined {
  return result.module === MOCK ? hasPassed(result) : undefined;
}

/** One line per topic, weakest first. The weakest ones are bold. */
function bars(topics: readonly TopicScore[]) {
  const weakest = weakestOf(topics);
  return lines(...sortWeakestFirst(topics).map((score) => bar(score, weakest.includes(score.topic))));
}

/** Omitted for an exam on a single topic, where it would only repeat the exam's name. */
function weakestOf(topics: readonly TopicScore[]): Topic[] {
  return topics.length > 1 ? weakestTopics(topics, MAX_WEAKEST) : [];
}

/** The name comes last, so bars and counts line up without padding. */
function bar({ topic, correct, total }: TopicScore, isWeak: boolean): string {
  const filled = Math.round((correct / total) * BAR_LENGTH);
  const count = `${correct}/${total}`;
  const name = isWeak ? `**${words.topics[topic]}**` : words.topics[topic];
  return `\`${"▇".repeat(filled)}${"·".repeat(BAR_LENGTH - filled)} ${count.padStart(5)}\` ${name}`;
}

/** Renders a missed question with the learner's answer, the correct one and explanations. */
export function renderMissed({ result, page, response, question, withheld }: MissedQuestion): Card {
  const { id, module, missed } = result;
  const heading = words.exams.missedHeading(module, page + 1, missed.length);
  const back = button(words.exams.buttons.back, missedButton.encode(id, Math.max(page - 1, 0), "back"));
  const next = button(words.exams.buttons.next, missedButton.encode(id, page + 1, "next"));
  const body = question
    ? [
        ...renderStem(question, heading),
        lines(
          response.length === 0 ? words.exams.notAnswered : undefined,
          ...explain(question, response, false),
          `-# ${words.feedback.read(references(question))}`,
        ),
      ]
    : [lines(`-# ${heading}`, withheld ? words.exams.withheld : words.exams.missingExplanation)];
  return {
    components: [
      container([
        ...body,
        row(
          page > 0 ? back : disabled(back),
          page + 1 < missed.length ? next : disabled(next),
          button(words.exams.buttons.report, reportButton.encode(id)),
        ),
      ]),
    ],
  };
}

/** Renders the public message for a shared result. */
export function renderShared(result: ExamResult, userId: string): Card {
  const { module, correct, total, passMark } = result;
  return {
    components: [
      container([
        text(words.exams.shared(mention(userId), module, correct, total, verdictOf(result))),
        bars(result.topics),
        lines(
          `-# ${words.exams.likely(scoreBand(result))} · ${words.exams.passMark(passMark, total)}`,
          `-# ${words.exams.disclaimer}`,
        ),
      ]),
    ],
  };
}

export function renderHistory({ results, trends, readiness, unseenResult }: ExamHistory): Card {
  const shown = results.slice(-MAX_HISTORY).reverse();
  const changes = [...trends].flatMap(([module, trend]) => (trend ? [`-# ${words.exams.trend(module, trend)}`] : []));
  return {
    components: [
      ...(unseenResult ? [timeoutNotice(unseenResult)] : []),
      container([
        lines(words.exams.historyTitle, ...(shown.length > 0 ? shown.map(historyLine) : [words.exams.noHistory])),
        ...(changes.length > 0 ? [lines(...changes)] : []),
        divider(),
        renderReadiness(readiness),
        ...(shown.length > 0 ? [reportMenu(shown)] : []),
      ]),
    ],
  };
}

function reportMenu(shown: readonly ExamResult[]): APIComponentInContainer {
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.StringSelect,
        custom_id: historySelect.encode(),
        placeholder: words.exams.openReport,
        options: shown.map(({ id, module, correct, total, endedAt }) => ({
          value: id,
          label: words.exams.pastReport(module, correct, total, new Date(endedAt).toISOString().slice(0, 10)),
        })),
      },
    ],
  };
}

function historyLine(result: ExamResult): string {
  return words.exams.historyLine(result, verdictOf(result), scoreBand(result), timestamp(result.endedAt, "R"));
}

/** Renders the chance of passing the mock exam as a range, or how many answers are still needed to predict it. */
export function renderReadiness(readiness: Readiness) {
  return lines(words.exams.readinessTitle, readinessText(readiness), `-# ${words.exams.readinessNote}`);
}

function readinessText(readiness: Readiness): string {
  if (readiness.shown) return words.exams.readiness(readiness.band, readiness.gain);
  const { missing, missingTotal } = readiness;
  const named = missing.slice(0, MAX_MISSING_TOPICS);
  return words.exams.readinessMissing(missingTotal, named, missing.length - named.length);
}
