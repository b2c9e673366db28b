import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { z } from "zod";
import type { Playground, Request } from "../../src/playground/playground.ts";

/**
 * Discord's own OpenAPI document as a second witness: every body the bot sends and every answer the playground gives is
 * held against it. The document lies beside the project and is no part of it; without it nothing is watched.
 */

const DOCUMENT = fileURLToPath(new URL("../../../shared/discord/openapi.json", import.meta.url));

/** Undefined, or why the document cannot be used: for the titles of tests that skip. */
export const openApiAbsent: string | undefined = existsSync(DOCUMENT) ? undefined : `${DOCUMENT} is absent`;

export type OpenApiWatch = {
  /** What was wrong so far, each with its route. */
  violations(): string[];
  /** How many bodies and answers were held against the document. */
  checked(): number;
  stop(): void;
};

export function watchOpenApi(playground: Playground): OpenApiWatch | undefined {
  if (openApiAbsent !== undefined) return undefined;
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

type Checker = { check(request: Request): { problems: string[]; count: number } };

/** The document is large: it is read once for all tests of a process. */
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
  const source = document.parse(JSON.parse(readFileSync(DOCUMENT, "utf8"), mend));
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
  const complaints = (pointer: string, value: unknown, what: string): string[] => {
    const validate = at(pointer);
    if (validate(asSent(value))) return [];
    return [`${what}${validate.errors?.[0]?.instancePath ?? ""} ${ajv.errorsText(validate.errors, { dataVar: "" })}`];
  };
  return { check: (request) => checkRequest(source.paths, complaints, request) };
}

/**
 * Where the document is wrong about the API: default_member_permissions is a string, and so are the codes inside `errors`
 * ("BASE_TYPE_MAX_LENGTH"), as Discord's page on error messages shows them.
 */
function mend(key: string, value: unknown): unknown {
  if (key === "default_member_permissions") return { type: ["string", "integer", "null"] };
  return key === "InnerErrors" ? INNER_ERRORS : value;
}

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

type Complaints = (pointer: string, value: unknown, what: string) => string[];

function checkRequest(paths: z.infer<typeof document>["paths"], complaints: Complaints, request: Request) {
  const { method, route, status, body, answer } = request;
  const found = operation.safeParse(paths[route]?.[method.toLowerCase()]).data;
  if (found === undefined) return { problems: ["Discord's document knows no such route"], count: 1 };
  const base = `/paths/${escapePointer(route)}/${method.toLowerCase()}`;
  const problems: string[] = [];
  let count = 0;

  // What the playground has refused it has found wrong itself, often on purpose of the test.
  if (body !== undefined && status < 400 && found.requestBody?.content["application/json"] !== undefined) {
    const pointer = schemaOfBody(route, base, body);
    problems.push(
      ...(pointer === undefined ? ["an interaction response of no known type"] : complaints(pointer, body, "body")),
    );
    count += 1;
  }
  const pointer = schemaOfAnswer(found, base, status);
  if (pointer === "none") return { problems, count };
  count += 1;
  if (pointer === undefined) problems.push("Discord's document knows no such status here");
  else problems.push(...complaints(pointer, answer, "answer"));
  return { problems, count };
}

/** Which schema of the callback's anyOf a type belongs to: tried all at once, the errors would say nothing. */
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

/** "none": there is nothing to check, as with 204 and with the 5xx of a fault. */
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

/** As it went over the wire: without what JSON leaves out. */
function asSent(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}
