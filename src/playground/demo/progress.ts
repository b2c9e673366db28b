import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type APIMessage, MessageFlags } from "discord-api-types/v10";
import { z } from "zod";
import { HOME } from "../model/home.ts";
import { listen, type World } from "../model/world.ts";
import { type Progress, STEPS, type Step } from "../server/page/protocol.ts";
import { customIdsIn, isQuestion } from "./reading.ts";

/** How many different people have to answer. */
const ENOUGH_ANSWERS = 3;

const stored = z.object({ done: z.array(z.literal(STEPS)), answered: z.array(z.string()) });

export type ProgressWatch = { current(): Progress; onChange(listener: () => void): () => void; close(): void };

/** Ticks off the guided start by the messages that really came, whoever caused them; nobody's word is taken for it. */
export function watchProgress(world: World, dataDir: string | undefined): ProgressWatch {
  const path = dataDir === undefined ? undefined : join(dataDir, "guide.json");
  const before = path === undefined ? { done: [], answered: [] } : read(path);
  const done = new Set<Step>(before.done);
  const answered = new Set<string>(before.answered);
  /** What could be pressed under a question when it was last seen. */
  const questions = new Map<string, ReadonlySet<string>>();
  const listeners = new Set<() => void>();
  const current = () => ({ done: STEPS.filter((step) => done.has(step)), answered: [...answered] });

  for (const log of world.logs.values()) for (const message of log.byId.values()) noteQuestion(questions, message);
  const stop = listen(world, (event) => {
    if (event.type !== "message" || event.channel.guildId !== HOME.id || done.size === STEPS.length) return;
    const size = done.size + answered.size;
    for (const step of provenBy(questions, event.message)) done.add(step);
    const answeredId = event.message.message_reference?.message_id;
    if (event.readerId !== undefined && answeredId !== undefined && questions.has(answeredId)) {
      if (answered.size < ENOUGH_ANSWERS) answered.add(event.readerId);
      if (answered.size >= ENOUGH_ANSWERS) done.add("answer");
    }
    if (done.size + answered.size === size) return;
    if (path !== undefined) write(path, current());
    for (const listener of listeners) listener();
  });
  return {
    current,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: stop,
  };
}

function provenBy(questions: Map<string, ReadonlySet<string>>, message: APIMessage): Step[] {
  const asked = questions.get(message.id);
  if (asked !== undefined) {
    // Other buttons than those that took answers: it has been revealed.
    const isRevealed = !customIdsIn(message).some((id) => asked.has(id));
    return isRevealed ? ["reveal"] : [];
  }
  if (noteQuestion(questions, message)) return ["schedule", "post"];
  switch (message.interaction?.name) {
    case "schedule add":
      // A refusal has nothing to press.
      return customIdsIn(message).length > 0 ? ["schedule"] : [];
    case "leaderboard":
    case "profile":
      return isThinking(message) ? [] : [message.interaction.name];
    case "exam start":
      return /· (not )?passed/.test(JSON.stringify(message.components ?? [])) ? ["exam"] : [];
    default:
      return [];
  }
}

function noteQuestion(questions: Map<string, ReadonlySet<string>>, message: APIMessage): boolean {
  if (!isQuestion(message)) return false;
  questions.set(message.id, new Set(customIdsIn(message)));
  return true;
}

function isThinking({ flags }: APIMessage): boolean {
  return ((flags ?? 0) & MessageFlags.Loading) !== 0;
}

function read(path: string): Progress {
  try {
    return stored.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return { done: [], answered: [] };
  }
}

function write(path: string, progress: Progress): void {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, JSON.stringify(progress));
}
