import type { APIModalInteractionResponseCallbackData } from "discord-api-types/v10";
import { expect, it } from "vitest";
import { PERSISTENT_PREFIXES } from "../../src/platform/redis/keys.ts";
import type { InteractionResult, ShownModal, SimulatedUser } from "../../src/playground/playground.ts";
import { connectBot } from "../support/discord-bot.ts";
import { holdings } from "../support/every-trace.ts";
import { forgeButton, forgeMessage } from "../support/forge.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import { moveOn, openScene, type Part, type Scene } from "./scene.ts";

/** The people who may change what a custom id refers to. */
type Owner = "everyone there" | "its learner" | "moderators" | "the clicker";
/** The effect of another click after the state has changed. "acts": the id describes a complete action, so it applies again. */
type Repeat = "nothing" | "acts";

/** Every kind of button, select and modal.  */
const KINDS: Readonly<Record<string, readonly [Owner, Repeat]>> = {
  "daily.answer": ["everyone there", "nothing"],
  "daily.choose": ["everyone there", "nothing"],
  "daily.type": ["everyone there", "nothing"],
  "daily.typed": ["everyone there", "nothing"],
  "daily.add-to-review": ["everyone there", "nothing"],
  "daily.why-not": ["everyone there", "nothing"],
  "boards.page": ["everyone there", "nothing"],
  "boards.open": ["everyone there", "nothing"],
  "boards.hall-of-fame": ["everyone there", "nothing"],
  "career.choose": ["everyone there", "nothing"],
  "exams.go": ["its learner", "nothing"],
  "exams.answer": ["its learner", "nothing"],
  "exams.choose": ["its learner", "nothing"],
  "exams.type": ["its learner", "nothing"],
  "exams.typed": ["its learner", "nothing"],
  "exams.flag": ["its learner", "nothing"],
  "exams.overview": ["its learner", "nothing"],
  "exams.jump": ["its learner", "nothing"],
  "exams.submit": ["its learner", "nothing"],
  "exams.replace": ["its learner", "nothing"],
  "exams.report": ["its learner", "nothing"],
  "exams.missed": ["its learner", "nothing"],
  "exams.history": ["its learner", "nothing"],
  "exams.add-to-review": ["its learner", "nothing"],
  "exams.share": ["its learner", "nothing"],
  "quiz.answer": ["its learner", "nothing"],
  "quiz.choose": ["its learner", "nothing"],
  "quiz.type": ["its learner", "nothing"],
  "quiz.typed": ["its learner", "nothing"],
  "quiz.next": ["its learner", "nothing"],
  "quiz.end": ["its learner", "nothing"],
  "quiz.retry": ["its learner", "nothing"],
  "suggestions.write": ["the clicker", "acts"],
  "suggestions.edit": ["the clicker", "nothing"],
  "suggestions.submit": ["the clicker", "nothing"],
  "suggestions.discard": ["the clicker", "nothing"],
  "questions.report": ["the clicker", "nothing"],
  "questions.report-reason": ["the clicker", "acts"],
  "review-queue.open": ["moderators", "nothing"],
  "review-queue.page": ["moderators", "nothing"],
  "review-queue.approve": ["moderators", "nothing"],
  "review-queue.edit": ["moderators", "nothing"],
  /** Saves the text as a draft of its author. */
  "review-queue.edited": ["moderators", "acts"],
  "review-queue.topic": ["moderators", "nothing"],
  "review-queue.difficulty": ["moderators", "nothing"],
  "review-queue.deny": ["moderators", "nothing"],
  "review-queue.denied": ["moderators", "nothing"],
  "review-queue.dismiss": ["moderators", "nothing"],
  "review-queue.retire": ["moderators", "nothing"],
  "imports.confirm": ["moderators", "nothing"],
  "imports.cancel": ["moderators", "nothing"],
  "item-analysis.confirm-key": ["moderators", "nothing"],
  "privacy.delete": ["the clicker", "acts"],
  "privacy.hide": ["the clicker", "acts"],
  "reminders.turn-off": ["the clicker", "acts"],
  "live-quiz.join": ["everyone there", "nothing"],
  "live-quiz.answer": ["everyone there", "nothing"],
  "live-quiz.choose": ["everyone there", "nothing"],
  "live-quiz.control": ["moderators", "nothing"],
  "live-quiz.my-score": ["everyone there", "nothing"],
  "schedules.post-now": ["moderators", "acts"],
  "schedules.preview": ["moderators", "nothing"],
  "schedules.remove": ["moderators", "nothing"],
  "schedules.keep": ["moderators", "nothing"],
  "schedules.resume": ["moderators", "acts"],
  "schedules.move": ["moderators", "acts"],
  "settings.pick": ["moderators", "nothing"],
  "settings.choose": ["moderators", "acts"],
  "settings.channel": ["moderators", "acts"],
  "settings.role": ["moderators", "acts"],
  "settings.turn-off": ["moderators", "acts"],
  "settings.show": ["moderators", "nothing"],
  "audit-log.page": ["moderators", "nothing"],
  "boards.close-season": ["moderators", "nothing"],
};

