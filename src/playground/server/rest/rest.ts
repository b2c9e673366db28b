import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { AFTER_EFFECT, applyLatency, BEFORE_EFFECT, type Fault, type FaultInjector } from "../../control/faults.ts";
import type { TrafficRecorder } from "../../control/traffic.ts";
import type { ModelView } from "../../model/types.ts";
import { MAX_FILE_BYTES, type UploadedFile } from "../messages/attachments.ts";
import { ApiError, anyApiError, apiError } from "../validation/api-error.ts";
import { parseJson } from "../validation/form.ts";
import type { Limits } from "./limits.ts";
import type { Route } from "./route.ts";

type RestContext = {
  view: ModelView;
  faults: FaultInjector;
  /** Finds the application by its token, or by what the path names. */
  applicationOf(route: Route, authorization: string | undefined, parameter: Parameter): Application | undefined;
  traffic: Pick<TrafficRecorder, "recordRequest" | "recordUnimplemented">;
  log(line: string): void;
};

/** Discord's API versions that aren't deprecated. A path without a version is accepted too. */
export const VERSIONS: readonly string[] = ["9", "10"];

type Parameter = (name: string) => string | undefined;
/** `routes` must match those passed to `createRest`, in the same order. */
type Application = { limits: Limits; routes: readonly Route[] };

type HonoContext = Context<{ Bindings: HttpBindings }>;

/** A response and what the traffic log records about it. Status 0 breaks the connection. */
type Result = {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  requestBody?: unknown;
  fault?: string;
};

/** Every request passes faults, authorization, rate limits, its route and faults again, and is recorded. */
export function createRest(rest: RestContext, routes: readonly Route[]): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  for (const [index, route] of routes.entries()) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ":$1");
    // Some clients encode the @ of `@me` and `@original`.
    app.on(route.method, [path, path.replaceAll("@", "%40")], async (context) =>
      respond(rest, context, route.path, await serve(rest, route, index, context)),
    );
  }
  app.all("*", (context) => {
    const { path, method } = context.req;
    const version = /^\/api\/v(\d+)\//.exec(path)?.[1];
    if (version !== undefined && !VERSIONS.includes(version))
      return respond(rest, context, path, errorResponse(apiError(50041)));
    rest.log(`Unimplemented route: ${method} ${path}`);
    rest.traffic.recordUnimplemented(method, path);
    return respond(rest, context, path, { status: 404, body: { message: "404: Not Found", code: 0 } });
  });
  return app;
}

async function serve(rest: RestContext, route: Route, index: number, context: HonoContext): Promise<Result> {
  const { faults } = rest;
  if (faults.isIdle()) return handleRequest(rest, route, index, context);

  const target = { route: `${route.method} ${route.path}`, channelId: context.req.param("channel_id") };
  await applyLatency(faults, target);
  const before = faults.hit(target, BEFORE_EFFECT);
  if (before !== undefined) return { ...BROKEN, ...faultResponse(before), fault: before.kind };
  const result = await handleRequest(rest, route, index, context);
  const after = faults.hit(target, AFTER_EFFECT);
  if (after === undefined) return result;
  return { ...BROKEN, ...faultResponse(after), fault: after.kind, requestBody: result.requestBody };
}

const BROKEN = { status: 0, body: null };

async function handleRequest(rest: RestContext, route: Route, index: number, context: HonoContext): Promise<Result> {
  const { req } = context;
  const application = rest.applicationOf(route, req.header("authorization"), (name) => req.param(name));
  const own = application?.routes[index];
  if (application === undefined || own === undefined) return errorResponse(apiError(0));
  const limit = takeLimits(application, route, context);
  if (limit.rejected !== undefined) return limit.rejected;
  const { headers } = limit;
  let requestBody: unknown;
  try {
    const { body, files } = await readBody(context.req.raw);
    requestBody = body;
    const parameter = (name: string) => context.req.param(name) ?? "";
    const query = new URLSearchParams(queryOf(context));
    const reason = reasonOf(context);
    const response = own.handle({ parameter, query, reason, body, files });
    return { headers, requestBody, body: null, ...response };
  } catch (error) {
    if (error instanceof ApiError) return { headers, requestBody, ...errorResponse(error) };
    rest.log(`Playground bug: ${error instanceof Error ? error.stack : String(error)}`);
    return { headers, requestBody, status: 500, body: { message: "500: Internal Server Error", code: 0 } };
  }
}

