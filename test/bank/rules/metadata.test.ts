import { describeRule } from "../../support/bank/describe-rule.ts";
import { questions } from "../../support/questions.ts";

describeRule("id-prefix", {
  bad: [
    { what: "an id of another topic", question: questions.single({ id: "sql.lost-put" }) },
    { what: "an objective of another topic", question: questions.single({ objective: "sql.joins" }) },
  ],
  good: [{ what: "an id and objective of its topic", question: questions.single() }],
});

describeRule("review-by", {
  bad: [{ what: "an overdue review", question: questions.single({ review_by: "2026-11-21" }), severity: "warning" }],
  good: [{ what: "a review due today", question: questions.single({ review_by: "2026-11-22" }) }],
});
