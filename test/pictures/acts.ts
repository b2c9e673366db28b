import { BREAK_DURATION } from "../../src/features/live-quiz/rules.ts";
import { MINUTE, SECOND } from "../../src/platform/time.ts";
import type { APIMessage, InteractionResult, SimulatedUser } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import type { Scene } from "./scene.ts";

/** Other activities of the group: an exam and a live quiz. */

/** Takes the exam with six of seven items correct; returns its report. */
export async function sitExam(scene: Scene, person: SimulatedUser, module: string): Promise<void> {
  const { daily } = scene.playground.guild.channels;
  let screen = shownBy(await person.command("exam start", { module }, daily));
  for (let item = 0; ; item += 1) {
    screen = shownBy(await person.click(screen, scene.option(screen, item % 7 !== 3)));
    scene.clock.moveTo(scene.clock.now() + MINUTE / 2);
    const next = customIdsOf(screen).find((id) => id.startsWith("exams.go:") && id.endsWith(":next"));
    if (next === undefined || isLast(screen)) break;
    screen = shownBy(await person.click(screen, next));
  }
  for (const step of ["ask", "confirm"]) {
    const submit = customIdsOf(screen).find((id) => id.startsWith("exams.submit:") && id.endsWith(`:${step}`));
    if (submit !== undefined) screen = shownBy(await person.click(screen, submit));
  }
}

function isLast(screen: APIMessage): boolean {
  const [, place, all] = /(\d+) of (\d+) ·/.exec(textOf(screen)) ?? [];
  return place === all;
}

/** The minimum of a live quiz. */
const ROUNDS = 5;

/** Plays a live quiz of five questions; members earlier in the list are faster and better. */
export async function playLive(
  scene: Scene,
  host: SimulatedUser,
  players: readonly SimulatedUser[],
): Promise<APIMessage> {
  const { general } = scene.playground.guild.channels;
  const lobby = shownBy(await host.command("quiz live", { count: ROUNDS, seconds: 20 }, general));
  for (const player of players) await player.click(lobby, idIn(lobby, "live-quiz.join", ""));
  await host.click(lobby, idIn(lobby, "live-quiz.control", "start"));
  const shows = (words: string) =>
    eventually(() => host.visibleMessages(general).findLast((message) => textOf(message).includes(words)), 2_500);
  for (let round = 1; round <= ROUNDS; round += 1) {
    const question = await afterBreak(scene, () => shows(`question ${round} of ${ROUNDS}`));
    for (const [place, player] of players.entries()) {
      scene.clock.moveTo(scene.clock.now() + SECOND);
      await player.click(question, scene.option(question, place === 0 || (place + round) % 3 > 0));
    }
    await shows(`question ${round} of ${ROUNDS} · closed`);
  }
  return afterBreak(scene, () => shows("Live quiz · final result"));
}

/** Retries, because a message may be visible before the bot has planned its next step. */
async function afterBreak(scene: Scene, look: () => Promise<APIMessage>): Promise<APIMessage> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await look();
    } catch (error) {
      if (tries === 5) throw error;
      scene.clock.moveTo(scene.clock.now() + BREAK_DURATION);
    }
  }
}

function shownBy({ message, updated, failed }: InteractionResult): APIMessage {
  const shown = updated ?? message;
  if (!shown) throw new Error(failed ?? "No message was shown");
  return shown;
}

function idIn(message: APIMessage, start: string, end: string): string {
  const found = customIdsOf(message).find((id) => id.startsWith(`${start}:`) && id.endsWith(end));
  if (found === undefined) throw new Error(`No ${start} in ${textOf(message)}`);
  return found;
}
