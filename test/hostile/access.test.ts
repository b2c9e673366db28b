import type { APIModalInteractionResponseCallbackData } from "discord-api-types/v10";
import { expect, it } from "vitest";
import { PERSISTENT_PREFIXES } from "../../src/platform/redis/keys.ts";
import type { InteractionResult, ShownModal, SimulatedUser } from "../../src/playground/playground.ts";
import { connectBot } from "../support/discord-bot.ts";
import { holdings } from "../support/every-trace.ts";
import { forgeButton, forgeMessage } from "../support/forge.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import { moveOn, openScene, type Part, type Scene } from "./scene.ts";

/** Whose it is, what a custom id names: who else clicks it changes nothing of it. */
type Owner = "everyone there" | "its learner" | "moderators" | "whoever clicks";
/**
 * What becomes of it when it is clicked once more, after all has moved on. "anew": it says itself what it does, to what
 * there is then, and names no state that could be another.
 */
type Again = "nothing" | "anew";

/** Every kind of button, select and modal.  */
const KINDS: Readonly<Record<string, readonly [Owner, Again]>> = {
  "daily.answer": ["everyone there", "nothing"],
  "daily.choose": ["everyone there", "nothing"],
  "daily.type": ["everyone there", "nothing"],
  "daily.typed": ["everyone there", "nothing"],
  "daily.add-to-review": ["everyone there", "nothing"],
  "daily.why-not": ["everyone there", "nothing"],
  "boards.page": ["everyone there", "nothing"],
  "boards.open": ["everyone there", "nothing"],
  "seasons.hall-of-fame": ["everyone there", "nothing"],
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
  "quiz.stop": ["its learner", "nothing"],
  "quiz.retry": ["its learner", "nothing"],
  "suggestions.write": ["whoever clicks", "anew"],
  "suggestions.edit": ["whoever clicks", "nothing"],
  "suggestions.send": ["whoever clicks", "nothing"],
  "suggestions.discard": ["whoever clicks", "nothing"],
  "questions.report": ["whoever clicks", "nothing"],
  "questions.report-reason": ["whoever clicks", "anew"],
  "review-queue.open": ["moderators", "nothing"],
  "review-queue.turn": ["moderators", "nothing"],
  "review-queue.approve": ["moderators", "nothing"],
  "review-queue.edit": ["moderators", "nothing"],
  /** What was written is kept as a draft of who wrote it. */
  "review-queue.edited": ["moderators", "anew"],
  "review-queue.topic": ["moderators", "nothing"],
  "review-queue.difficulty": ["moderators", "nothing"],
  "review-queue.deny": ["moderators", "nothing"],
  "review-queue.denied": ["moderators", "nothing"],
  "review-queue.dismiss": ["moderators", "nothing"],
  "review-queue.retire": ["moderators", "nothing"],
  "imports.confirm": ["moderators", "nothing"],
  "imports.cancel": ["moderators", "nothing"],
  "item-analysis.put-back": ["moderators", "nothing"],
  "privacy.delete": ["whoever clicks", "anew"],
  "privacy.hide": ["whoever clicks", "anew"],
  "reminders.turn-off": ["whoever clicks", "anew"],
  "live-quiz.join": ["everyone there", "nothing"],
  "live-quiz.answer": ["everyone there", "nothing"],
  "live-quiz.choose": ["everyone there", "nothing"],
  "live-quiz.control": ["moderators", "nothing"],
  "live-quiz.my-score": ["everyone there", "nothing"],
  "schedules.post-now": ["moderators", "anew"],
  "schedules.preview": ["moderators", "nothing"],
  "schedules.remove": ["moderators", "nothing"],
  "schedules.keep": ["moderators", "nothing"],
  "schedules.resume": ["moderators", "anew"],
  "schedules.move": ["moderators", "anew"],
  "settings.pick": ["moderators", "nothing"],
  "settings.choose": ["moderators", "anew"],
  "settings.channel": ["moderators", "anew"],
  "settings.role": ["moderators", "anew"],
  "settings.turn-off": ["moderators", "anew"],
  "settings.show": ["moderators", "nothing"],
  "audit-log.page": ["moderators", "nothing"],
  "seasons.close": ["moderators", "nothing"],
};

const kindOf = ({ kind }: Part) => KINDS[kind] ?? expect.fail(`${kind} is missing in the table`);

