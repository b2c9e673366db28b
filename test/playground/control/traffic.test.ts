import { MessageFlags } from "discord-api-types/v10";
import { expect, it } from "vitest";
import { createClock } from "../../../src/playground/control/clock.ts";
import { createTraffic, type Request } from "../../../src/playground/control/traffic.ts";
import { createSeed, HOME, PEOPLE } from "../../../src/playground/demo/seed.ts";
import { emptyMessage } from "../../../src/playground/model/json.ts";
import { createModel } from "../../../src/playground/model/model.ts";

const request = (more: Partial<Request> = {}): Request => ({
  at: 0,
  method: "GET",
  route: "/users/@me",
  path: "/api/v10/users/@me",
  query: "",
  status: 200,
  body: undefined,
  response: {},
  ...more,
});

function open() {
  const model = createModel(createSeed(), createClock());
  const channel = model.view.channels.get(HOME.channels.daily);
  if (channel === undefined) throw new Error("No channel");
  const message = (flags: number = 0) => ({ ...emptyMessage(model.view, model.newId(), channel.id), flags });
  return { model, channel, message, traffic: createTraffic(model) };
}

it("requests are counted by route and status, including those no longer listed", () => {
  const { traffic } = open();
  const heard: number[] = [];
  const stop = traffic.onRequest(({ status }) => heard.push(status));
  for (let n = 0; n < 10_000; n += 1) traffic.recordRequest(request());
  traffic.recordRequest(request({ method: "POST", status: 429 }));
  stop();
  traffic.recordRequest(request({ status: 404 }));
  expect([traffic.count(), traffic.count("GET /users/@me"), traffic.count("GET /users/@me", 404)]).toEqual([
    10_002, 10_001, 1,
  ]);
  expect([traffic.count("", 429), traffic.count("POST /users/@me", 200)]).toEqual([1, 0]);
  expect([traffic.requests.length, heard.length, heard.at(-1)]).toEqual([5_002, 10_001, 429]);
  traffic.clear();
  expect([traffic.count(), traffic.requests]).toEqual([0, []]);
});

it("the bot's public messages are listed as posts, and a deferred one once it has content", () => {
  const { model, channel, message, traffic } = open();
  const sent = message();
  model.messages.add(channel, sent);
  model.messages.replace(channel, { ...sent, content: "edited" });
  const deferred = message(MessageFlags.Loading);
  model.messages.add(channel, deferred);
  expect(traffic.posts.map(({ messageId }) => messageId)).toEqual([sent.id]);
  const shown: { flags: number } = { flags: 0 };
  model.messages.replace(channel, { ...deferred, ...shown, content: "there" });
  model.messages.replace(channel, { ...deferred, ...shown, content: "edited" });
  expect(traffic.posts.map(({ messageId, message: { content } }) => [messageId, content])).toEqual([
    [sent.id, ""],
    [deferred.id, "there"],
  ]);
});

it("ephemeral messages and those of users aren't listed as posts", () => {
  const { model, channel, message, traffic } = open();
  model.messages.add(channel, message(MessageFlags.Ephemeral), PEOPLE.moderator.id);
  const author = model.view.users.get(PEOPLE.moderator.id);
  if (author !== undefined) model.messages.add(channel, { ...message(), author });
  expect(traffic.posts).toEqual([]);
});
