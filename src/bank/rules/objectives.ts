import { groupBy } from "../group.ts";
import { type BankRule, error } from "./rule.ts";

const MOST = 3;

export const objectives: BankRule = {
  name: "objectives",
  check: (bank) =>
    [...groupBy(bank, ({ objective }) => objective)].flatMap(([objective, items]) =>
      items.slice(MOST).map(({ id }) => ({
        ...error(
          ["objective"],
          `${objective} already has ${MOST} items; give this one an objective of its own or drop it.`,
        ),
        id,
      })),
    ),
};
