import { z } from "zod";
import { type FormIssue, formRefusal } from "./api-error.ts";

/** zod finds what is wrong; here it is said as Discord says it. */

type Issue = z.core.$ZodIssue;

/** The value as the schema leaves it, or 50035 with Discord's nested errors. */
export function checked<T>(schema: z.ZodType<T>, value: unknown, at: readonly PropertyKey[] = []): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw formRefusal(result.error.issues.map((issue) => sayAsDiscord(issue, at)));
}

/** What a schema's own rule found: `code` is Discord's. */
export function issueOf(code: string, message: string, path: readonly PropertyKey[] = []) {
  return { code: "custom" as const, message, params: { discord: code }, path: [...path], input: undefined };
}

/** Text whose length Discord counts in code points. */
export function text(minimum: number, maximum: number) {
  return z.string().check((context) => {
    const length = lengthOf(context.value, maximum);
    if (length >= minimum && length <= maximum) return;
    context.issues.push(issueOf(...lengthTrouble(minimum, maximum)));
  });
}

/** A list whose size Discord bounds. */
export function listOf<T>(item: z.ZodType<T>, minimum: number, maximum: number) {
  return z.array(item).check((context) => {
    const { length } = context.value;
    if (length >= minimum && length <= maximum) return;
    context.issues.push(issueOf(...lengthTrouble(minimum, maximum)));
  });
}

export const snowflake = z.union([z.string().regex(/^\d{1,20}$/), z.number().int().nonnegative().transform(String)]);

/** Discord's own type for what `schema` has just checked; its unions cannot be inferred from zod. */
export function typed<T>(schema: z.ZodType) {
  return schema.pipe(z.custom<T>());
}

function lengthOf(value: string, maximum: number): number {
  // UTF-16 units never are fewer than code points, so most texts need no counting.
  return value.length <= maximum ? value.length : Array.from(value).length;
}

function lengthTrouble(minimum: number, maximum: number): [code: string, message: string] {
  if (minimum === 0) return ["BASE_TYPE_MAX_LENGTH", `Must be ${maximum} or fewer in length.`];
  return ["BASE_TYPE_BAD_LENGTH", `Must be between ${minimum} and ${maximum} in length.`];
}

function sayAsDiscord(issue: Issue, at: readonly PropertyKey[]): FormIssue {
  const [code, message] = wordsFor(issue);
  return { path: [...at, ...issue.path], code, message };
}

function wordsFor(issue: Issue): [code: string, message: string] {
  switch (issue.code) {
    case "custom":
      return [typeof issue.params?.discord === "string" ? issue.params.discord : "BASE_TYPE_INVALID", issue.message];
    case "invalid_type":
      return issue.message.endsWith("undefined")
        ? ["BASE_TYPE_REQUIRED", "This field is required"]
        : [
            `${String(issue.expected).toUpperCase()}_TYPE_CONVERT`,
            `Could not interpret the value as ${issue.expected}.`,
          ];
    case "invalid_union":
      return "discriminator" in issue && issue.discriminator !== undefined
        ? ["UNION_TYPE_CHOICES", `Value of field "${issue.discriminator}" must be one of ${choicesOf(issue)}.`]
        : ["BASE_TYPE_INVALID", "The value fits none of the possible types."];
    case "invalid_value":
      return ["BASE_TYPE_CHOICES", `Value must be one of {${issue.values.map(String).join(", ")}}.`];
    case "too_big":
      return ["NUMBER_TYPE_MAX", `int value should be less than or equal to ${issue.maximum}.`];
    case "too_small":
      return ["NUMBER_TYPE_MIN", `int value should be greater than or equal to ${issue.minimum}.`];
    case "invalid_format":
      return ["STRING_TYPE_REGEX", "String value did not match validation regex."];
    default:
      return ["BASE_TYPE_INVALID", issue.message];
  }
}

function choicesOf(issue: Issue): string {
  const options = "options" in issue && Array.isArray(issue.options) ? issue.options : [];
  return `(${options.map(String).join(", ")})`;
}
