import type {
  APIApplicationCommand,
  APIApplicationCommandInteractionDataOption,
  APIApplicationCommandOptionChoice,
  APIMessage,
  APIModalInteractionResponseCallbackData,
  APIRole,
  APIUser,
} from "discord-api-types/v10";
import type { Upcoming } from "../../control/upcoming.ts";

/**
 * What the page and the local Discord say to each other: JSON over one WebSocket, `/page?person=<user id>`.
 *
 * The page is `web/index.html` at `/`, with `web/main.ts` and `web/page.css` bundled by one esbuild call (both as entry
 * points; `bundle`, `splitting`, `minify`, format esm, target es2022) into `/main.js`, `/page.css` and the chunks beside
 * them: code colouring is such a chunk, fetched when the first code is shown.
 */

export type PageUser = {
  id: string;
  name: string;
  /** What this person may do here, in words: "moderator", "member", "timed out". */
  role: string;
  /** CSS color of the round picture. */
  color: string;
  /** What this person may do in the guild, as Discord writes permissions; the page hides commands by it. */
  permissions?: string;
};

export type PageChannel = {
  id: string;
  name: string;
  topic: string;
  /** The direct messages between this person and the bot. */
  isDirect?: true;
  /** Set for a thread: the channel it hangs on (its own id is the id of the message it hangs on). */
  parentId?: string;
  /** May this person write, or use commands, here? */
  canSend: boolean;
};

/** The steps of the guided start, in their order. */
export const STEPS = ["schedule", "post", "answer", "reveal", "leaderboard", "exam", "profile"] as const;
export type Step = (typeof STEPS)[number];

/** Which steps are done, and who has answered a question. */
export type Progress = { done: Step[]; answered: string[] };

/** The demo group: how far it has come. `reason`: what ended it early. */
export type DemoState = {
  status: "idle" | "running" | "stopping" | "stopped" | "done";
  day: number;
  days: number;
  answers: number;
  reason?: string | undefined;
};

/** Discord's bad days that the page can switch on. */
export const FAULT_NAMES = ["latency", "late", "rate-limit", "error-before", "error-after", "gateway"] as const;
export type FaultName = (typeof FAULT_NAMES)[number];
export type FaultState = { enabled: FaultName[]; hits: number };

/** One request, or one frame of the gateway. */
export type TrafficLine = {
  id: number;
  at: number;
  way: "rest" | "to-bot" | "from-bot";
  title: string;
  /** 0: the connection broke. */
  status?: number;
  fault?: string;
};

/** Where time can be moved to: what is planned, or a step. */
export type TimeTarget = keyof Upcoming | "hour" | "day";

export type ToPage =
  | {
      type: "hello";
      you: PageUser;
      people: PageUser[];
      /** Members nobody can be here, for mentions of them. */
      otherMembers: { id: string; name: string }[];
      guild: { id: string; name: string };
      roles: APIRole[];
      bot: { user: APIUser; online: boolean };
      channels: PageChannel[];
      /** What this person may use in the guild or in direct messages; `contexts` says where. */
      commands: APIApplicationCommand[];
      /** The playground's time, and how far it is ahead of the machine's. */
      now: number;
      ahead: number;
      progress: Progress;
      demo: DemoState;
      faults: FaultState;
    }
  | { type: "faults"; faults: FaultState }
  /** New lines, oldest first, while this window watches. */
  | { type: "traffic"; lines: TrafficLine[] }
  | { type: "traffic-detail"; id: number; text: string }
  /** With the names of all who are here by now. */
  | { type: "demo"; demo: DemoState; otherMembers: { id: string; name: string }[] }
  /** How far the guided start has come. */
  | { type: "progress"; progress: Progress }
  /** The same after each move and whenever it is asked for, with what is planned for this person. */
  | { type: "time"; now: number; ahead: number; upcoming: Upcoming }
  /** The newest messages of a channel, oldest first; answers "open-channel" and "load-older". Ephemeral ones are this person's own. */
  | { type: "history"; channelId: string; messages: APIMessage[]; hasMore: boolean }
  /**
   * A new or changed message. One that answers a command carries `interaction` with the command's full name, as at Discord:
   * the page shows "Mira used /schedule add" by it. Ephemeral ones reach only their person.
   */
  | { type: "message"; message: APIMessage }
  | { type: "message-deleted"; channelId: string; messageId: string }
  | { type: "channels"; channels: PageChannel[] }
  | { type: "commands"; commands: APIApplicationCommand[] }
  | { type: "bot"; online: boolean }
  /** How an interaction with this nonce went; "failed" carries the sentence Discord shows. */
  | { type: "interaction"; nonce: string; state: "acknowledged" | "thinking" | "failed"; text?: string }
  | { type: "choices"; nonce: string; choices: APIApplicationCommandOptionChoice[] }
  | { type: "modal"; nonce: string; interactionId: string; modal: APIModalInteractionResponseCallbackData }
  /** Something the page asked for cannot be done. */
  | { type: "error"; text: string };

/** The value of one modal input, by the input's custom id. */
export type ModalValue = { customId: string; type: number; value?: string; values?: string[] };

export type FromPage =
  | { type: "open-channel"; channelId: string }
  | { type: "load-older"; channelId: string; before: string }
  | {
      type: "command";
      nonce: string;
      channelId: string;
      commandId: string;
      options: APIApplicationCommandInteractionDataOption[];
    }
  /** As "command", while one option is `focused: true`; answered by "choices". */
  | {
      type: "autocomplete";
      nonce: string;
      channelId: string;
      commandId: string;
      options: APIApplicationCommandInteractionDataOption[];
    }
  | {
      type: "component";
      nonce: string;
      channelId: string;
      messageId: string;
      customId: string;
      componentType: number;
      values?: string[];
    }
  | {
      type: "modal-submit";
      nonce: string;
      channelId: string;
      interactionId: string;
      customId: string;
      inputs: ModalValue[];
    }
  /** A command chosen in the menu of a message. */
  | { type: "message-command"; nonce: string; channelId: string; commandId: string; messageId: string }
  | { type: "dismiss"; messageId: string }
  | { type: "time" }
  | { type: "demo"; action: "start" | "stop" }
  | { type: "fault"; name: FaultName; enabled: boolean }
  | { type: "traffic"; action: "watch" | "leave" }
  | { type: "traffic-detail"; id: number }
  | { type: "move-time"; to: TimeTarget }
  /** A person writes a plain message. */
  | { type: "send-message"; channelId: string; content: string };
