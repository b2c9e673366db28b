import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { MessageFlags } from "discord-api-types/v10";
import type { APIMessage, InteractionResult, Playground, SimulatedUser } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";

export type Target = { playground: Playground; user: SimulatedUser; channelId: string };

type Step = (target: Target) => Promise<unknown>;

/** What a client must do, in order. clients/contract.mjs describes each step. */
export const STEPS = {
  "log in": ({ playground }) => eventually(() => playground.sessionStarts().some(({ accepted }) => accepted), 15_000),
  async command(target) {
    const { requests } = target.playground.traffic;
    await eventually(() =>
      requests.some(({ method, route, status }) => method !== "GET" && route.endsWith("/commands") && status < 300),
    );
    // A client that is still starting may take longer than three seconds.
    assert.equal(await missed(target), "0");
  },
  async embeds(target) {
    const { embeds } = shown(await use(target, "embeds"));
    assert.equal(embeds[0]?.fields?.[0]?.value, "1");
  },
  async components({ user, ...target }) {
    const message = shown(await use({ user, ...target }, "components"));
    assert.equal(message.components?.length, 1);
    assert.notEqual((message.flags ?? 0) & MessageFlags.IsComponentsV2, 0);
    const { components } = shown(await user.click(message, "press"));
    assert.deepEqual(
      components?.map(({ type }) => type),
      [10],
    );
  },
  async selects({ user, ...target }) {
    const message = shown(await use({ user, ...target }, "selects"));
    assert.equal(shown(await user.select(message, "string-select", ["two"])).content, "two");
    assert.equal(shown(await user.select(message, "user-select", [user.id])).content, "noor");
  },
  async modals({ user, ...target }) {
    const { modal } = await use({ user, ...target }, "modals");
    assert.ok(modal);
    assert.equal(shown(await user.submitModal(modal, { text: "typed" })).content, "typed");
  },
  async files(target) {
    const [file] = shown(await use(target, "files")).attachments;
    assert.equal(file?.filename, "notes.txt");
    assert.match(file.content_type ?? "", /^text\/plain/);
    assert.equal(await (await fetch(file.url)).text(), "Notes from a client library\n");
  },
  async "follow-ups"(target) {
    assert.equal(shown(await use(target, "follow-ups")).content, "first");
    const second = await eventually(() => newest(target)?.content === "second" && newest(target));
    assert.equal(second.flags, MessageFlags.Ephemeral);
  },
  async threads({ user, ...target }) {
    const { content } = shown(await use({ user, ...target }, "threads"));
    assert.equal(user.visibleMessages(content).at(-1)?.content, "in the thread");
  },
  async resume(target) {
    const { playground, user, channelId } = target;
    const before = identifies(target);
    playground.faults.dropSockets(4000);
    user.sendMessage("sent while the client is away", channelId);
    await eventually(() => frames(target, "Resume") > 0, 30_000);
    assert.equal(await missed(target), "1");
    assert.equal(identifies(target), before);
  },
  async reconnect(target) {
    const before = frames(target, "Resume");
    target.playground.faults.requestReconnect();
    await eventually(() => frames(target, "Resume") > before, 30_000);
    assert.equal(await missed(target), "1");
  },
  async "new session"(target) {
    const before = identifies(target);
    target.playground.faults.invalidateSessions();
    await eventually(() => identifies(target) > before, 30_000);
    assert.equal(await missed(target), "1");
  },
} satisfies Record<string, Step>;

export type StepName = keyof typeof STEPS;

/** No one clicks before a client has read the response to its own reply, which discord.py requires. */
const REACTION_MS = 100;

async function use({ user, channelId }: Target, step: string): Promise<InteractionResult> {
  const result = await user.command("fidelity", { step }, channelId);
  await sleep(REACTION_MS);
  return result;
}

/** A client that is reconnecting may miss a first attempt. */
function missed(target: Target): Promise<string> {
  return eventually(async () => {
    const { message } = await use(target, "missed");
    return message?.content;
  }, 30_000);
}

function shown({ message, updated, ...rest }: InteractionResult): APIMessage {
  return message ?? updated ?? assert.fail(`Nothing was shown: ${JSON.stringify(rest)}`);
}

function newest({ user, channelId }: Target): APIMessage | undefined {
  return user.visibleMessages(channelId, 1)[0];
}

function frames({ playground }: Target, name: string): number {
  return playground.traffic.frames.filter((frame) => frame.direction === "from-bot" && frame.name === name).length;
}

function identifies({ playground }: Target): number {
  return playground.sessionStarts().filter(({ accepted }) => accepted).length;
}
