import { z } from "zod";
import { type FormIssue, formError } from "./api-error.ts";

/** Validates with zod and reports issues with Discord's codes and messages. */

type Issue = z.core.$ZodIssue;

/** Throws 50035 with Discord's nested errors. `at` is the path of the value in the request body. */
export function parseForm<T>(schema: z.ZodType<T>, value: unknown, at: readonly PropertyKey[] = []): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw formError(result.error.issues.map((issue) => toFormIssue(issue, at)));
}

/** Adds an issue in a schema's own check. `code` is Discord's. */
export function addIssue(
  { issues }: { issues: z.core.$ZodRawIssue[] },
  code: string,
  message: string,
  path: readonly PropertyKey[] = [],
): void {
  issues.push({ code: "custom", message, params: { discord: code }, path: [...path], input: undefined });
}

export function addMissing(context: { issues: z.core.$ZodRawIssue[] }, field: string): void {
  addIssue(context, "BASE_TYPE_REQUIRED", "This field is required", [field]);
}

/** Discord counts lengths in code points. */
export function text(minimum: number, maximum: number) {
  return z.string().check((context) => {
    const length = lengthOf(context.value, maximum);
    if (length >= minimum && length <= maximum) return;
    addIssue(context, ...lengthIssue(minimum, maximum));
  });
}

export function listOf<T>(item: z.ZodType<T>, minimum: number, maximum: number) {
  return z.array(item).check((context) => {
    const { length } = context.value;
    if (length >= minimum && length <= maximum) return;
    addIssue(context, ...lengthIssue(minimum, maximum));
  });
}

export const snowflake = z.union([z.string().regex(/^\d{1,20}$/), z.number().int().nonnegative().transform(String)]);

/** A JSON string, or a number of 16 or more digits. */
const STRING_OR_LONG_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/** Parses JSON in which ids may be numbers, as some libraries send them: too long for a JavaScript number, they become strings. */
export function parseJson(text: string): unknown {
  return JSON.parse(
    /[:,[\s]\d{16}/.test(text)
      ? text.replaceAll(STRING_OR_LONG_NUMBER, (match) => (match.startsWith('"') ? match : `"${match}"`))
      : text,
  );
}

/** A number in a query, from 1. */
export function countOf(maximum: number) {
  return z.coerce.number().pipe(z.int().min(1).max(maximum));
}

/** Permissions: a string of digits, or a number. */
export const bits = z.union([z.string().regex(/^\d{1,20}$/), z.int().nonnegative()]).transform(BigInt);

/** Discord treats a field that is null like an absent one. */
export function withoutNulls(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null && field !== undefined));
}

function lengthOf(value: string, maximum: number): number {
  // There are never fewer UTF-16 units than code points, so most texts don't have to be split.
  return value.length <= maximum ? value.length : Array.from(value).length;
}

function lengthIssue(minimum: number, maximum: number): [code: string, message: string] {
  if (minimum === 0) return ["BASE_TYPE_MAX_LENGTH", `Must be ${maximum} or fewer in length.`];
  return ["BASE_TYPE_BAD_LENGTH", `Must be between ${minimum} and ${maximum} in length.`];
}

function toFormIssue(issue: Issue, at: readonly PropertyKey[]): FormIssue {
  const [code, message] = describe(issue);
  return { path: [...at, ...issue.path], code, message };
}

function describe(issue: Issue): [code: string, message: string] {
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
