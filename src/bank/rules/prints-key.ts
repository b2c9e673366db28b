import { contradiction } from "../printed-key.ts";
import { error, type ItemRule } from "./rule.ts";

/** What `run` says it prints must be the key; that it truly prints so is for the runner to show. */
export const printsKey: ItemRule = {
  name: "prints-key",
  check(question) {
    const reason = question.run && contradiction(question, question.run.prints);
    return reason ? [error(["run", "prints"], `It must print the key: ${reason}.`)] : [];
  },
};
