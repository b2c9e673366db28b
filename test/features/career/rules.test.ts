import { describe, expect, it } from "vitest";
import { careerSchema, findEntry, matchingEntries } from "../../../src/features/career/rules.ts";
import { acceptsOrRejects } from "../../support/accepts-or-rejects.ts";

const verified = {
  claim: "What it pays",
  value: "$1 a year",
  period: "2025",
  place: "United States",
  source: { name: "A survey", url: "https://example.com/pay" },
  as_of: "2026-11-01",
  status: "verified",
  copy: "copy of May",
  review_by: "2026-11-02",
};
const { url: _, ...unlinked } = verified.source;
const unverifiable = { ...verified, status: "unverifiable", source: unlinked, note: "No one says where it is from." };
const pay = { id: "pay", question: "What does it earn", answer: "Something.", claims: [verified] };

const file = (over: object = {}) => ({ questions: [{ ...pay, ...over }] });
const fileWith = (claim: object) => file({ claims: [{ ...verified, ...claim }] });
const isAccepted = (value: unknown) => careerSchema.safeParse(value).success;
const issuesOf = (value: unknown) =>
  careerSchema.safeParse(value).error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
/** Distinct ids, so that only their number matters. */
const copies = (count: number) => Array.from({ length: count }, (_, index) => ({ ...pay, id: `pay-${index}` }));

describe("careerSchema", () => {
  it("parses an entry, with no alternative words by default", () => {
    expect(careerSchema.parse(file({ answer: " Something.\n" }))).toEqual({ questions: [{ ...pay, also: [] }] });
    const whole = { ...pay, also: ["salary"], claims: [verified, unverifiable] };
    expect(careerSchema.parse({ questions: [whole] })).toEqual({ questions: [whole] });
  });

  it.each(["pay", "a", "2", "what-they-do", "web-2-0", "x".repeat(60)])("accepts the id %s", (id) => {
    expect(isAccepted(file({ id }))).toBe(true);
  });

  it.each(["", "Pay", "pay!", "-pay", "pay-", "pay--off", "what they do"])("rejects the id %j", (id) => {
    expect(issuesOf(file({ id }))).toEqual([
      "questions.0.id: expected lower-case words joined by hyphens, for example what-they-do",
    ]);
  });

  it("rejects an id of more than 60 characters, a repeated id and unknown fields", () => {
    expect(isAccepted(file({ id: "x".repeat(61) }))).toBe(false);
    expect(issuesOf({ questions: [...copies(2), { ...pay, id: "pay-1" }] })).toEqual([
      "questions.2.id: pay-1 is already used",
    ]);
    expect(isAccepted(file({ title: "Pay" }))).toBe(false);
    expect(isAccepted(fileWith({ proof: "none" }))).toBe(false);
  });

  it.each(["answer", "question"])("rejects an entry with an empty %s", (field) => {
    expect(isAccepted(file({ [field]: " \n" }))).toBe(false);
  });

  it.each(
    acceptsOrRejects([
      [0, false],
      [1, true],
      [25, true],
      [26, false],
    ]),
  )("%s %i questions, since a menu shows at most 25", (_, count, expected) => {
    expect(isAccepted({ questions: copies(count) })).toBe(expected);
  });

  it.each(
    acceptsOrRejects([
      [0, false],
      [1, true],
      [6, true],
      [7, false],
    ]),
  )("%s %i claims", (_, count, expected) => {
    expect(isAccepted(file({ claims: Array.from({ length: count }, () => verified) }))).toBe(expected);
  });

  it("limits a question to 100 characters", () => {
    expect(isAccepted(file({ question: "x".repeat(100) }))).toBe(true);
    expect(isAccepted(file({ question: "x".repeat(101) }))).toBe(false);
  });

  it.each([
    ["all texts", { ...verified, note: "Still true.", claim: "c".repeat(50), value: "v".repeat(60) }],
    ["no note", { ...verified, period: "p".repeat(70), place: "w".repeat(80) }],
    ["no url", { ...unverifiable, source: { name: "n".repeat(90) } }],
  ])("limits an entry to 3000 characters when its claim has %s", (_what, claim) => {
    const { claim: subject, value, period, place, source, copy } = claim;
    const parts = [pay.question, subject, value, period, place, source.name, copy];
    const optional = ["note" in claim ? claim.note : "", "url" in source ? source.url : ""];
    const left = 3_000 - [...parts, ...optional].join("").length;
    const withAnswer = (length: number) => file({ claims: [claim], answer: "a".repeat(length) });
    expect(issuesOf(withAnswer(left))).toBeUndefined();
    expect(issuesOf(withAnswer(left + 1))).toEqual([
      "questions.0.answer: expected at most 3000 characters including the claims, to fit in one message",
    ]);
  });

  it.each([
    ["a claim that is not verified without a note", { status: "superseded" }, "note: expected the reason why"],
    ["a verified claim without a url", { source: unlinked }, "source: expected a url where"],
    ["a verified claim that no one has read", { copy: undefined }, "copy: expected which copy of the source was read"],
    [
      "an unread claim without a url",
      { ...unverifiable, status: "unread" },
      "source: expected the url of the unread source",
    ],
    [
      "an unverifiable claim with a url",
      { ...unverifiable, source: verified.source },
      "status: expected another status",
    ],
    ["a review on the day of the check", { review_by: "2026-11-01" }, "review_by: expected a day after as_of"],
    ["a day that is none", { as_of: "2026-02-30" }, "as_of: expected a date such as 2026-11-22"],
    ["an unknown status", { status: "true-ish" }, "status: "],
  ])("rejects %s", (_what, change, issue) => {
    expect(issuesOf(fileWith(change))).toEqual([expect.stringContaining(`questions.0.claims.0.${issue}`)]);
  });

  it.each(["superseded", "contradicted"])("accepts a claim that is %s with a note", (status) => {
    expect(isAccepted(fileWith({ status, note: "The survey was repeated." }))).toBe(true);
    expect(isAccepted(fileWith({ status, note: "The survey was lost.", source: unlinked }))).toBe(true);
  });

  it("accepts an unread claim with a source, and an unverifiable one without", () => {
    expect(isAccepted(fileWith({ status: "unread", copy: undefined, note: "The page was offline." }))).toBe(true);
    expect(isAccepted(fileWith(unverifiable))).toBe(true);
  });

  it.each([
    ["http://example.com/pay", "expected an https address"],
    ["xhttps://example.com/pay", "expected an https address"],
    ["httpsx://example.com/pay", "expected an https address"],
    ["https://example.com/a b", "expected an https address without spaces or brackets"],
    ["https://example.com/(pay", "expected an https address without spaces or brackets"],
    ["https://example.com/<pay", "expected an https address without spaces or brackets"],
  ])("rejects the address %s", (url, message) => {
    expect(issuesOf(fileWith({ source: { name: "A survey", url } }))).toEqual([
      `questions.0.claims.0.source.url: ${message}`,
    ]);
  });
});

