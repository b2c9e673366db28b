import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import {
  AFTER,
  BEFORE,
  dawdle,
  type Fault,
  type FaultDesk,
  faultAnswer,
  rateLimited,
  SLOW,
} from "../../control/faults.ts";
import type { Services } from "../../services.ts";
import { Refusal, refusal } from "../validation/api-error.ts";
import { readBody } from "./body.ts";
import { channelRoutes } from "./channels.ts";
import { commandRoutes } from "./commands.ts";
import { guildRoutes } from "./guilds.ts";
import { identityRoutes } from "./identity.ts";
import { interactionRoutes } from "./interactions.ts";
import type { Limits } from "./limits.ts";
import { messageRoutes } from "./messages.ts";
import type { Answer, Call, Route } from "./route.ts";
import { threadRoutes } from "./threads.ts";
import { webhookRoutes } from "./webhooks.ts";

/** The way of every request: faults, who asks, limits, body, the route itself, faults again; and traffic notes all of it. */

export type Desk = { services: Services; faults: FaultDesk; limits: Limits; token: string };
type Wire = { Bindings: HttpBindings };

/** What goes back, and what traffic writes down about it. */
type Reply = { status: number; body: unknown; headers?: Record<string, string>; fault?: Fault; asked?: unknown };

const ROUTES: Route[] = [
  ...identityRoutes,
  ...interactionRoutes,
  ...webhookRoutes,
  // Before the messages': "pins" must not be taken for the id of one.
  ...channelRoutes,
  ...messageRoutes,
  ...threadRoutes,
  ...guildRoutes,
  ...commandRoutes,
];

export function createRest(desk: Desk): Hono<Wire> {
  const rest = new Hono<Wire>();
  for (const route of ROUTES) {
    rest.on(route.method, route.path.replaceAll(/\{(\w+)\}/g, ":$1"), (context) => serve(desk, route, context));
  }
  rest.all("*", (context) => {
    const { path, method } = context.req;
    desk.services.log(`not played: ${method} ${path}`);
    return respond(
      desk,
      context,
      { route: path, known: false },
      { status: 404, body: { message: "404: Not Found", code: 0 } },
    );
  });
  return rest;
}

async function serve(desk: Desk, route: Route, context: Context<Wire>): Promise<Response> {
  const at = { route: route.path, known: true };
  const hit = { route: `${route.method} ${route.path}`, channelId: context.req.param("channel_id") };
  const { faults } = desk;
  if (faults.quiet()) return respond(desk, context, at, await answer(desk, route, context));

  await dawdle(faults.strike(hit, SLOW));
  const before = faults.strike(hit, BEFORE);
  if (before !== undefined)
    return respond(desk, context, at, { status: 0, body: null, ...faultAnswer(before), fault: before });
  const reply = await answer(desk, route, context);
  const after = faults.strike(hit, AFTER);
  if (after === undefined) return respond(desk, context, at, reply);
  return respond(desk, context, at, { status: 0, body: null, ...faultAnswer(after), fault: after, asked: reply.asked });
}

async function answer(desk: Desk, route: Route, context: Context<Wire>): Promise<Reply> {
  if (route.open === undefined && context.req.header("authorization") !== `Bot ${desk.token}`) {
    return { status: 401, body: refusal(0).body() };
  }
  const limited = takeLimits(desk, route, context);
  if (limited.status !== 200) return limited;
  let asked: unknown;
  try {
    const { body, files } = await readBody(context.req.raw);
    asked = body;
    const result: Answer = await route.run(callOf(desk.services, context, body, files));
    return { ...limited, status: result.status, body: result.status === 204 ? null : result.body, asked };
  } catch (cause) {
    if (cause instanceof Refusal) return { ...limited, status: cause.status, body: cause.body(), asked };
    desk.services.log(`playground bug: ${cause instanceof Error ? cause.stack : String(cause)}`);
    return { ...limited, status: 500, body: { message: "500: Internal Server Error", code: 0 }, asked };
  }
}

function takeLimits(desk: Desk, route: Route, context: Context<Wire>): Reply {
  if (route.bucket === "none") return { status: 200, body: null };
  const wait = route.open === undefined ? desk.limits.takeGlobal() : 0;
  if (wait > 0) return rateLimited(wait, "global");
  const major =
    context.req.param("channel_id") ?? context.req.param("guild_id") ?? context.req.param("webhook_token") ?? "";
  const { allowed, retryAfter, headers } = desk.limits.take(route.bucket, major);
  if (allowed) return { status: 200, body: null, headers };
  const refused = rateLimited(retryAfter, "user");
  return { ...refused, headers: { ...headers, ...refused.headers } };
}

function callOf(services: Services, context: Context<Wire>, body: unknown, files: Call["files"]): Call {
  const query = queryOf(context);
  return {
    services,
    parameter: (name) => context.req.param(name) ?? "",
    query: query === "" ? NO_QUERY : new URLSearchParams(query),
    body,
    files,
  };
}

const NO_QUERY = new URLSearchParams();

function queryOf({ req: { url } }: Context<Wire>): string {
  const mark = url.indexOf("?");
  return mark < 0 ? "" : url.slice(mark + 1);
}

function respond(desk: Desk, context: Context<Wire>, at: { route: string; known: boolean }, reply: Reply): Response {
  const { method, path } = context.req;
  desk.services.traffic.note({
    at: desk.services.world.time.now(),
    method,
    route: at.route,
    path,
    query: queryOf(context),
    status: reply.status,
    body: reply.asked,
    answer: reply.body,
    ...(reply.fault === undefined ? {} : { fault: reply.fault.kind }),
  });
  if (reply.status === 0) {
    // A broken connection: the bot sees ECONNRESET, never an answer.
    context.env.incoming.socket.destroy();
    return new Response(null, { status: 502 });
  }
  // Without a body there must be no content type: discord.js would parse the nothing.
  if (reply.status === 204) return new Response(null, { status: 204, headers: reply.headers ?? {} });
  return new Response(JSON.stringify(reply.body), {
    status: reply.status,
    headers: { ...reply.headers, "content-type": "application/json" },
  });
}
