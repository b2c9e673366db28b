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
  stamp,
  text,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import type { Readiness } from "../learning/readiness-rules.ts";
import { explain, references } from "../questions/feedback-view.ts";
import type { Topic } from "../questions/topic-rules.ts";
import { statement } from "../questions/view.ts";
import { hasPassed, type Result, type TopicScore, weakestFirst, weakestTopics } from "./attempt-rules.ts";
import { renderEndedAway } from "./attempt-view.ts";
import { addToReviewButton, historySelect, missedButton, reportButton, shareButton } from "./ids.ts";
import type { ExamHistory, Missed } from "./report-service.ts";
import { MOCK } from "./rules.ts";
import type { Ended } from "./service.ts";

const BAR_LENGTH = 5;
const MOST_WEAK = 2;
const HISTORY_SHOWN = 10;
const MISSING_SHOWN = 5;

/** What an attempt came to, as its learner sees it. */
export function renderReport({ result, why = "submitted" }: Pick<Ended, "result"> & Partial<Ended>): Card {
  const { id, module, endedAt, missed, topics } = result;
  const over = { time: words.exam.timeUp(stamp(endedAt, "R")), earlier: words.exam.earlier(stamp(endedAt, "R")) };
  const weakest = weakestOf(topics);
  return {
    components: [
      ...(why === "submitted" ? [] : [text(over[why])]),
      container([
        ...summary(result),
        lines(
          weakest.length > 0 ? words.exam.weakest(weakest) : undefined,
          `-# ${module === MOCK ? words.exam.points : words.exam.aModule}`,
          `-# ${words.exam.ownExam}`,
        ),
        row(
          ...(missed.length > 0
            ? [
                button(words.exam.buttons.wrong, missedButton.encode(id, 0, "open"), ButtonStyle.Primary),
                button(words.exam.buttons.review, addToReviewButton.encode(id)),
              ]
            : []),
          button(words.exam.buttons.share, shareButton.encode(id)),
        ),
      ]),
    ],
  };
}

function summary(result: Result) {
  const { module, right, items, passMark, extraTime, topics } = result;
  const standard = [words.exam.passMark(passMark, items), ...(extraTime ? [words.exam.extraTime] : [])];
  return [lines(words.exam.score(module, right, items, hasPassed(result)), `-# ${standard.join(" · ")}`), bars(topics)];
}

/** The weakest topic first; those in bold are the ones to go back to. */
function bars(topics: readonly TopicScore[]) {
  const weakest = weakestOf(topics);
  return lines(...weakestFirst(topics).map((score) => bar(score, weakest.includes(score.topic))));
}

/** None where there is but one: then it is the exam itself. */
function weakestOf(topics: readonly TopicScore[]): Topic[] {
  return topics.length > 1 ? weakestTopics(topics, MOST_WEAK) : [];
}

/** Bar and count first: they line up without padding names. */
function bar({ topic, right, items }: TopicScore, isWeak: boolean): string {
  const filled = Math.round((right / items) * BAR_LENGTH);
  const count = `${right}/${items}`;
  return `\`${"▇".repeat(filled)}${"·".repeat(BAR_LENGTH - filled)} ${count.padStart(5)}\` ${words.exam.barName(topic, isWeak)}`;
}

/** A question that was missed: what was answered, why that is wrong, what is right and why. */
export function renderMissed({ result, page, response, question, withheld }: Missed): Card {
  const { id, module, missed } = result;
  const heading = words.exam.missed(module, page + 1, missed.length);
  const back = button(words.exam.buttons.back, missedButton.encode(id, Math.max(page - 1, 0), "back"));
  const next = button(words.exam.buttons.next, missedButton.encode(id, page + 1, "next"));
  const explained = question
    ? [
        ...statement(question, heading),
        lines(
          response.length === 0 ? words.exam.leftOpen : undefined,
          ...explain(question, response, false),
          `-# ${words.feedback.read(references(question))}`,
        ),
      ]
    : [lines(`-# ${heading}`, withheld ? words.exam.withheld : words.exam.gone)];
  return {
    components: [
      container([
        ...explained,
        row(
          page > 0 ? back : disabled(back),
          page + 1 < missed.length ? next : disabled(next),
          button(words.exam.buttons.report, reportButton.encode(id)),
        ),
      ]),
    ],
  };
}

/** What others see of a result its learner shares. */
export function renderShared(result: Result, userId: string): Card {
  const { module, right, items, passMark } = result;
  return {
    components: [
      container([
        text(words.exam.sharedCard(mention(userId), module, right, items, hasPassed(result))),
        bars(result.topics),
        lines(`-# ${words.exam.passMark(passMark, items)}`, `-# ${words.exam.ownExam}`),
      ]),
    ],
  };
}

/** How a learner's exams went, and whether the mock exam would be passed now. */
export function renderHistory({ results, trends, readiness, missed }: ExamHistory): Card {
  const shown = results.slice(-HISTORY_SHOWN).reverse();
  const changes = [...trends].flatMap(([module, change]) => (change ? [words.exam.trend(module, change)] : []));
  return {
    components: [
      ...(missed ? [text(renderEndedAway(missed))] : []),
      container([
        lines(words.exam.historyTitle, ...(shown.length > 0 ? shown.map(historyLine) : [words.exam.noHistory])),
        ...(changes.length > 0 ? [lines(...changes.map((change) => `-# ${change}`))] : []),
        divider(),
        renderReadiness(readiness),
        ...(shown.length > 0 ? [reports(shown)] : []),
      ]),
    ],
  };
}

function reports(shown: readonly Result[]): APIComponentInContainer {
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.StringSelect,
        custom_id: historySelect.encode(),
        placeholder: words.exam.openReport,
        options: shown.map(({ id, module, right, items, endedAt }) => ({
          value: id,
          label: words.exam.pastReport(module, right, items, new Date(endedAt).toISOString().slice(0, 10)),
        })),
      },
    ],
  };
}

function historyLine(result: Result): string {
  const { module, right, items, endedAt } = result;
  return words.exam.historyLine(module, right, items, hasPassed(result), stamp(endedAt, "R"));
}

/** Whether the mock exam would be passed, as a band, or what it takes to tell. */
export function renderReadiness(readiness: Readiness) {
  return lines(words.exam.readinessTitle, readinessText(readiness), `-# ${words.exam.readinessLabel}`);
}

function readinessText(readiness: Readiness): string {
  if (readiness.shown) return words.exam.readiness(readiness.band, readiness.gain);
  const { missing, missingInAll } = readiness;
  const named = missing.slice(0, MISSING_SHOWN);
  return words.exam.readinessHidden(missingInAll, named, missing.length - named.length);
}
