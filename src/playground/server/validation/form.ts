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

/** Discord's codes and messages for issues found by custom checks. */
const ISSUES = {
  APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED: "Context menu commands cannot have a description",
  APPLICATION_COMMAND_INVALID_NAME: "Command name is invalid",
  APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES_EXCLUSIVE: "Autocomplete and choices are mutually exclusive",
  APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID: "This option type has neither choices nor autocomplete",
  APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS: "Option name already exists",
  APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED: "Context menu commands cannot have options",
  APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID: "Required options must be placed before non-required options",
  APPLICATION_COMMAND_OPTIONS_TYPE_INVALID:
    "Sub-command and sub-command group option types are mutually exclusive to all other types",
  BASE_TYPE_REQUIRED: "This field is required",
  BUTTON_COMPONENT_CUSTOM_ID_EXCLUSIVE: "A custom id and url cannot both be specified",
  BUTTON_COMPONENT_INVALID_EMOJI: "Invalid emoji",
  COMPONENT_LABEL_EXCLUSIVE: "A text input inside a label cannot have a label",
  COMPONENT_LAYOUT_WIDTH_EXCEEDED: "The specified component exceeds the maximum width",
  MAX_EMBED_SIZE_EXCEEDED: "Embed size exceeds maximum size of 6000",
  SELECT_COMPONENT_MIN_VALUES_TOO_LARGE: "min_values must not be greater than max_values",
  SELECT_COMPONENT_OPTION_VALUE_DUPLICATED: "The specified option value is already used",
  SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES: "Number of default options must not exceed max_values",
  STRING_TYPE_CONVERT: "The choice's value does not fit the option's type.",
  TEXT_INPUT_MIN_LENGTH_TOO_LARGE: "min_length must not be greater than max_length",
} as const;

type Checked = { issues: z.core.$ZodRawIssue[] };

/** Adds an issue from a custom check. */
export function addIssue(context: Checked, code: keyof typeof ISSUES, path: readonly PropertyKey[] = []): void {
  addIssueWith(context, code, ISSUES[code], path);
}

/** Adds an issue with a custom message. */
export function addIssueWith(
  { issues }: Checked,
  code: string,
  message: string,
  path: readonly PropertyKey[] = [],
): void {
  issues.push({ code: "custom", message, params: { discord: code }, path: [...path], input: undefined });
}

export function addMissing(context: Checked, field: string): void {
  addIssue(context, "BASE_TYPE_REQUIRED", [field]);
}

/** Discord counts lengths in code points. */
export function text(minimum: number, maximum: number) {
  return z.string().check((context) => {
    const length = lengthOf(context.value, maximum);
    if (length >= minimum && length <= maximum) return;
    addIssueWith(context, ...lengthIssue(minimum, maximum));
  });
}

export function listOf<T>(item: z.ZodType<T>, minimum: number, maximum: number) {
  return z.array(item).check((context) => {
    const { length } = context.value;
    if (length >= minimum && length <= maximum) return;
    addIssueWith(context, ...lengthIssue(minimum, maximum));
  });
}

export const snowflake = z.union([z.string().regex(/^\d{1,20}$/), z.number().int().nonnegative().transform(String)]);

/** A JSON string, or a number of 16 or more digits. */
const STRING_OR_LONG_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/**
 * Parses JSON with ids that may be numbers, as some libraries send them. They don't fit a JavaScript number, so they
 * become strings.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(
    /[:,[\s]\d{16}/.test(text)
      ? text.replaceAll(STRING_OR_LONG_NUMBER, (match) => (match.startsWith('"') ? match : `"${match}"`))
      : text,
  );
}

/** A number in a query, at least 1. */
export function countOf(maximum: number) {
  return z.coerce.number().pipe(z.int().min(1).max(maximum));
}

/** Permissions: a string of digits, or a number. */
export const bits = z.union([z.string().regex(/^\d{1,20}$/), z.int().nonnegative()]).transform(BigInt);

/** Discord treats null like an absent field. */
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