const kindOf = ({ kind }: Part) => KINDS[kind] ?? expect.fail(`${kind} is missing in the table`);

const FAULT = /Something went wrong on my side/;

type Modal = APIModalInteractionResponseCallbackData;
type Stored = Map<string, string[]>;
type Person = { actor: SimulatedUser; guildId: string; channelId: string };

/** Lets anyone click any part, wherever it was shown, and reads what is stored in Redis. */
async function openClicker(scene: Scene) {
  const { stage, parts } = scene;
  const { playground, redis } = stage;
  const modals = parts.flatMap((part) => ("modal" in part ? [part.modal] : []));
  const forged = new Map<string, ShownModal>();

  return {
    stored: () => holdings(redis, PERSISTENT_PREFIXES),

    /** Opens every modal to these people through another bot while ours is stopped. */
    async forgeModals(people: readonly Person[]): Promise<void> {
      await stage.leave();
      const forger = await connectBot(playground, async (interaction) => {
        const modal = interaction.isButton() && modals.find(({ custom_id }) => custom_id === interaction.customId);
        if (modal) await interaction.showModal(modal);
      });
      for (const { actor, channelId } of people) {
        for (const { custom_id } of modals) {
          const message = await forgeButton(playground, channelId, custom_id);
          const { modal } = await actor.click(message, custom_id);
          if (modal) forged.set(`${actor.id} ${custom_id}`, modal);
        }
      }
      await forger.stop();
      expect(forger.errors).toEqual([]);
      await stage.join();
    },

    /** Clicks a part, or submits a modal, in the person's channel. */
    async use(part: Part, { actor, guildId, channelId }: Person): Promise<InteractionResult> {
      if ("modal" in part) {
        const modal = forged.get(`${actor.id} ${part.id}`) ?? expect.fail(`${part.id} was not forged`);
        return actor.submitModal(modal, inputsOf(part.modal));
      }
      const { component } = part;
      const message = await forgeMessage(playground, channelId, component);
      if (component.type === 2) return actor.click(message, part.id);
      const given = component.options?.slice(0, component.min_values ?? 1).map(({ value }) => value);
      return actor.select(message, part.id, given ?? [component.type === 6 ? guildId : channelId]);
    },
  };
}

function inputsOf(modal: Modal): Record<string, string> {
  return Object.fromEntries(customIdsOf(modal).map((id) => [id, "x"]));
}

/** The matching Redis entries that were added, changed or deleted. */
function changes(before: Stored, after: Stored, matters: (entry: string) => boolean): string[] {
  const entries = (all: Stored) =>
    new Set([...all].flatMap(([key, values]) => values.map((value) => `${key} ${value}`)).filter(matters));
  const [then, now] = [entries(before), entries(after)];
  return [...then].filter((one) => !now.has(one)).concat([...now].filter((one) => !then.has(one)));
}

