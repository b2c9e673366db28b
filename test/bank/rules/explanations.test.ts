import { describeRule } from "../../support/bank/describe-rule.ts";
import { options } from "../../support/bank/options.ts";
import { questions } from "../../support/questions.ts";

const explained = (why: string) => questions.number({ why });

describeRule("why", {
  bad: [
    { what: "a short explanation", question: explained("Because it is so.") },
    {
      what: "a short explanation of one option",
      question: questions.trueFalse({
        options: { ...options({ true: "True" }, ["true"]), false: { text: "False", why: "Wrong." } },
      }),
    },
    { what: "an option named by its letter", question: explained("It can't be option B, which is larger.") },
    { what: "a letter in parentheses", question: explained("The body (C) would have to be sent again.") },
    { what: "an option named by its position", question: explained("The first option would send it twice in a row.") },
  ],
  good: [
    { what: "explanations that teach", question: questions.single() },
    { what: "the word a after answer", question: explained("The cache gives the answer a client can still use.") },
    { what: "letters in backticks", question: explained("Both nodes `(A)` and `(B)` hold it at that moment.") },
  ],
});

const citing = (url: string) => questions.single({ refs: [{ url, title: "A page" }] });

describeRule("references", {
  bad: [
    { what: "plain http", question: citing("http://www.rfc-editor.org/rfc/rfc9110") },
    { what: "a host that isn't listed", question: citing("https://blog.example.com/put") },
    { what: "a host that ends like a listed one", question: citing("https://evil-php.net/put") },
    { what: "another path on a listed host", question: citing("https://github.com/someone/specs") },
  ],
  good: [
    { what: "a listed host", question: citing("https://www.php.net/") },
    { what: "a listed path", question: citing("https://github.com/opencontainers/image-spec/blob/main/spec.md") },
  ],
});