const { questions: entries } = careerSchema.parse({
  questions: [
    { ...pay, id: "work", question: "What do developers do", also: ["tasks"] },
    { ...pay, also: ["salary", "wage"] },
    { ...pay, id: "outlook-2035", question: "Which jobs do Développeurs find in 2035" },
  ],
});
const match = (typed: string) => matchingEntries(entries, typed).map(({ id }) => id);

describe("matchingEntries", () => {
  it.each([
    ["beginnings of words, in any case", "DEV", ["work"]],
    ["words with accents", "dév", ["outlook-2035"]],
    ["numbers", "203", ["outlook-2035"]],
    ["alternative words", "wages", []],
    ["alternative words", "wag", ["pay"]],
    ["no ends of words", "arn", []],
    ["no word", "xylophone", []],
  ])("matches %s: %s", (_what, typed, ids) => expect(match(typed)).toEqual(ids));

  it("lists the entries with the most matching words first, and ties in file order", () => {
    expect(match("what")).toEqual(["work", "pay"]);
    expect(match("what earn")).toEqual(["pay", "work"]);
    expect(match("jobs, do!")).toEqual(["outlook-2035", "work", "pay"]);
  });

  it.each(["", " ?! "])("returns all entries for %j, which has no words", (typed) => {
    expect(matchingEntries(entries, typed)).toEqual(entries);
  });
});

describe("findEntry", () => {
  it.each([
    ["an id, in any case", " PAY ", "pay"],
    ["an id whose words match nothing", "work", "work"],
    ["a full question whose words match several entries", "what DO developers do ", "work"],
    ["a word that only one question has", "salary", "pay"],
  ])("finds an entry by %s", (_what, given, id) => expect(findEntry(entries, given)?.id).toBe(id));

  it.each(["what", "xylophone", ""])("finds nothing for %j, which matches several or none", (given) =>
    expect(findEntry(entries, given)).toBeUndefined(),
  );
});