function takeLimits({ limits }: Application, route: Route, { req }: HonoContext) {
  if (route.bucket === "none") return { headers: {} };
  const wait = route.isPublic ? 0 : limits.takeGlobal();
  if (wait > 0) return { headers: {}, rejected: rateLimitResponse(wait, "global") };
  const majorParameter = req.param("channel_id") ?? req.param("guild_id") ?? req.param("webhook_token") ?? "";
  const { allowed, retryAfter, headers } = limits.take(route.bucket, majorParameter);
  if (allowed) return { headers };
  const rejected = rateLimitResponse(retryAfter, "user");
  return { headers, rejected: { ...rejected, headers: { ...headers, ...rejected.headers } } };
}

function reasonOf({ req }: HonoContext): string | null {
  const reason = req.header("x-audit-log-reason");
  try {
    return reason === undefined ? null : decodeURIComponent(reason);
  } catch {
    return reason ?? null;
  }
}

function queryOf({ req: { url } }: HonoContext): string {
  const start = url.indexOf("?");
  return start < 0 ? "" : url.slice(start + 1);
}

function respond({ view, traffic }: RestContext, context: HonoContext, route: string, result: Result): Response {
  const { method, path } = context.req;
  const { status, body, headers, requestBody, fault } = result;
  traffic.recordRequest({
    at: view.clock.now(),
    method,
    route,
    path,
    query: queryOf(context),
    status,
    body: requestBody,
    response: body,
    ...(fault !== undefined && { fault }),
  });
  if (status === 0) {
    // The bot sees ECONNRESET and no response.
    context.env.incoming.socket.destroy();
    return new Response(null, { status: 502 });
  }
  // No content type, or discord.js would parse the empty body.
  if (status === 204) return new Response(null, { status, ...(headers && { headers }) });
  return new Response(JSON.stringify(body), { status, headers: { ...headers, "content-type": "application/json" } });
}

type FaultResponse = { status: number; body: unknown; headers?: Record<string, string> };

/** The response that a fault produces, or undefined for those that break the connection. */
function faultResponse(fault: Fault): FaultResponse | undefined {
  switch (fault.kind) {
    case "rate-limit":
      return rateLimitResponse(fault.retryAfter ?? 0.3, fault.scope ?? "user");
    case "error-before":
    case "error-after":
      return { status: fault.status ?? 502, body: { message: `${fault.status ?? 502}: Bad Gateway`, code: 0 } };
    case "late-ack":
      return errorResponse(anyApiError(10062));
    case "double-ack":
      return errorResponse(anyApiError(40060));
    case "api-error": {
      const error = anyApiError(fault.code, fault.message);
      return { status: fault.status ?? error.status, body: error.body() };
    }
    default:
      return undefined;
  }
}

function errorResponse(error: ApiError): FaultResponse {
  return { status: error.status, body: error.body() };
}

function rateLimitResponse(retryAfter: number, scope: "user" | "global" | "shared") {
  const isGlobal = scope === "global";
  return {
    status: 429,
    body: { message: "You are being rate limited.", retry_after: retryAfter, global: isGlobal, code: 0 },
    headers: {
      "retry-after": String(Math.ceil(retryAfter)),
      "x-ratelimit-scope": scope,
      "x-ratelimit-reset-after": String(retryAfter),
      ...(isGlobal && { "x-ratelimit-global": "true" }),
    },
  };
}

/** Reads a body: JSON or, with files, a form with the JSON in `payload_json`. */
async function readBody(request: Request): Promise<{ body: unknown; files: UploadedFile[] }> {
  if (request.method === "GET" || request.method === "DELETE") return { body: undefined, files: [] };
  if (request.headers.get("content-type")?.startsWith("multipart/form-data")) return readForm(await request.formData());
  const text = await request.text();
  return { body: text === "" ? undefined : jsonIn(text), files: [] };
}

function jsonIn(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw apiError(50109);
  }
}

async function readForm(form: FormData): Promise<{ body: unknown; files: UploadedFile[] }> {
  const files: UploadedFile[] = [];
  for (const [name, value] of form) {
    const field = /^files\[(\d+)\]$/.exec(name)?.[1];
    if (field === undefined || typeof value === "string") continue;
    if (value.size > MAX_FILE_BYTES) throw apiError(40005);
    files.push({ field, name: value.name, type: value.type, bytes: Buffer.from(await value.arrayBuffer()) });
  }
  const payload = form.get("payload_json");
  return { body: typeof payload === "string" ? jsonIn(payload) : {}, files };
}
