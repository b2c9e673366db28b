import { z } from "zod";
import { PERIODS, type Period } from "../../features/boards/period-rules.ts";
import { LIVE_CONTROLS, type LiveControl } from "../../features/live-quiz/rules.ts";
import { type Difficulty, difficultySchema, LEVELS } from "../../features/questions/rules.ts";
import { TOPICS, type Topic, topicSchema } from "../../features/questions/topic-rules.ts";
import {
  CHANNEL_SETTINGS,
  type ChannelSetting,
  OPTIONAL_SETTINGS,
  type OptionalSetting,
  SETTING_NAMES,
  type SettingName,
} from "../../features/settings/rules.ts";
import { type Form, QUESTION_TYPES } from "../../features/suggestions/rules.ts";
import { UserError } from "../../text/user-errors.ts";

const slug = z.string().regex(/^[a-z0-9-]{1,60}$/);
const attempt = z.string().regex(/^[a-z0-9]{1,13}$/);
const count = z.coerce.number().int().min(0);
const sure = z.enum(["ask", "sure"]);
const quiz = z.string().regex(/^[a-z0-9]{1,16}$/);
const questionId = z.string().regex(/^[a-z0-9.-]{1,60}$/);
const form = [z.enum(QUESTION_TYPES), topicSchema, z.coerce.number().pipe(difficultySchema), z.enum(LEVELS)] as const;
const tag = z.string().regex(/^[a-z0-9]{1,5}$/);
const slot = z.string().regex(/^\d+-(\d{4}-\d{2}-\d{2}|now-\d+)$/);

/** What every button, select and modal carries in its custom id, by kind. */
export type CustomIds = {
  /** A tap on an option: slot, option id. */
  answer: [slotId: string, optionId: string];
  /** Options chosen in a select. */
  choose: [slotId: string];
  /** Opens the modal for an answer that is typed or put in order. */
  type: [slotId: string];
  /** That modal, sent. */
  typed: [slotId: string];
  /** Lets a question that was answered surely come back in the review too. */
  keep: [slotId: string];
  /** Why the other options are wrong, after the reveal. */
  why: [slotId: string];
  /** A page of a board. Two buttons of one message may lead to the same page, so the last part tells them apart. */
  board: [period: Period, topic: Topic | "any", page: number | "mine", button: "turn" | "period"];
  /** A question chosen from the menu about the work. */
  career: [];
  /** Shows an item of an open exam attempt. Buttons of one message may lead to the same item: the last part differs. */
  "exam-go": [attemptId: string, position: number, button: "back" | "next" | "return"];
  "exam-answer": [attemptId: string, position: number, optionId: string];
  "exam-choose": [attemptId: string, position: number];
  "exam-type": [attemptId: string, position: number];
  "exam-typed": [attemptId: string, position: number];
  "exam-flag": [attemptId: string, position: number, flag: "on" | "off"];
  /** The grid, with the select that jumps to one of 25 items. */
  "exam-overview": [attemptId: string, page: number];
  "exam-jump": [attemptId: string];
  /** Asks first, then submits. */
  "exam-submit": [attemptId: string, sure: "ask" | "sure"];
  "exam-leave": [attemptId: string, module: string, pace: "normal" | "extra", sure: "ask" | "sure"];
  "exam-report": [attemptId: string];
  "exam-missed": [attemptId: string, page: number, button: "open" | "back" | "next"];
  /** Opens one of the earlier reports. */
  "exam-history": [];
  "exam-review": [attemptId: string];
  "exam-share": [attemptId: string];
  /** Of a quiz or review: the answer to its open question, as for the daily one. The tag names that question. */
  "quiz-answer": [quizId: string, position: number, tag: string, optionId: string];
  "quiz-choose": [quizId: string, position: number, tag: string];
  "quiz-type": [quizId: string, position: number, tag: string];
  "quiz-typed": [quizId: string, position: number, tag: string];
  "quiz-next": [quizId: string];
  "quiz-stop": [quizId: string];
  "quiz-retry": [quizId: string];
  /** The texts of a suggestion, with what was said about it in the command. */
  "suggest-form": [type: Form["type"], topic: Topic, difficulty: Difficulty, level: Form["level"]];
  "suggest-edit": [];
  /** Of the draft as the message shows it, which the tag names. */
  "suggest-send": [tag: string];
  "suggest-discard": [tag: string];
  /** Asks for the reason; then the modal with it. */
  report: [questionId: string];
  "report-reason": [questionId: string];
  /** A case in the moderators' queue: opened from its notice, or turned to. */
  "case-look": [caseId: string];
  "case-show": [caseId: string, button: "back" | "next"];
  "case-approve": [caseId: string, edition: number];
  "case-edit": [caseId: string, edition: number];
  "case-form": [
    caseId: string,
    edition: number,
    type: Form["type"],
    topic: Topic,
    difficulty: Difficulty,
    level: Form["level"],
  ];
  "case-topic": [caseId: string, edition: number];
  "case-difficulty": [caseId: string, edition: number];
  "case-deny": [caseId: string, edition: number];
  "case-denied": [caseId: string, edition: number];
  "case-dismiss": [caseId: string, edition: number];
  "case-retire": [caseId: string, edition: number];
  "import-confirm": [importId: string];
  "import-cancel": [importId: string];
  /** A moderator has checked the key of a question that was pulled, in this revision. */
  "bank-checked": [questionId: string, rev: number];
  /** Asked whether to delete everything. */
  "privacy-delete": [choice: "sure" | "keep"];
  "privacy-hide": [wish: "hide" | "show"];
  "live-join": [quizId: string];
  "live-answer": [quizId: string, round: number, optionId: string];
  "live-choose": [quizId: string, round: number];
  /** What the host and moderators do with the message of a round; -1 is the lobby. */
  "live-do": [quizId: string, round: number, what: LiveControl];
  /** How the one who taps stands, and the mark of the message that ends a live quiz. */
  "live-mine": [quizId: string, message: "round" | "end"];
  /** Under a reminder: no more of them. */
  "remind-off": [];
  "schedule-post": [scheduleId: string];
  "schedule-preview": [scheduleId: string];
  /** Its serial, for another schedule may bear the name by now. */
  "schedule-remove": [scheduleId: string, serial: number];
  "schedule-keep": [scheduleId: string];
  /** Under the warning that a schedule paused itself. */
  "schedule-resume": [scheduleId: string, serial: number];
  "schedule-move": [scheduleId: string, serial: number];
  /** The select of what to change, then what it is changed to. */
  "settings-pick": [];
  "settings-choose": [setting: SettingName];
  "settings-channel": [setting: ChannelSetting];
  "settings-role": [];
  "settings-off": [setting: OptionalSetting];
  "settings-show": [];
  "settings-log": [page: number, button: "open" | "newer" | "older"];
  "season-close": [season: number, sure: "ask" | "sure" | "keep"];
  /** Opened for the clicker alone, whatever message the button stands under. */
  hall: [];
  "board-open": [period: Period];
};

