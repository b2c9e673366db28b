import type {
  APIApplicationCommand,
  APIApplicationCommandOptionChoice,
  APIMessage,
  APIModalInteractionResponseCallbackData,
  APIRole,
  APIUser,
} from "discord-api-types/v10";
import type { Upcoming } from "../../control/upcoming.ts";

/** What the playground sends to the page: JSON over one WebSocket, `/page?person=<user id>`. The other way: frames.ts. */

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

/** Failures of Discord that a visitor can switch on. */
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
      /** Commands for the guild or direct messages; `contexts` says where. */
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
  /** With the names of the current members. */
  | { type: "demo"; demo: DemoState; otherMembers: { id: string; name: string }[] }
  | { type: "progress"; progress: Progress }
  /** Sent after each move and on request, with what is planned for this user. */
  | { type: "time"; now: number; ahead: number; upcoming: Upcoming }
  /** Messages of a channel, oldest first; the response to "open-channel" and "load-older". */
  | { type: "history"; channelId: string; messages: APIMessage[]; hasMore: boolean }
  /** A new or edited message. As at Discord, the reply to a command names it in `interaction`. */
  | { type: "message"; message: APIMessage }
  | { type: "message-deleted"; channelId: string; messageId: string }
  | { type: "channels"; channels: PageChannel[] }
  | { type: "commands"; commands: APIApplicationCommand[] }
  | { type: "bot"; online: boolean }
  /** The state of the interaction with this nonce; "failed" comes with the error that Discord shows. */
  | { type: "interaction"; nonce: string; state: "acknowledged" | "thinking" | "failed"; text?: string }
  | { type: "choices"; nonce: string; choices: APIApplicationCommandOptionChoice[] }
  | { type: "modal"; nonce: string; interactionId: string; modal: APIModalInteractionResponseCallbackData }
  /** The outcome of "post-now". */
  | ({ type: "post-result" } & PostResult)
  /** A request of the page failed. */
  | { type: "error"; text: string };

/** The bot's reply to the moderator, or why it didn't post. */
export type PostResult = { reply?: APIMessage; error?: string; needsSchedule?: true };
