import { ButtonStyle } from "discord-api-types/v10";
import {
  button,
  type Card,
  container,
  divider,
  lines,
  row,
  text,
  timestamp,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { practicePoints } from "../boards/points-rules.ts";
import { explain, references, responseText } from "../questions/feedback-view.ts";
import { reportButton } from "../questions/ids.ts";
import type { Question } from "../questions/rules.ts";
import { TOPICS } from "../questions/topic-rules.ts";
import { accent, renderAnswerControls, renderOptions, renderStem } from "../questions/view.ts";
import type { Outlook } from "../review/rules.ts";
import { answerButton, answerSelect, nextButton, retryButton, stopButton, typeAnswerButton } from "./ids.ts";
import { isComplete, type Quiz, quizSeed, tagOf } from "./rules.ts";
import type { QuizFeedback, QuizQuestion, QuizScreen } from "./service.ts";
import type { QuizSummary } from "./summary-service.ts";

/** What a learner sees of a quiz or review; one message that goes from question to feedback to the summary. */
export function renderQuiz(screen: QuizScreen): Card {
  switch (screen.show) {
    case "question":
      return renderQuestion(screen);
    case "feedback":
      return renderFeedback(screen);
    case "summary":
      return renderSummary(screen);
  }
}

function renderQuestion({ quiz, position, question, resumed }: QuizQuestion): Card {
  const seed = quizSeed(quiz, position);
  const tag = tagOf({ questionId: question.id });
  const body = container(
    [
      ...renderStem(question, headingOf(quiz, position, question)),
      ...renderOptions(question, seed),
      text(`-# ${progress(quiz, question)}`),
      renderAnswerControls(question, {
        seed,
        tap: (optionId) => answerButton.encode(quiz.id, position, tag, optionId),
        choose: answerSelect.encode(quiz.id, position, tag),
        type: typeAnswerButton.encode(quiz.id, position, tag),
      }),
      row(stop(quiz)),
    ],
    accent(question.difficulty),
  );
  return { components: [...(resumed ? [text(words.quiz.resumed(quiz.kind))] : []), body] };
}

function renderFeedback({ quiz, position, question, answer, again }: QuizFeedback): Card {
  const complete = isComplete(quiz);
  const next = button(complete ? words.quiz.result : words.quiz.next, nextButton.encode(quiz.id), ButtonStyle.Primary);
  const buttons = [
    next,
    ...(quiz.ended || complete ? [] : [stop(quiz)]),
    // A server's moderators read reports: elsewhere there are none.
    ...(quiz.guildId === undefined ? [] : [button(words.report.button, reportButton.encode(question.id))]),
  ];
  return {
    components: [
      container(
        [
          ...renderStem(question, headingOf(quiz, position, question)),
          lines(
            again
              ? words.feedback.again(responseText(question, answer.response).join(", "), timestamp(answer.at, "t"))
              : undefined,
            answer.right ? words.feedback.right : words.feedback.wrong,
            ...explain(question, answer.response, answer.right),
          ),
          divider(),
          lines(words.feedback.read(references(question)), `-# ${progress(quiz, question)}`),
          row(...buttons),
        ],
        accent(question.difficulty),
      ),
    ],
  };
}

function renderSummary(summary: QuizSummary): Card {
  const { quiz, results, points } = summary;
  const right = results.filter((result) => result.right);
  const most = right.reduce((sum, { question }) => sum + practicePoints(question.difficulty), 0);
  const missed = results.length > right.length;
  return {
    components: [
      container([
        text(
          `### ${words.quiz.score(words.quiz.kinds[quiz.retry ? "retry" : quiz.kind], right.length, results.length)}`,
        ),
        ...(results.length > 0 ? [lines(...byTopic(results))] : []),
        lines(
          points === undefined ? words.quiz.noPoints(quiz.retry) : words.quiz.points(points),
          points !== undefined && points < most ? `-# ${words.quiz.pointsRule}` : undefined,
          summary.later && words.quiz.comesBack(summary.later.count, timestamp(summary.later.first, "R")),
          summary.outlook && outlookText(summary.outlook),
        ),
        ...(missed ? [row(button(words.quiz.retry, retryButton.encode(quiz.id), ButtonStyle.Primary))] : []),
      ]),
    ],
  };
}

function byTopic(results: QuizSummary["results"]): string[] {
  return TOPICS.flatMap((topic) => {
    const asked = results.filter(({ question }) => question.topic === topic);
    const right = asked.filter((result) => result.right).length;
    return asked.length > 0 ? [words.quiz.topicScore(topic, right, asked.length)] : [];
  });
}

/** What is due now, today and tomorrow, or when to come back. */
export function outlookText(outlook: Outlook): string {
  const soon = words.review.counts(outlook.today, outlook.tomorrow);
  if (outlook.now > 0) return `${words.review.more(outlook.now)} ${soon}`;
  if (outlook.next === undefined) return words.review.noneLeft;
  return `${words.review.nothingDue(timestamp(outlook.next, "R"))} ${soon}`;
}

function headingOf(quiz: Quiz, position: number, { topic }: Question): string {
  return words.quiz.heading(words.quiz.kinds[quiz.retry ? "retry" : quiz.kind], topic, position + 1, quiz.items.length);
}

/** As dots, and in words for those who hear them. */
function progress({ items, answers }: Quiz, { difficulty }: Question): string {
  const dots = items.map((_, index) => (index < answers.length ? "●" : "○")).join(" ");
  return words.quiz.progress(difficulty, dots, answers.length, items.length);
}

function stop({ id }: Quiz) {
  return button(words.quiz.stop, stopButton.encode(id));
}