const shapes: { readonly [Kind in keyof CustomIds]: z.ZodType<CustomIds[Kind]> } = {
  answer: z.tuple([slot, slug]),
  choose: z.tuple([slot]),
  type: z.tuple([slot]),
  typed: z.tuple([slot]),
  keep: z.tuple([slot]),
  why: z.tuple([slot]),
  board: z.tuple([
    z.enum(PERIODS),
    z.enum([...TOPICS, "any"]),
    z.union([z.literal("mine"), z.coerce.number().int().min(1)]),
    z.enum(["turn", "period"]),
  ]),
  career: z.tuple([]),
  "exam-go": z.tuple([attempt, count, z.enum(["back", "next", "return"])]),
  "exam-answer": z.tuple([attempt, count, slug]),
  "exam-choose": z.tuple([attempt, count]),
  "exam-type": z.tuple([attempt, count]),
  "exam-typed": z.tuple([attempt, count]),
  "exam-flag": z.tuple([attempt, count, z.enum(["on", "off"])]),
  "exam-overview": z.tuple([attempt, count]),
  "exam-jump": z.tuple([attempt]),
  "exam-submit": z.tuple([attempt, sure]),
  "exam-leave": z.tuple([attempt, slug, z.enum(["normal", "extra"]), sure]),
  "exam-report": z.tuple([attempt]),
  "exam-missed": z.tuple([attempt, count, z.enum(["open", "back", "next"])]),
  "exam-history": z.tuple([]),
  "exam-review": z.tuple([attempt]),
  "exam-share": z.tuple([attempt]),
  "quiz-answer": z.tuple([quiz, count, tag, slug]),
  "quiz-choose": z.tuple([quiz, count, tag]),
  "quiz-type": z.tuple([quiz, count, tag]),
  "quiz-typed": z.tuple([quiz, count, tag]),
  "quiz-next": z.tuple([quiz]),
  "quiz-stop": z.tuple([quiz]),
  "quiz-retry": z.tuple([quiz]),
  "suggest-form": z.tuple(form),
  "suggest-edit": z.tuple([]),
  "suggest-send": z.tuple([tag]),
  "suggest-discard": z.tuple([tag]),
  report: z.tuple([questionId]),
  "report-reason": z.tuple([questionId]),
  "case-look": z.tuple([quiz]),
  "case-show": z.tuple([quiz, z.enum(["back", "next"])]),
  "case-approve": z.tuple([quiz, count]),
  "case-edit": z.tuple([quiz, count]),
  "case-form": z.tuple([quiz, count, ...form]),
  "case-topic": z.tuple([quiz, count]),
  "case-difficulty": z.tuple([quiz, count]),
  "case-deny": z.tuple([quiz, count]),
  "case-denied": z.tuple([quiz, count]),
  "case-dismiss": z.tuple([quiz, count]),
  "case-retire": z.tuple([quiz, count]),
  "import-confirm": z.tuple([quiz]),
  "import-cancel": z.tuple([quiz]),
  "bank-checked": z.tuple([questionId, count]),
  "privacy-delete": z.tuple([z.enum(["sure", "keep"])]),
  "privacy-hide": z.tuple([z.enum(["hide", "show"])]),
  "live-join": z.tuple([quiz]),
  "live-answer": z.tuple([quiz, count, slug]),
  "live-choose": z.tuple([quiz, count]),
  "live-do": z.tuple([quiz, z.coerce.number().int().min(-1), z.enum(LIVE_CONTROLS)]),
  "live-mine": z.tuple([quiz, z.enum(["round", "end"])]),
  "remind-off": z.tuple([]),
  "schedule-post": z.tuple([slug]),
  "schedule-preview": z.tuple([slug]),
  "schedule-remove": z.tuple([slug, count]),
  "schedule-keep": z.tuple([slug]),
  "schedule-resume": z.tuple([slug, count]),
  "schedule-move": z.tuple([slug, count]),
  "settings-pick": z.tuple([]),
  "settings-choose": z.tuple([z.enum(SETTING_NAMES)]),
  "settings-channel": z.tuple([z.enum(CHANNEL_SETTINGS)]),
  "settings-role": z.tuple([]),
  "settings-off": z.tuple([z.enum(OPTIONAL_SETTINGS)]),
  "settings-show": z.tuple([]),
  "settings-log": z.tuple([count, z.enum(["open", "newer", "older"])]),
  "season-close": z.tuple([count, z.enum(["ask", "sure", "keep"])]),
  hall: z.tuple([]),
  "board-open": z.tuple([z.enum(PERIODS)]),
};

