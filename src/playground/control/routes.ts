import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { z } from "zod";
import { ClientError } from "../interactions/types.ts";
import type { ModelView } from "../model/types.ts";
import { typed } from "../typed.ts";
import type { Clock } from "./clock.ts";
import type { Fault, Faults } from "./faults.ts";
import { parseSeedFile, type Seeded, type SeedFile, userNamed } from "./seed-file.ts";
import type { ShownModal, SimulatedUser, SimulatedUserOptions } from "./simulated-user.ts";
import type { Traffic } from "./traffic.ts";

type ControlOptions = {
  view: ModelView;
  clock: Clock;
  faults: Faults;
  traffic: Traffic;
  applications(): { token: string; model: { view: ModelView } }[];
  seed(file: SeedFile): Seeded;
  person(id: string, options: SimulatedUserOptions): SimulatedUser;
};

/** `/_control`: what a test in any language needs besides Discord's API. Only programs on this machine may use it. */
export function createControlRoutes(options: ControlOptions): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(async (context, next) => {
    if (isLoopback(context.env.incoming.socket.remoteAddress)) return next();
    return context.json({ error: "Only programs on this machine may control the playground" }, 403);
  });
  app.onError((error, context) => {
    const isExpected = error instanceof ClientError || error instanceof z.ZodError;
    const text = error instanceof z.ZodError ? z.prettifyError(error) : error.message;
    return context.json({ error: text }, isExpected ? 422 : 400);
  });
  app.get("/", (context) => context.json(overview(options)));
  app.post("/seed", async (context) => context.json(options.seed(parseSeedFile(await context.req.text()))));
  app.route("/people", peopleRoutes(options));
  app.route("/clock", clockRoutes(options.clock));
  app.route("/faults", faultRoutes(options.faults));
  app.route("/traffic", trafficRoutes(options.traffic));
  app.notFound((context) => context.json({ error: "There is no such control route" }, 404));
  return app;
}

function peopleRoutes(options: ControlOptions): Hono {
  return new Hono()
    .get("/:name/messages", (context) => {
      const { channel, limit } = messagesQuery.parse(context.req.query());
      return context.json(personNamed(options, context.req.param("name")).visibleMessages(channel, limit));
    })
    .post("/:name", async (context) => {
      const { as, ...action } = actionBody.parse(await context.req.json());
      return context.json(await act(personNamed(options, context.req.param("name"), as), action));
    });
}

function clockRoutes(clock: Clock): Hono {
  return new Hono()
    .get("/", (context) => context.json(timeOf(clock)))
    .post("/", async (context) => {
      const { to, advance } = clockBody.parse(await context.req.json());
      clock.moveTo(to === undefined ? clock.now() + (advance ?? 0) : Date.parse(to));
      return context.json(timeOf(clock));
    });
}

function faultRoutes(faults: Faults): Hono {
  return new Hono()
    .get("/", (context) => context.json({ hits: faults.hits() }))
    .post("/", async (context) => {
      injectFault(faults, await context.req.json());
      return context.json({ hits: faults.hits() });
    })
    .delete("/", (context) => {
      faults.clear();
      return context.body(null, 204);
    });
}

function trafficRoutes(traffic: Traffic): Hono {
  return new Hono()
    .get("/", (context) => context.json(trafficSince(traffic, sinceQuery.parse(context.req.query()).since)))
    .delete("/", (context) => {
      traffic.clear();
      return context.body(null, 204);
    });
}

/** The person with this name or id. */
function personNamed({ view, person }: ControlOptions, name: string, as?: string): SimulatedUser {
  const id = view.users.has(name) ? name : userNamed(view, name).id;
  return person(id, as === undefined ? {} : { applicationId: as });
}

function isLoopback(address = ""): boolean {
  return /^(::ffff:)?127\./.test(address) || address === "::1";
}

function overview({ view, applications, clock }: ControlOptions) {
  const named = (items: Iterable<{ id: string; name: string }>) =>
    Object.fromEntries([...items].map(({ id, name }) => [name, id]));
  const guilds = [...view.guilds.values()].map((guild) => ({
    id: guild.id,
    name: guild.name,
    channels: named(guild.channels.values()),
    roles: named(guild.roles.values()),
    members: [...guild.members.keys()],
  }));
  const people = [...view.users.values()].filter(({ bot }) => bot !== true);
  return {
    applications: applications().map(({ token, model }) => {
      const { applicationId: id, bot } = model.view;
      return { id, name: bot.username, token };
    }),
    people: people.map(({ id, username, global_name }) => ({ id, name: global_name ?? username })),
    guilds,
    ...timeOf(clock),
  };
}

