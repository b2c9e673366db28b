import { executedKey } from "../../src/bank/rules/executed-key.ts";
import { names } from "../../src/bank/rules/names.ts";
import { negation } from "../../src/bank/rules/negation.ts";
import { printsKey } from "../../src/bank/rules/prints-key.ts";
import { references } from "../../src/bank/rules/references.ts";
import { reviewBy } from "../../src/bank/rules/review-by.ts";
import { sizes } from "../../src/bank/rules/sizes.ts";
import { stemAsks, stemLength } from "../../src/bank/rules/stem.ts";
import { describeRule } from "../support/bank/examples.ts";
import { number, options, order, single, trueFalse, withOptions } from "../support/bank/sample.ts";

const citing = (url: string, checked = "2026-09-15") => single({ refs: [{ url, title: "A page", checked }] });
const showing = (language: string, text: string, stem = "What does this print?") =>
  single({ stem, code: { language, text } });

describeRule(names, {
  bad: [
    { what: "an id of another topic", item: single({ id: "sql.lost-put" }) },
    { what: "an objective of another topic", item: single({ objective: "sql.joins" }) },
  ],
  good: [{ what: "both of its topic", item: single() }],
});

describeRule(negation, {
  bad: [
    { what: "a plain NOT", item: single({ stem: "Which method is NOT safe?" }) },
    { what: "a small not", item: single({ stem: "Which of the following methods is not safe?" }) },
    { what: "a small except", item: single({ stem: "All of these methods are safe, except?" }) },
  ],
  good: [
    { what: "a bold NOT", item: single({ stem: "Which method is **NOT** safe?" }) },
    { what: "SQL in code marks", item: single({ stem: "What does `NOT NULL` refuse?" }) },
    { what: "a not in the setting", item: single({ stem: "The reply did not arrive. What may the client do?" }) },
  ],
});

describeRule(references, {
  bad: [
    { what: "plain http", item: citing("http://www.rfc-editor.org/rfc/rfc9110") },
    { what: "a host that is no authority", item: citing("https://blog.example.com/put") },
    { what: "a host that only ends like one", item: citing("https://evil-php.net/put") },
    { what: "another project on an allowed host", item: citing("https://github.com/someone/specs") },
    { what: "a page last read 366 days ago", item: citing("https://www.php.net/", "2025-11-21") },
    { what: "a page read tomorrow", item: citing("https://www.php.net/", "2026-11-23") },
  ],
  good: [
    { what: "a page read 365 days ago", item: citing("https://www.php.net/", "2025-11-22") },
    { what: "a page read today", item: citing("https://www.php.net/", "2026-11-22") },
    { what: "a path of its own", item: citing("https://github.com/opencontainers/image-spec/blob/main/spec.md") },
  ],
});

describeRule(reviewBy, {
  bad: [{ what: "a review that is overdue", item: single({ review_by: "2026-11-21" }), severity: "warning" }],
  good: [{ what: "a review due today", item: single({ review_by: "2026-11-22" }) }],
});

const step = (id: string, text = "Ask") => order({ steps: { [id]: text, wait: "Wait", stop: "Stop" } });

describeRule(sizes, {
  bad: [
    { what: "26 lines of code", item: showing("yaml", "a: 1\n".repeat(26)) },
    { what: "73 columns of code", item: showing("yaml", "x".repeat(73)) },
    { what: "tabs in code", item: showing("yaml", "\tx") },
    { what: "a stem of 601 characters", item: single({ stem: "x".repeat(601) }) },
    { what: "more than a message holds", item: withOptions("x".repeat(1300), "y".repeat(1300), "z".repeat(1300)) },
    { what: "a step too long for a menu", item: step("ask", "x".repeat(101)) },
    { what: "a step named by a number", item: step("1") },
    { what: "an option's id too long for a button", item: single({ options: options({ ["x".repeat(33)]: "1" }, []) }) },
  ],
  good: [
    { what: "25 lines of code", item: showing("yaml", "a: 1\n".repeat(25)) },
    { what: "72 columns of code", item: showing("yaml", "x".repeat(72)) },
    { what: "a stem of 600 characters", item: single({ stem: "x".repeat(600) }) },
  ],
});

const printing = { with: "python", prints: "5" } as const;

describeRule(executedKey, {
  bad: [
    { what: "code asked about but not run", item: showing("python", "print(2 + 3)") },
    { what: "a run without a program", item: number({ run: printing }) },
  ],
  good: [
    {
      what: "code that is run",
      item: number({ answer: 5, code: { language: "python", text: "print(2 + 3)" }, run: printing }),
    },
    { what: "code that can't be run", item: showing("nginx", "return 301;", "What does the client get in return?") },
    { what: "code asked about otherwise", item: showing("python", "print(2 + 3)", "Which change makes it shorter?") },
  ],
});

describeRule(printsKey, {
  bad: [{ what: "a program that prints something else", item: number({ answer: 6, run: printing }) }],
  good: [{ what: "a program that prints the key", item: number({ answer: 5, run: printing }) }],
});

describeRule(stemAsks, {
  bad: [{ what: "a stem that states", item: single({ stem: "PUT and what it is like." }), severity: "warning" }],
  good: [
    { what: "a question", item: single() },
    { what: "a task", item: order() },
    { what: "a statement to judge", item: trueFalse() },
  ],
});

describeRule(stemLength, {
  bad: [{ what: "a stem of 301 characters", item: single({ stem: "x".repeat(301) }), severity: "warning" }],
  good: [{ what: "a stem of 300 characters", item: single({ stem: "x".repeat(300) }) }],
});
