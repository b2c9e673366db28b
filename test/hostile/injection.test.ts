import { ComponentType } from "discord-api-types/v10";
import { describe, expect, it } from "vitest";
import { lintOwnQuestion } from "../../src/bank/own-lint.ts";
import { renderAuditLog } from "../../src/features/audit-log/view.ts";
import { messageBody } from "../../src/features/daily/delivery.ts";
import { renderImportPreview } from "../../src/features/imports/view.ts";
import type { Notification } from "../../src/features/notifications/rules.ts";
import { renderDirectMessage, renderNotification } from "../../src/features/notifications/view.ts";
import { renderQuestionShow, renderSearch } from "../../src/features/questions/bank-view.ts";
import { explain, references, renderWhyNot } from "../../src/features/questions/feedback-view.ts";
import { type Question, questionSchema } from "../../src/features/questions/rules.ts";
import { MAX_REASON_LENGTH } from "../../src/features/review-queue/rules.ts";
import { renderReviewQueue } from "../../src/features/review-queue/view.ts";
import {
  type Form,
  formSchema,
  MAX_LENGTHS,
  parseForm,
  type ValidatedForm,
} from "../../src/features/suggestions/rules.ts";
import { renderDraft } from "../../src/features/suggestions/view.ts";
import { type Card, lines, messageUrl, truncate } from "../../src/platform/discord/components.ts";
import { ephemeral, payload } from "../../src/platform/discord/reply.ts";
import { type MarkdownNode, parseMarkdown, plainText } from "../../src/playground/web/markdown/parse.ts";
import { en as words } from "../../src/text/en/index.ts";
import { questions } from "../support/questions.ts";
import { suggestionForm } from "../support/suggestions.ts";

const EVIL = "https://evil.example/prize";
const HOSTILE: readonly string[] = [
  "@everyone @here",
  "<@123456789012345678> <@&123456789012345678> <#123456789012345678>",
  `[RFC 9110](${EVIL})`,
  `[RFC 9110](<${EVIL}>)`,
  `[RFC 9110]( ${EVIL} "x")`,
  `[[x]](${EVIL})`,
  "```",
  "````",
  "`````",
  "``````",
  "a```b````c`````d",
  `\`\`\`js\n@everyone\n\`\`\`\n[x](${EVIL})`,
  `\`\`\n\`\`\`\n[x](${EVIL})`,
  `\`[x](${EVIL})`,
  "~~~\n~~~",
  "> quoted\n>>> all of it",
  "# Title\n## Title\n-# small",
  "||spoiler||",
  "\u202egnirts a\u202c",
  "\u2066aside\u2069",
  "\u200b\u200d\ufeff",
  "one\r\ntwo\u2028three\u0085four\n\n\nfive",
  "x".repeat(4_000),
  "😀".repeat(1_999),
  "<t:1700000000:R> </schedule add:123456789012345678> <:name:123456789012345678>",
  "=cmd|'/c calc'!A1",
];

type Link = { target: string; name: string };

function everyNode(nodes: readonly MarkdownNode[]): MarkdownNode[] {
  return nodes.flatMap((node) => [
    node,
    ...("children" in node ? everyNode(node.children) : []),
    ...("items" in node ? node.items.flatMap(everyNode) : []),
  ]);
}