export type CustomIdKind = keyof CustomIds;

export function encodeCustomId<Kind extends CustomIdKind>(kind: Kind, ...parts: CustomIds[Kind]): string {
  return [kind, ...parts].join(":");
}

/** The kind of a custom id, if it is one of ours. */
export function kindOf(customId: string): CustomIdKind | undefined {
  const [kind = ""] = customId.split(":", 1);
  return isKind(kind) ? kind : undefined;
}

/** The parts of a custom id; throws a UserError where this version makes none like it. */
export function readCustomId<Kind extends CustomIdKind>(kind: Kind, customId: string): CustomIds[Kind] {
  const parts = shapes[kind].safeParse(customId.split(":").slice(1));
  if (!parts.success) throw new UserError("button-outdated", {});
  return parts.data;
}

/** What opens the modal of an answer once more, by the custom id of that modal. */
export function reopening(customId: string): string | undefined {
  return /^(quiz-|exam-)?typed:/.test(customId) ? customId.replace("typed:", "type:") : undefined;
}

/** The slot of a posted question, by its components as discord.js or the API gives them. */
export function slotIn(components: readonly unknown[]): string | undefined {
  const found = JSON.stringify(components).matchAll(/"(?:answer|choose|type|why|keep):(\d+-[^":]+)[:"]/g);
  const [first] = [...found].flatMap(([, id]) => (slot.safeParse(id).success && id ? [id] : []));
  return first;
}

function isKind(kind: string): kind is CustomIdKind {
  return Object.hasOwn(shapes, kind);
}