const FAULT = /Something went wrong on my side/;

type Modal = APIModalInteractionResponseCallbackData;
type Held = Map<string, string[]>;
type Person = { actor: SimulatedUser; guildId: string; channelId: string };

/** Who may click anything, wherever it was shown, and what Redis holds before and after. */
async function openCage(scene: Scene) {
  const { stage, parts } = scene;
  const { playground, redis } = stage;
  const modals = parts.flatMap((part) => ("modal" in part ? [part.modal] : []));
  const forged = new Map<string, ShownModal>();

  return {
    held: () => holdings(redis, PERSISTENT_PREFIXES),

    /** Opens every modal to them by a bot that is not ours, while ours is away. */
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

    /** Clicks a part as it was shown, or sends it, where somebody put it. */
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

/** Every entry of Redis that stands otherwise than before, among those that matter. */
function changes(before: Held, after: Held, matters: (entry: string) => boolean): string[] {
  const entries = (all: Held) =>
    new Set([...all].flatMap(([key, values]) => values.map((value) => `${key} ${value}`)).filter(matters));
  const [then, now] = [entries(before), entries(after)];
  return [...then].filter((one) => !now.has(one)).concat([...now].filter((one) => !then.has(one)));
}

/** That they got a sentence or a form, and no fault of ours. */
function answered({ failed, message, updated, modal }: InteractionResult, about: string): string {
  expect(failed, about).toBeUndefined();
  const said = modal ? modal.title : textOf(updated ?? message);
  expect(said, about).not.toBe("");
  expect(said, about).not.toMatch(FAULT);
  return said;
}

type Cage = Awaited<ReturnType<typeof openCage>>;
type Attempt = { who: Person; part: Part; matters: (entry: string) => boolean; refused?: RegExp };

/** Tries all of these, and tells which of them changed what they may not, or were not refused. */
async function trespasses({ held, use }: Cage, attempts: readonly Attempt[]): Promise<string[]> {
  const found: string[] = [];
  let before = await held();
  for (const { who, part, matters, refused } of attempts) {
    const said = answered(await use(part, who), part.id);
    if (refused && !refused.test(said)) found.push(`${part.id} says ${said}`);
    const after = await held();
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

it("does nothing for who clicks what was shown to others, or clicks it again", { timeout: 120_000 }, async () => {
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
  const neighbour = here(people.members[1].id);
  const again = { owner: here(owner.id), moderator: here(moderator.id) };
  const cage = await openCage(scene);
  await cage.forgeModals([stranger, neighbour, again.owner, again.moderator]);

  // Its id names nobody: it deletes what is the clicker's, in its own time, and all else here would have to wait for it.
  const some = someOf(parts).filter(({ kind }) => kind !== "privacy.delete");
  // What guests keep of their own is theirs to change, and what was answered is drawn anew in its own time.
  const passing = [there.id, stranger.actor.id, neighbour.actor.id, "refresh:", "live-count:"];
  const isOthers = (entry: string) => !passing.some((one) => entry.includes(one));

  const elsewhere = some.map((part) => ({ who: stranger, part, matters: isOthers }));
  expect(await trespasses(cage, elsewhere)).toEqual([]);

  const nextDoor = some.map((part) => {
    const [whose] = kindOf(part);
    const isShared = whose === "everyone there" || whose === "whoever clicks";
    return { who: neighbour, part, matters: isShared ? (entry: string) => entry.includes(owner.id) : isOthers };
  });
  expect(await trespasses(cage, nextDoor)).toEqual([]);

  // Whoever hosts a live quiz goes on hosting it.
  const ofModerators = some.filter((part) => kindOf(part)[0] === "moderators" && part.kind !== "live-quiz.control");
  setModerator(moderator.id, false);
  const refused = /^Only moderators can do that/;
  const noLonger = ofModerators.map((part) => ({ who: again.moderator, part, matters: isOthers, refused }));
  expect(await trespasses(cage, noLonger)).toEqual([]);
  setModerator(moderator.id, true);

  await moveOn(scene);
  const repeatable = parts.filter((part) => kindOf(part)[1] === "nothing");
  const twice = repeatable.map((part) => ({ who: again[part.by], part, matters: isOthers }));
  expect(await trespasses(cage, twice)).toEqual([]);
  expect(stage.log.warnings).toEqual([]);
});
