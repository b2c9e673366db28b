import type {
  APIApplicationCommand,
  APIApplicationCommandOptionChoice,
  APIMessage,
  APIModalInteractionResponseCallbackData,
  APIRole,
  APIUser,
} from "discord-api-types/v10";
import { z } from "zod";

/** The messages between the playground and the page: JSON over one WebSocket, `/page?person=<user id>`. */

export type PageUser = {
  id: string;
  name: string;
  /** "moderator", "member" or "timed out", as shown to visitors. */
  role: string;
  /** The CSS color of the avatar. */
  color: string;
};

export type PageChannel = {
  id: string;
  name: string;
  type: number;
  topic: string;
  /** Set for the direct messages with the bot. */
  isDirect?: true;
  /** Set for a thread, which has the id of the message that it belongs to. */
  parentId?: string;
  /** Whether this user may send messages and use commands here. */
  canSend: boolean;
};

/** The steps of the guide, in order. */
export const STEPS = ["schedule", "post", "answer", "reveal", "leaderboard", "exam", "profile"] as const;
export type Step = (typeof STEPS)[number];

/** The completed steps, and the users who have answered a question. */
export type Progress = { done: Step[]; answered: string[] };

/** The progress of the demo group. */
export type DemoState = {
  status: "idle" | "running" | "stopping" | "stopped" | "done";
  day: number;
  days: number;
  answers: number;
  /** Why it stopped early. */
  reason?: string | undefined;
};

/** Discord failures that a visitor can switch on. */
export const FAULT_NAMES = ["latency", "late", "rate-limit", "error-before", "error-after", "gateway"] as const;
export type FaultName = (typeof FAULT_NAMES)[number];
/** `hits` counts the affected requests. */
export type FaultState = { enabled: FaultName[]; hits: number };

/** A REST request or a gateway frame. */
export type TrafficLine = {
  id: number;
  at: number;
  direction: "rest" | "to-bot" | "from-bot";
  title: string;
  /** 0 if the connection was broken. */
  status?: number;
  fault?: string;
};

/** Where the clock can be moved: to a planned event, or by a step. */
export type TimeTarget = keyof Upcoming | "hour" | "day";

export type ToPage =
  | {
      type: "hello";
      you: PageUser;
      people: PageUser[];
      /** Members that visitors can't be, for their names in mentions. */
      otherMembers: { id: string; name: string }[];
      guild: { id: string; name: string };
      roles: APIRole[];
      bot: { user: APIUser; online: boolean };
      channels: PageChannel[];
      /** Commands for the guild or direct messages. `contexts` shows where. */
      commands: APIApplicationCommand[];
      /** The playground's clock, and how many milliseconds it is ahead of the machine's. */
      now: number;
      ahead: number;
      progress: Progress;
      demo: DemoState;
      faults: FaultState;
    }
  | { type: "faults"; faults: FaultState }
  /** New lines, oldest first, sent while the page watches. */
  | { type: "traffic"; lines: TrafficLine[] }
  | { type: "traffic-detail"; id: number; text: string }
  /** Includes the names of the current members. */
  | { type: "demo"; demo: DemoState; otherMembers: { id: string; name: string }[] }
  | { type: "progress"; progress: Progress }
  /** Sent after each move and on request, with what is planned for this user. */
  | { type: "time"; now: number; ahead: number; upcoming: Upcoming }
  /** Messages of a channel, oldest first, in response to "open-channel" or "load-older". */
  | { type: "history"; channelId: string; messages: APIMessage[]; hasMore: boolean }
  /** A new or edited message. As on Discord, the reply to a command names it in `interaction`. */
  | { type: "message"; message: APIMessage }
  | { type: "message-deleted"; channelId: string; messageId: string }
  | { type: "channels"; channels: PageChannel[] }
  | { type: "commands"; commands: APIApplicationCommand[] }
  | { type: "bot"; online: boolean }
  /** The state of the interaction with this nonce. "failed" comes with the error that Discord shows. */
  | { type: "interaction"; nonce: string; state: "acknowledged" | "thinking" | "failed"; text?: string }
  | { type: "choices"; nonce: string; choices: APIApplicationCommandOptionChoice[] }
  | { type: "modal"; nonce: string; interactionId: string; modal: APIModalInteractionResponseCallbackData }
  /** The outcome of "post-now". */
  | ({ type: "post-result" } & PostResult)
  /** A request of the page failed. */
  | { type: "error"; text: string };

/** The bot's reply to the moderator, or why it didn't post. */
export type PostResult = { reply?: APIMessage; error?: string; needsSchedule?: true };

const id = z.string().regex(/^\d{1,20}$/);
const nonce = z.string().min(1).max(64);

const modalInput = z.object({
  customId: z.string().max(100),
  value: z.string().max(4000).optional(),
  values: z.array(z.string().max(100)).max(25).optional(),
});

const frame = z.discriminatedUnion("type", [
  z.object({ type: z.literal("open-channel"), channelId: id }),
  z.object({ type: z.literal("load-older"), channelId: id, before: id }),
  // Like "command", "autocomplete" has options, one of which has `focused: true`. The response is "choices".
  z.object({
    type: z.literal(["command", "autocomplete"]),
    nonce,
    channelId: id,
    commandId: id,
    options: z.array(z.unknown()).max(25),
  }),
  z.object({
    type: z.literal("component"),
    nonce,
    channelId: id,
    messageId: id,
    customId: z.string().min(1).max(100),
    values: z.array(z.string().max(100)).max(25).optional(),
  }),
  z.object({
    type: z.literal("modal-submit"),
    nonce,
    channelId: id,
    interactionId: id,
    inputs: z.array(modalInput).max(25),
  }),
  // A command from the menu of a message.
  z.object({ type: z.literal("message-command"), nonce, channelId: id, commandId: id, messageId: id }),
  z.object({ type: z.literal("dismiss"), messageId: id }),
  z.object({ type: z.literal("time") }),
  z.object({ type: z.literal("fault"), name: z.literal(FAULT_NAMES), enabled: z.boolean() }),
  z.object({ type: z.literal("traffic"), action: z.literal(["watch", "leave"]) }),
  z.object({ type: z.literal("traffic-detail"), id: z.int() }),
  z.object({ type: z.literal("demo"), action: z.literal(["start", "stop"]) }),
  z.object({ type: z.literal("move-time"), to: z.literal(["slot", "reveal", "review", "week", "hour", "day"]) }),
  z.object({ type: z.literal("post-now"), channelId: id }),
  z.object({ type: z.literal("send-message"), channelId: id, content: z.string().max(4000) }),
]);

/** What the page sends. */
export type FromPage = z.infer<typeof frame>;
export type ModalValue = z.infer<typeof modalInput>;

export function parseFromPage(text: string): FromPage | undefined {
  try {
    return frame.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/**
 * When the bot will next do something a visitor may want to see now. A field is absent if nothing of its kind is
 * planned.
 */
export type Upcoming = {
  /** The next question. */
  slot?: number;
  /** The next reveal. */
  reveal?: number;
  /** When the user's next review card is due. */
  review?: number;
  /** The start of next week. */
  week?: number;
};

export type UpcomingSource = (of: { guildId: string; userId: string }) => Promise<Upcoming>;