/** Expects a message or a modal, and no internal error. */
function answered({ failed, message, updated, modal }: InteractionResult, about: string): string {
  expect(failed, about).toBeUndefined();
  const text = modal ? modal.title : textOf(updated ?? message);
  expect(text, about).not.toBe("");
  expect(text, about).not.toMatch(FAULT);
  return text;
}

type Clicker = Awaited<ReturnType<typeof openClicker>>;
type Attempt = { who: Person; part: Part; matters: (entry: string) => boolean; refused?: RegExp };

/** Returns the attempts that changed a protected entry or weren't refused. */
async function violations({ stored, use }: Clicker, attempts: readonly Attempt[]): Promise<string[]> {
  const found: string[] = [];
  let before = await stored();
  for (const { who, part, matters, refused } of attempts) {
    const text = answered(await use(part, who), part.id);
    if (refused && !refused.test(text)) found.push(`${part.id} says ${text}`);
    const after = await stored();
    found.push(...changes(before, after, matters).map((entry) => `${part.id} changed ${entry}`));
    before = after;
  }
  return found;
}

/** The first and the last of each kind. */
function someOf(parts: readonly Part[]): Part[] {
  const first = new Map(parts.toReversed().map((part) => [part.kind, part]));
  const last = new Map(parts.map((part) => [part.kind, part]));
  return [...new Set([...first.values(), ...last.values()])];
}

it("the bot rejects clicks on components of other members and repeated clicks", { timeout: 120_000 }, async () => {
  const scene = await openScene();
  const { stage, parts, owner, moderator } = scene;
  const { guild, people, person, addGuild, setModerator } = stage.playground;
  expect([...new Set(parts.map(({ kind }) => kind))].sort()).toEqual(Object.keys(KINDS).sort());

  const at = (id: string, guildId: string, channelId: string): Person => ({
    actor: person(id, { settleAfterMs: 2_000 }),
    guildId,
    channelId,
  });
  const here = (id: string) => at(id, guild.id, guild.channels.general);
  const there = addGuild({ people: false, members: 1 });
  const stranger = at(there.members[0]?.id ?? "", there.id, there.channels[0]?.id ?? "");
  const neighbor = here(people.members[1].id);
  const again = { owner: here(owner.id), moderator: here(moderator.id) };
  const clicker = await openClicker(scene);
  await clicker.forgeModals([stranger, neighbor, again.owner, again.moderator]);

  // privacy.delete only affects the clicker, and its job would delay the other attempts.
  const some = someOf(parts).filter(({ kind }) => kind !== "privacy.delete");
  // Data of the clickers may change, and so may the times of scheduled jobs.
  const passing = [
    there.id,
    stranger.actor.id,
    neighbor.actor.id,
    "refresh:",
    "live-count:",
    ":immediate live-quiz:",
    ":immediate finish-exam:",
  ];
  const isOthers = (entry: string) => !passing.some((one) => entry.includes(one));

  const elsewhere = some.map((part) => ({ who: stranger, part, matters: isOthers }));
  expect(await violations(clicker, elsewhere)).toEqual([]);

  const nextDoor = some.map((part) => {
    const [whose] = kindOf(part);
    const isShared = whose === "everyone there" || whose === "the clicker";
    return { who: neighbor, part, matters: isShared ? (entry: string) => entry.includes(owner.id) : isOthers };
  });
  expect(await violations(clicker, nextDoor)).toEqual([]);

  const ofModerators = some.filter((part) => kindOf(part)[0] === "moderators");
  setModerator(moderator.id, false);
  const refused = /^Only moderators can do that/;
  const demoted = ofModerators.map((part) => ({ who: again.moderator, part, matters: isOthers, refused }));
  expect(await violations(clicker, demoted)).toEqual([]);
  setModerator(moderator.id, true);

  await moveOn(scene);
  const repeatable = parts.filter((part) => kindOf(part)[1] === "nothing");
  const twice = repeatable.map((part) => ({ who: again[part.by], part, matters: isOthers }));
  expect(await violations(clicker, twice)).toEqual([]);
  expect(stage.log.warnings).toEqual([]);
});
