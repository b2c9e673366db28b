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
import { practicePoints } from "../boards/rules.ts";
import { explain, references, responseText } from "../questions/feedback-view.ts";
import { reportButton } from "../questions/ids.ts";
import type { Question } from "../questions/rules.ts";
import { TOPICS } from "../questions/topic-rules.ts";
import { accent, renderAnswerControls, renderOptions, renderStem } from "../questions/view.ts";
import type { Outlook } from "../review/rules.ts";
import { answerButton, answerSelect, endButton, nextButton, retryButton, typeAnswerButton } from "./ids.ts";
import { isComplete, type Quiz, type QuizFeedback, type QuizQuestion, quizSeed, tagOf } from "./rules.ts";
import type { QuizScreen } from "./service.ts";
import type { QuizSummary } from "./summary-service.ts";

/** Renders a quiz or review: one message that changes from question to feedback to summary. */
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

function renderQuestion({ quiz, position, question, notice }: QuizQuestion): Card {
  const seed = quizSeed(quiz, position);
  const tag = tagOf({ questionId: question.id });
  const body = container(
    [
      ...renderStem(question, headingOf(quiz, position, question)),
      ...renderOptions(question, seed),
      text(`-# ${progress(quiz, question)}`),
      renderAnswerControls(question, {
        seed,
        optionButtonId: (optionId) => answerButton.encode(quiz.id, position, tag, optionId),
        selectId: answerSelect.encode(quiz.id, position, tag),
        modalButtonId: typeAnswerButton.encode(quiz.id, position, tag),
      }),
      row(endQuiz(quiz)),
    ],
    accent(question.difficulty),
  );
  return { components: [...(notice ? [text(words.quiz[notice](quiz.kind))] : []), body] };
}

function renderFeedback({ quiz, position, question, answer, alreadyAnswered }: QuizFeedback): Card {
  const complete = isComplete(quiz);
  const next = button(complete ? words.quiz.results : words.quiz.next, nextButton.encode(quiz.id), ButtonStyle.Primary);
  const buttons = [
    next,
    ...(quiz.ended || complete ? [] : [endQuiz(quiz)]),
    // Reports go to the server's moderators, so direct messages have no report button.
    ...(quiz.guildId === undefined ? [] : [button(words.report.button, reportButton.encode(question.id))]),
  ];
  return {
    components: [
      container(
        [
          ...renderStem(question, headingOf(quiz, position, question)),
          lines(
            alreadyAnswered
              ? words.feedback.again(responseText(question, answer.response).join(", "), timestamp(answer.at, "t"))
              : undefined,
            answer.correct ? words.feedback.correct : words.feedback.incorrect,
            ...explain(question, answer.response, answer.correct),
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
  const correct = results.filter((result) => result.correct);
  const max = correct.reduce((sum, { question }) => sum + practicePoints(question.difficulty), 0);
  const missed = results.length > correct.length;
  return {
    components: [
      container([
        text(
          `### ${words.quiz.score(words.quiz.kinds[quiz.retry ? "retry" : quiz.kind], correct.length, results.length)}`,
        ),
        ...(results.length > 0 ? [lines(...byTopic(results))] : []),
        lines(
          points === undefined ? words.quiz.noPoints(quiz.retry) : words.quiz.points(points),
          points !== undefined && points < max ? `-# ${words.quiz.pointsRule}` : undefined,
          summary.comesBack && words.quiz.comesBack(summary.comesBack.count, timestamp(summary.comesBack.first, "R")),
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
    const correct = asked.filter((result) => result.correct).length;
    return asked.length > 0 ? [words.quiz.topicScore(topic, correct, asked.length)] : [];
  });
}

/** Describes what is due now, today and tomorrow, or when the next card is due. */
export function outlookText(outlook: Outlook): string {
  const counts = words.review.counts(outlook.today, outlook.tomorrow);
  if (outlook.now > 0) return `${words.review.more(outlook.now)} ${counts}`;
  if (outlook.next === undefined) return words.review.noneLeft;
  return `${words.review.nothingDue(timestamp(outlook.next, "R"))} ${counts}`;
}

function headingOf(quiz: Quiz, position: number, { topic }: Question): string {
  return words.quiz.heading(words.quiz.kinds[quiz.retry ? "retry" : quiz.kind], topic, position + 1, quiz.items.length);
}

/** Shows progress as dots, and as text for screen readers. */
function progress({ items, answers }: Quiz, { difficulty }: Question): string {
  const dots = items.map((_, index) => (index < answers.length ? "●" : "○")).join(" ");
  return words.quiz.progress(difficulty, dots, answers.length, items.length);
}

function endQuiz({ id }: Quiz) {
  return button(words.quiz.end, endButton.encode(id));
}
