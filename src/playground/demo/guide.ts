import { join } from "node:path";
import { type APIMessage, InteractionType } from "discord-api-types/v10";
import { z } from "zod";
import { createEmitter } from "../emitter.ts";
import type { Interactions } from "../interactions/interactions.ts";
import { messageInteraction } from "../interactions/payload.ts";
import type { Interaction, Outcome } from "../interactions/types.ts";
import type { Model } from "../model/model.ts";
import { readJsonFile, writeJsonFile } from "../persistence/files.ts";
import { type Progress, STEPS, type Step } from "../server/page/protocol.ts";
import { COMMANDS, isNewSchedule, isOpenExam, isQuestion } from "./rootine.ts";

/** How many different users have to answer. */
const REQUIRED_ANSWERS = 3;

const stored = z.object({ done: z.array(z.literal(STEPS)), answered: z.array(z.string()) });

export type Guide = {
  progress(): Progress;
  onChange(listener: () => void): () => void;
};

/** Completes the steps of the guide by watching all users' interactions and the bot's posts. */
export function createGuide(
  model: Pick<Model, "view" | "subscribe">,
  interactions: Pick<Interactions, "onOutcome">,
  dataDir: string | undefined,
): Guide {
  const path = dataDir === undefined ? undefined : join(dataDir, "guide.json");
  const before = path === undefined ? undefined : readJsonFile(path, stored);
  const done = new Set<Step>(before?.done);
  const answered = new Set<string>(before?.answered);
  const changes = createEmitter();
  const progress = () => ({ done: STEPS.filter((step) => done.has(step)), answered: [...answered] });
  const update = (steps: readonly Step[], answeredBy?: string) => {
    const size = done.size + answered.size;
    for (const step of steps) done.add(step);
    if (answeredBy !== undefined && answered.size < REQUIRED_ANSWERS) answered.add(answeredBy);
    if (answered.size >= REQUIRED_ANSWERS) done.add("answer");
    if (done.size + answered.size === size) return;
    if (path !== undefined) writeJsonFile(path, progress());
    changes.emit();
  };

  watchPosts(model, update);
  interactions.onOutcome(({ interaction, outcome }) => {
    if (interaction.channel.guildId !== model.view.homeGuildId) return;
    if (isAnswer(interaction, outcome)) update([], interaction.user.id);
    else update(stepsOf(interaction, outcome));
  });
  return { progress, onChange: changes.subscribe };
}

/** A question is revealed when its components take no more answers. */
function watchPosts({ view, subscribe }: Pick<Model, "view" | "subscribe">, update: (steps: readonly Step[]) => void) {
  const questions = new Set<string>();
  for (const { byId } of view.logs.values())
    for (const message of byId.values()) if (isQuestion(message)) questions.add(message.id);
  subscribe((event) => {
    if (event.type !== "message" || event.channel.guildId !== view.homeGuildId || "readerId" in event) return;
    const { message } = event;
    if (isQuestion(message)) {
      questions.add(message.id);
      update(["schedule", "post"]);
    } else if (questions.delete(message.id)) update(["reveal"]);
  });
}

/** The bot replies to an answer. Other uses of a question's components get no message of their own. */
function isAnswer({ request }: Interaction, outcome: Outcome): boolean {
  const isComponent = request.type === InteractionType.MessageComponent || request.type === InteractionType.ModalSubmit;
  return isComponent && outcome.type === "message" && request.message !== undefined && isQuestion(request.message);
}

function stepsOf(interaction: Interaction, outcome: Outcome): Step[] {
  const message = shownBy(outcome);
  if (message === undefined) return [];
  switch (messageInteraction(interaction)?.name) {
    case COMMANDS.addSchedule:
      return isNewSchedule(message) ? ["schedule"] : [];
    case COMMANDS.leaderboard:
      return ["leaderboard"];
    case COMMANDS.profile:
      return ["profile"];
    default:
      return endsExam(interaction, message) ? ["exam"] : [];
  }
}

function shownBy(outcome: Outcome): APIMessage | undefined {
  return outcome.type === "message" || outcome.type === "updated" ? outcome.message : undefined;
}

/** Using an open exam ended it: the message that could be submitted no longer can. */
function endsExam({ request }: Interaction, message: APIMessage): boolean {
  const before = "message" in request ? request.message : undefined;
  return before?.id === message.id && isOpenExam(before) && !isOpenExam(message);
}