/** Each text of a card as Discord renders it. */
function shownBy(card: Pick<Card, "components">): MarkdownNode[] {
  const texts = [...JSON.stringify(card.components).matchAll(/"content":("(?:[^"\\]|\\.)*")/g)];
  return texts.flatMap(([, content = '""']) => everyNode(parseMarkdown(JSON.parse(content))));
}

/** Links with a text that hides their URL. */
function maskedIn(nodes: readonly MarkdownNode[]): Link[] {
  return nodes.flatMap((node) => {
    if (node.type !== "link") return [];
    const name = node.children.map((child) => plainText(child)).join("");
    return name === node.target ? [] : [{ target: node.target, name }];
  });
}

const codeIn = (nodes: readonly MarkdownNode[]) => nodes.flatMap((node) => (node.type === "code" ? [node.text] : []));

/** Expects no mentions, no masked links except references, and only the given code blocks. */
function harmless(card: Pick<Card, "components">, { code = [], refs = [] }: { code?: string[]; refs?: string[] } = {}) {
  const shown = shownBy(card);
  for (const { target } of maskedIn(shown)) expect(refs, target).toContain(target);
  expect(codeIn(shown)).toHaveLength(code.length);
  for (const [index, text] of code.entries()) expect(codeIn(shown)[index]).toContain(text);
  expect(messageBody({ components: card.components }).allowed_mentions).toEqual({ parse: [] });
  expect(JSON.stringify(card)).not.toMatch(/\\ud[89a-f]/);
}

const guildId = "410000000000000000";
const at = 1_795_000_000_000;
const someone = { id: "a", version: 1, by: "420000000000000002", at };
const form = suggestionForm();
const refs = ["https://www.rfc-editor.org/rfc/rfc9110"];

/** Truncated to the length of its field. */
function formWith(part: keyof typeof MAX_LENGTHS, hostile: string): Form {
  const text = part === "answers" ? form.answers.replace("Asks again", `Asks ${hostile}`) : `${form[part]} ${hostile}`;
  return formSchema.parse({ ...form, [part]: truncate(text.trim(), MAX_LENGTHS[part]) });
}

function examinedAs(given: Form): ValidatedForm {
  const { question, issues = [] } = parseForm(given, "own.abc.x");
  return {
    form: given,
    issues,
    ...(question && { question }),
    findings: question ? lintOwnQuestion(question, "2026-11-22") : [],
  };
}

describe.each(HOSTILE.map((hostile) => [JSON.stringify(hostile).slice(0, 60), hostile] as const))(
  "the text %s",
  (_, hostile) => {
    it.each(["stem", "answers", "references"] as const)("is harmless in the %s of a suggestion", (part) => {
      const validated = examinedAs(formWith(part, hostile));
      const suggestion = { ...someone, kind: "suggestion", form: validated.form } as const;
      harmless(renderDraft(validated), { refs });
      harmless(renderReviewQueue({ position: 1, total: 1, item: suggestion, validated }), { refs });
    });

    it("stays in a code block as code and as a reason", () => {
      const first = truncate(`first ${hostile}`, MAX_REASON_LENGTH);
      const { question, ...rest } = examinedAs({ ...form, code: first });
      if (question) harmless(renderDraft({ ...rest, question }), { refs, code: ["first"] });
      const report = { ...someone, kind: "report", questionId: "http.single", reason: first } as const;
      harmless(renderReviewQueue({ position: 1, total: 1, item: report, question: undefined, withKey: true }), {
        code: ["first"],
      });
      const denied = { kind: "suggestion-decided", guildId, stem: hostile, reason: first } as const;
      harmless(renderDirectMessage(denied), { code: ["first"] });
    });

    it("stays on one line in errors, the audit log, file names, import errors and searches", () => {
      const given = hostile.slice(0, 4_000);
      const card = (text: string) => ({ components: [{ type: ComponentType.TextDisplay, content: text } as const] });
      harmless(card(words.error("time-unreadable", { given })));
      harmless(card(words.error("order-repeats", { step: given })));
      harmless(renderSearch(given, []));
      const change = { kind: "question", action: "denied", questionId: "http.single", reason: given } as const;
      harmless(renderAuditLog({ entries: [{ by: someone.by, at, change }], total: 1 }, 1));
      harmless(renderNotification({ kind: "audit", entry: { by: someone.by, at, change } }));
      const problem = { severity: "error", line: 1, message: `Unknown: ${given}` } as const;
      harmless(renderImportPreview({ name: `${given}.yaml`, added: 0, changed: 0, unchanged: 0, problems: [problem] }));
    });

    it("is harmless in every message of an approved question", () => {
      for (const part of ["stem", "text", "why", "title"] as const) {
        const question = questionWith(part, hostile);
        if (!passes(question)) continue;
        const code = question.code ? [question.code.text] : [];
        const pages = { refs: question.refs.map(({ url }) => url) };
        harmless(renderQuestionShow(question, "shown"), { ...pages, code });
        harmless({ components: [lines(...explain(question, ["again"], true), ...references(question))] }, pages);
        harmless(renderWhyNot(question, { seed: "secret" }), pages);
        harmless(renderSearch("x", [question]));
        harmless(renderNotification(summaryOf(question.stem)), { refs: [messageUrl(guildId, "1", "2")] });
      }
    });
  },
);

function questionWith(part: "stem" | "text" | "why" | "title", hostile: string): Question {
  const { refs: cited, ...plain } = questions.single();
  if (!("options" in plain)) throw new Error("no options");
  const [[id, option] = expect.fail()] = Object.entries(plain.options);
  const changed = part === "text" || part === "why" ? { ...option, [part]: `${option[part]} ${hostile}` } : option;
  return questionSchema.parse({
    ...plain,
    code: { language: "text", text: "as it is" },
    stem: part === "stem" ? `${plain.stem} ${hostile}` : plain.stem,
    options: { ...plain.options, [id]: changed },
    refs: cited.map((ref) => ({ ...ref, ...(part === "title" && { title: hostile }) })),
  });
}

const passes = (question: Question) =>
  lintOwnQuestion(question, "2026-11-22").every(({ severity }) => severity !== "error");

function summaryOf(stem: string): Notification {
  const place = { guildId, channelId: "1", messageId: "2" };
  return { kind: "summary", top: [], members: 1, streak: 0, hardest: { stem, correct: 0, answered: 1, ...place } };
}

describe("a custom question", () => {
  it.each([
    ["a link that hides its address", `[RFC 9110](${EVIL})`],
    ["a masked link in inline code, which other backticks could end", `\`[x](<${EVIL}>)\``],
    ["a block of code", "`````"],
    ["right-to-left text", "\u202egnirts"],
    ["a lone surrogate, which Discord rejects", "\ud83d"],
    ["a control character", "\u0007"],
  ])("is refused for %s", (_, hostile) => {
    for (const part of ["stem", "text", "why", "title"] as const) {
      expect(passes(questionWith(part, "plainly"))).toBe(true);
      expect(passes(questionWith(part, hostile)), part).toBe(false);
    }
  });

  it("is refused for right-to-left code but not for Markdown inside code", () => {
    const shows = (text: string) => questions.single({ code: { language: "text", text } });
    expect(passes(shows("if (admin\u202e) {"))).toBe(false);
    expect(passes(shows(`[x](${EVIL})`))).toBe(true);
  });

  it("can't break out of a reference's link with its URL", () => {
    const url = `https://www.rfc-editor.org/>)[x](${EVIL}`;
    const shown = everyNode(parseMarkdown(references(questions.single({ refs: [{ url, title: "t" }] })).join()));
    expect(maskedIn(shown).map(({ target }) => new URL(target).hostname)).toEqual(["www.rfc-editor.org"]);
  });
});

it("replies of every kind disable mentions", () => {
  const card = { components: [{ type: ComponentType.TextDisplay, content: "@everyone <@1> <@&1>" } as const] };
  for (const answer of [ephemeral, payload]) {
    expect(answer(card).allowedMentions).toEqual({ parse: [] });
  }
  expect(messageBody({ ...card, mentions: { roles: ["1"] } }).allowed_mentions).toEqual({ parse: [], roles: ["1"] });
});
