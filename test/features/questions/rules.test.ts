import { describe, expect, it } from "vitest";
import { questionSchema } from "../../../src/features/questions/rules.ts";

const base = {
  ...{ id: "http.lost-put", rev: 1, topic: "http", objective: "http.idempotency", level: "apply", difficulty: 2 },
  stem: "What may the client do?",
  refs: [{ url: "https://www.rfc-editor.org/rfc/rfc9110", title: "RFC 9110" }],
};
const option = { text: "Send it again", why: "PUT is idempotent.", key: true };
const why = "It names a version.";
const single = { ...base, type: "single", options: { again: option, post: { text: "Use POST", why } } };
const trueFalse = { ...base, type: "true-false", options: { true: option, false: { text: "False", why } } };
const short = { ...base, type: "short", accept: ["ETag", "Entity Tag"], why };
const number = { ...base, type: "number", answer: 1.5, why };
const order = { ...base, type: "order", steps: { "first-1": "Resolve", second: "Connect" }, why };

const messagesOf = (written: object) =>
  questionSchema.safeParse(written).error?.issues.map(({ path, message }) => `${path.join("/")}: ${message}`);
const isValid = (written: object) => questionSchema.safeParse(written).success;

describe("questionSchema", () => {
  it("parses each type and fills in optional fields", () => {
    const options = { ...single.options, post: { text: "Use POST", why, key: false } };
    expect(questionSchema.parse(single)).toEqual({ ...single, options });
    expect(questionSchema.parse({ ...single, type: "multi" })).toEqual({ ...single, type: "multi", options });
    const bothOptions = { true: option, false: { text: "False", why, key: false } };
    expect(questionSchema.parse(trueFalse)).toEqual({ ...trueFalse, options: bothOptions });
    expect(questionSchema.parse(short)).toEqual({ ...short, exact: false });
    expect(questionSchema.parse({ ...short, exact: true })).toEqual({ ...short, exact: true });
    expect(questionSchema.parse(number)).toEqual({ ...number, tolerance: 0 });
    expect(questionSchema.parse(order)).toEqual(order);
  });

  it("parses the optional parts", () => {
    const full = {
      ...{ ...number, tolerance: 0.5, unit: "ms", review_by: "2027-01-31", retired: "2026-12-01" },
      code: { language: "c-sharp", text: " x" },
      run: { with: "python", program: "print(1.5)", prints: "1.5" },
    };
    expect(questionSchema.parse(full)).toEqual(full);
    expect(isValid({ ...number, run: { with: "node", prints: "" } })).toBe(true);
  });

  it("removes spaces around texts, but not in code", () => {
    const parsed = questionSchema.parse({ ...short, stem: " What? ", accept: [" ETag "] });
    expect(parsed).toMatchObject({ stem: "What?", accept: ["ETag"] });
  });

  it.each([single, trueFalse, short, number, order])("rejects unknown and missing fields of $type", (question) => {
    expect(isValid({ ...question, author: "Ada" })).toBe(false);
    for (const name of Object.keys(question)) expect(isValid({ ...question, [name]: undefined })).toBe(false);
  });

  it.each(["http.lost-put", "http.a", "http.lost.put-2", "own.1y2.404", `http.${"x".repeat(55)}`])(
    "accepts the id %s",
    (id) => expect(isValid({ ...single, id })).toBe(true),
  );

  it.each([
    "http",
    "http.",
    ".put",
    "9.put",
    "9http.put",
    "http.Lost",
    "http.lost_put",
    "http.lost-",
    "http.-put",
    "http.a--b",
    "http.a!",
  ])("explains what is wrong with the id %s", (id) => {
    expect(messagesOf({ ...single, id })).toEqual(["id: topic.words-with-hyphens, for example http.lost-put"]);
  });

  it("limits ids to 60 characters", () => {
    expect(isValid({ ...single, id: `http.${"x".repeat(56)}` })).toBe(false);
  });

  it.each(["Again", "a b", "-a", "a-", "a--b", "a!", "!a", ""])(
    "explains what is wrong with the language %j",
    (language) => {
      expect(messagesOf({ ...single, code: { language, text: "x" } })).toEqual([
        "code/language: lower-case words joined by hyphens, for example lost-put",
      ]);
    },
  );

  it("shows the format of a date", () => {
    expect(messagesOf({ ...single, retired: "last week" })).toEqual(["retired: a date such as 2026-09-15"]);
  });

  it.each([
    { options: { "Not a slug": option } },
    { options: { again: { ...option, hint: "x" } } },
    { options: { again: { text: "x", key: true } } },
    { options: { again: { ...option, key: "yes" } } },
    { stem: " " },
    { rev: 0 },
    { rev: 1.5 },
    { topic: "cooking" },
    { level: "hard" },
    { difficulty: 4 },
    { refs: [] },
    { refs: [{ url: "rfc9110", title: "RFC 9110" }] },
    { refs: [{ ...base.refs[0], page: 3 }] },
    { code: { language: "js", text: "" } },
    { code: { language: "js" } },
    { run: { with: "basic", prints: "1" } },
    { run: { with: "node" } },
  ])("rejects a question with %j", (change) => {
    expect(isValid({ ...single, ...change })).toBe(false);
  });

  it.each([
    { ...single, type: "essay" },
    { ...trueFalse, options: { true: option } },
    { ...trueFalse, options: { ...trueFalse.options, maybe: option } },
    { ...short, accept: [] },
    { ...short, accept: [" "] },
    { ...number, answer: "1.5" },
    { ...number, tolerance: -0.1 },
    { ...number, unit: "" },
    { ...order, steps: { "Not a slug": "x" } },
    { ...order, steps: { first: "" } },
  ])("rejects %j", (question) => expect(isValid(question)).toBe(false));

  it("accepts two references and a single accepted spelling", () => {
    expect(isValid({ ...single, refs: [...base.refs, ...base.refs] })).toBe(true);
    expect(isValid({ ...short, accept: ["ETag"] })).toBe(true);
  });
});
