import { UserError } from "../../text/user-errors.ts";

/** The choice a person gave, if any; throws a UserError for one that is not among them. */
export function oneOf<Choice extends string>(
  choices: readonly Choice[],
  given: string | null,
  unknown: "period-unknown" | "topic-unknown",
): Choice | undefined {
  if (given === null) return undefined;
  const choice = choices.find((one) => one === given);
  if (!choice) throw new UserError(unknown, { given });
  return choice;
}

/** The choice a person gave, of those that Discord let them choose from. */
export function chosenOf<Choice extends string | number>(
  choices: readonly Choice[],
  given: Choice | string | number,
): Choice {
  const choice = choices.find((one) => one === given);
  if (choice === undefined) throw new UserError("button-outdated", {});
  return choice;
}

/** At most 25 suggestions, those that begin with what is typed first. */
export function suggest(all: readonly string[], typed: string): { name: string; value: string }[] {
  const sought = typed.trim().toLowerCase().replaceAll(" ", "_");
  const rank = (text: string) => (text.toLowerCase().startsWith(sought) ? 0 : 1);
  return all
    .filter((text) => text.toLowerCase().includes(sought))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, 25)
    .map((text) => ({ name: text, value: text }));
}