function timeOf(clock: Clock) {
  return { now: new Date(clock.now()).toISOString(), ahead: clock.ahead() };
}

const messagesQuery = z.object({ channel: z.string(), limit: z.coerce.number().int().min(1).max(100).default(50) });
const clockBody = z.strictObject({
  /** Such as 2026-01-31T09:00:00Z. */
  to: z.iso.datetime({ offset: true }).optional(),
  /** Milliseconds. */
  advance: z.int().nonnegative().optional(),
});
const sinceQuery = z.object({ since: z.coerce.number().default(0) });

const place = { channel: z.string() };
const target = { message: z.string(), component: z.string() };
const values = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({});
const action = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("command"), command: z.string(), options: values, ...place }),
  z.strictObject({
    do: z.literal("autocomplete"),
    command: z.string(),
    options: values,
    focused: z.string(),
    ...place,
  }),
  z.strictObject({ do: z.literal("user-command"), command: z.string(), user: z.string(), ...place }),
  z.strictObject({ do: z.literal("message-command"), command: z.string(), message: z.string() }),
  z.strictObject({ do: z.literal("click"), ...target }),
  z.strictObject({ do: z.literal("select"), values: z.array(z.string()), ...target }),
  z.strictObject({
    do: z.literal("submit"),
    /** The modal as it was returned when it opened. */
    modal: z.custom<ShownModal>((shown) => z.looseObject({ interactionId: z.string() }).safeParse(shown).success),
    values: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.boolean()])),
  }),
  z.strictObject({ do: z.literal("send"), content: z.string(), ...place }),
  z.strictObject({ do: z.literal("react"), message: z.string(), emoji: z.string() }),
]);
/** `as`: the id of the application that owns the command or component. Default: the home application. */
const actionBody = z.looseObject({ as: z.string().optional() });

async function act(user: SimulatedUser, body: unknown): Promise<object> {
  const done = action.parse(body);
  switch (done.do) {
    case "command":
      return user.command(done.command, done.options, done.channel);
    case "autocomplete":
      return user.autocomplete(done.command, done.options, done.focused, done.channel);
    case "user-command":
      return user.userCommand(done.command, done.user, done.channel);
    case "message-command":
      return user.messageCommand(done.command, done.message);
    case "click":
      return user.click(done.message, done.component);
    case "select":
      return user.select(done.message, done.component, done.values);
    case "submit":
      return user.submitModal(done.modal, done.values);
    case "send":
      return user.sendMessage(done.content, done.channel);
    case "react":
      user.react(done.message, done.emoji);
      return {};
  }
}

const condition = {
  /** Such as "POST /channels/{channel_id}/messages". */
  on: z.string().optional(),
  channelId: z.string().optional(),
  count: z.int().positive().optional(),
  probability: z.number().min(0).max(1).optional(),
  seed: z.int().optional(),
};
const status = z.int().min(400).max(599).optional();
const simple = z.enum(["reset-before", "reset-after", "late-ack", "double-ack"]);
const restFault = typed<Fault>(
  z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("rate-limit"),
      retryAfter: z.number().positive().optional(),
      scope: z.enum(["user", "global", "shared"]).optional(),
      ...condition,
    }),
    z.strictObject({ kind: z.enum(["error-before", "error-after"]), status, ...condition }),
    z.strictObject({ kind: z.literal("latency"), milliseconds: z.int().positive(), ...condition }),
    z.strictObject({ kind: simple, ...condition }),
    z.strictObject({
      kind: z.literal("api-error"),
      code: z.int(),
      status,
      message: z.string().optional(),
      ...condition,
    }),
  ]),
);
const gatewayFault = z.strictObject({ gateway: z.enum(["drop", "reconnect", "invalidate", "mute", "unmute"]) });

function injectFault(faults: Faults, body: unknown): void {
  if (!z.looseObject({ gateway: z.unknown() }).safeParse(body).success) {
    faults.inject(restFault.parse(body));
    return;
  }
  const actions = {
    drop: () => faults.dropSockets(),
    reconnect: () => faults.requestReconnect(),
    invalidate: () => faults.invalidateSessions(),
    mute: () => faults.muteHeartbeats(true),
    unmute: () => faults.muteHeartbeats(false),
  };
  actions[gatewayFault.parse(body).gateway]();
}

function trafficSince({ requests, frames, posts, unimplemented }: Traffic, since: number) {
  const recent = <T extends { at: number }>(items: readonly T[]) => items.filter(({ at }) => at >= since);
  return {
    requests: recent(requests),
    frames: recent(frames).map((frame) => ({
      ...frame,
      data: typeof frame.data === "string" ? JSON.parse(frame.data) : frame.data,
    })),
    posts: recent(posts),
    unimplemented: unimplemented(),
  };
}
