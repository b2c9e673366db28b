import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { expect, it } from "vitest";
import { z } from "zod";
import type { Playground, Request } from "../../src/playground/playground.ts";

/**
 * Validates every request and response of a playground against Discord's OpenAPI document, so that the simulation and
 * the bot can't drift from Discord together.
 */

const DOCUMENT = new URL("discord/openapi.json", import.meta.url);
const DOCUMENT_SHA256 = "fd0698b33a819234b5337d10d9b3a8916778b896a5226ee6018ff2afaba4186a";

export type OpenApiWatch = {
  /** Every mismatch so far, with its route. */
  violations(): string[];
  /** How many bodies were validated. */
  checked(): number;
  stop(): void;
};

export function watchOpenApi(playground: Playground): OpenApiWatch {
  checker ??= createChecker();
  const { check } = checker;
  const found: string[] = [];
  let checked = 0;
  const stop = playground.traffic.onRequest((request) => {
    const { problems, count } = check(request);
    checked += count;
    for (const problem of problems) found.push(`${request.method} ${request.route} ${request.status}: ${problem}`);
  });
  return { violations: () => [...found], checked: () => checked, stop };
}

/** Watches the playgrounds of a test file; `verify` adds a test, so call it at the end of the file. */
export function openApiChecks() {
  const watches: OpenApiWatch[] = [];
  return {
    watch(playground: Playground): Playground {
      watches.push(watchOpenApi(playground));
      return playground;
    },
    verify() {
      it("every request and response matches Discord's OpenAPI document", () => {
        expect(watches.flatMap((watch) => watch.violations())).toEqual([]);
        expect(watches.reduce((sum, watch) => sum + watch.checked(), 0)).toBeGreaterThan(0);
      });
    },
  };
}

type Checker = { check(request: Request): { problems: string[]; count: number } };

/** Parsing the document is slow, so all tests of a process share it. */
let checker: Checker | undefined;

const operation = z.looseObject({
  requestBody: z.looseObject({ content: z.record(z.string(), z.unknown()) }).optional(),
  responses: z.record(
    z.string(),
    z.looseObject({ $ref: z.string().optional(), content: z.record(z.string(), z.unknown()).optional() }),
  ),
});
const document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

function createChecker(): Checker {
  const source = document.parse(JSON.parse(readDocument(), correct));
  const ajv = new Ajv2020({ strict: false, allErrors: false, logger: false });
  for (const format of ["snowflake", "nonce", "int32", "int64", "double"]) ajv.addFormat(format, true);
  ajv.addFormat("date-time", (text: string) => !Number.isNaN(Date.parse(text)));
  ajv.addFormat("uri", (text: string) => URL.canParse(text));
  ajv.addSchema(source, "discord");

  const validators = new Map<string, ValidateFunction>();
  const at = (pointer: string): ValidateFunction => {
    const known = validators.get(pointer);
    if (known !== undefined) return known;
    const made = ajv.compile({ $ref: `discord#${encodeURI(pointer)}` });
    validators.set(pointer, made);
    return made;
  };
  const validationErrors = (pointer: string, value: unknown, what: string): string[] => {
    const validate = at(pointer);
    if (validate(asSent(value))) return [];
    return [`${what}${validate.errors?.[0]?.instancePath ?? ""} ${ajv.errorsText(validate.errors, { dataVar: "" })}`];
  };
  return { check: (request) => checkRequest(source.paths, validationErrors, request) };
}

function readDocument(): string {
  const text = readFileSync(DOCUMENT, "utf8");
  const checksum = createHash("sha256").update(text).digest("hex");
  if (checksum !== DOCUMENT_SHA256) throw new Error(`${DOCUMENT.pathname} has the checksum ${checksum}; see ORIGIN.md`);
  return text;
}

/**
 * The document is wrong in two places: permissions in requests are strings, as everywhere in Discord's reference, and so are
 * the codes inside `errors` ("BASE_TYPE_MAX_LENGTH").
 */
function correct(key: string, value: unknown): unknown {
  if (PERMISSIONS.includes(key) && JSON.stringify(value) === '{"type":["integer","null"]}') return PERMISSION;
  if (key === "default_member_permissions") return PERMISSION;
  return key === "InnerErrors" ? INNER_ERRORS : value;
}

const PERMISSIONS: readonly string[] = ["allow", "deny", "permissions"];
const PERMISSION = { type: ["string", "integer", "null"] };
const FIELD_ERROR = {
  type: "object",
  properties: { code: { type: "string" }, message: { type: "string" } },
  required: ["code", "message"],
};
const INNER_ERRORS = {
  type: "object",
  properties: { _errors: { type: "array", items: FIELD_ERROR } },
  required: ["_errors"],
};

type ValidationErrors = (pointer: string, value: unknown, what: string) => string[];

function checkRequest(paths: z.infer<typeof document>["paths"], validationErrors: ValidationErrors, request: Request) {
  const { method, route, status, body, response } = request;
  const found = operation.safeParse(paths[route]?.[method.toLowerCase()]).data;
  if (found === undefined) return { problems: ["no such route in Discord's document"], count: 1 };
  const base = `/paths/${escapePointer(route)}/${method.toLowerCase()}`;
  const problems: string[] = [];
  let count = 0;

  // A body that the playground rejected is known to be invalid, often on purpose.
  if (body !== undefined && status < 400 && found.requestBody?.content["application/json"] !== undefined) {
    const pointer = schemaOfBody(route, base, body);
    problems.push(
      ...(pointer === undefined ? ["unknown interaction response type"] : validationErrors(pointer, body, "body")),
    );
    count += 1;
  }
  const pointer = schemaOfAnswer(found, base, status);
  if (pointer === "none") return { problems, count };
  count += 1;
  if (pointer === undefined) problems.push("no such status in Discord's document");
  else problems.push(...validationErrors(pointer, response, "response"));
  return { problems, count };
}

/** The callback schema for each response type: validating against the document's anyOf would give useless errors. */
const CALLBACKS: ReadonlyMap<number, string> = new Map([
  [1, "PongInteractionCallbackRequest"],
  [4, "CreateMessageInteractionCallbackRequest"],
  [5, "CreateMessageInteractionCallbackRequest"],
  [6, "UpdateMessageInteractionCallbackRequest"],
  [7, "UpdateMessageInteractionCallbackRequest"],
  [8, "ApplicationCommandAutocompleteCallbackRequest"],
  [9, "ModalInteractionCallbackRequest"],
]);

function schemaOfBody(route: string, base: string, body: unknown): string | undefined {
  if (!route.endsWith("/callback")) return `${base}/requestBody/content/application~1json/schema`;
  const { type } = z.looseObject({ type: z.number() }).parse(body);
  const name = CALLBACKS.get(type);
  return name === undefined ? undefined : `/components/schemas/${name}`;
}

/** "none": there is no body to validate, as with 204 and an injected 5xx. */
function schemaOfAnswer(found: z.infer<typeof operation>, base: string, status: number): string | "none" | undefined {
  if (status === 0 || status >= 500) return "none";
  const key = found.responses[String(status)] === undefined && status >= 400 ? "4XX" : String(status);
  const response = found.responses[key];
  if (response === undefined) return undefined;
  if (response.$ref !== undefined) return `${response.$ref.slice(1)}/content/application~1json/schema`;
  return response.content === undefined ? "none" : `${base}/responses/${key}/content/application~1json/schema`;
}

function escapePointer(text: string): string {
  return text.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The value as it was sent: JSON drops undefined fields. */
function asSent(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}
