import type {
  APIApplicationCommandOptionChoice,
  APIMessage,
  APIModalInteractionResponseCallbackData,
} from "discord-api-types/v10";
import type { FromPage } from "../server/page/frames.ts";
import type { ToPage, TrafficLine } from "../server/page/protocol.ts";
import type { Pick as PickedValue } from "./commands/values.ts";
import type { PanelName } from "./panel.ts";

export type Hello = Extract<ToPage, { type: "hello" }>;

export type History = { messages: APIMessage[]; more: boolean; isLoading: boolean };

/** What the page asked for and has no answer to yet, by nonce. */
export type Pending =
  | { kind: "command"; channelId: string; text: string }
  | { kind: "component"; channelId: string; messageId: string; customId: string }
  | { kind: "modal" };

/** A command that came to nothing: Discord shows it in the channel, to its person only. */
export type FailedCommand = { id: string; channelId: string; text: string; why: string; at: number };

export type Composer = {
  text: string;
  caret: number;
  active: number;
  /** Was an item reached with the arrow keys? Then Enter means it. */
  hasMoved: boolean;
  isPickerClosed: boolean;
  /** The text came from the page (a suggestion, a prefill), so the caret has to be put there. */
  isWrittenByPage: boolean;
  picks: Map<string, PickedValue>;
  /** The bot's suggestions for the option being typed; undefined while they are awaited. */
  asked?: { nonce: string; key: string; choices?: APIApplicationCommandOptionChoice[]; failed?: boolean };
  why?: string;
};

export type ModalEntry = string | string[] | boolean;

export type OpenModal = {
  interactionId: string;
  channelId: string;
  modal: APIModalInteractionResponseCallbackData;
  entries: Map<string, ModalEntry>;
  /** The names of the uploaded files among the entries, by id. */
  files: Map<string, string>;
  /** What is wrong with an input, by its custom id; shown after the first attempt to submit. */
  wrong: Map<string, string>;
  failure?: string;
  sentAs?: string;
};

export type ChooserItem = { value: string; label: string; note: string; mark: string };

/** The open list of a select menu. */
export type Chooser = {
  /** The element it hangs on. */
  anchor: Element;
  key: string;
  label: string;
  items: ChooserItem[];
  chosen: string[];
  least: number;
  most: number;
  query: string;
  active: number;
  commit: (values: string[]) => void;
};

export type Toast = {
  id: string;
  text: string;
  tone: "good" | "bad" | "plain";
  action?: { label: string; run: () => void };
};

export type State = {
  link: "connecting" | "open" | "lost";
  personId: string | undefined;
  hello: Hello | undefined;
  channelId: string | undefined;
  /** The message to bring into view as soon as it is shown. */
  goal: string | undefined;
  /** Something came that concerns this person alone: the list goes to its end, wherever they were reading. */
  isFollowing: boolean;
  /** Is the end of the list out of sight? */
  isAway: boolean;
  histories: Map<string, History>;
  unread: Set<string>;
  pending: Map<string, Pending>;
  /** Sentences under a message whose component failed, by message id. */
  failures: Map<string, string>;
  failedCommands: FailedCommand[];
  /** What is chosen in a select until its message changes, by message and custom id. */
  picked: Map<string, string[]>;
  composer: Composer;
  modal: OpenModal | undefined;
  chooser: Chooser | undefined;
  toasts: Toast[];
  isDrawerOpen: boolean;
  /** What the side panel shows, if it is open. */
  panel: PanelName | undefined;
  /** Is a newcomer still being shown round? */
  isGuiding: boolean;
  progress: Hello["progress"];
  demo: Hello["demo"] | undefined;
  faults: Hello["faults"];
  traffic: SeenTraffic;
  /** How far the playground's time is ahead of the machine's. */
  ahead: number;
  /** Undefined until it has been asked for. */
  upcoming: Extract<ToPage, { type: "time" }>["upcoming"] | undefined;
  isPosting: boolean;
  theme: "dark" | "light";
  /** Can code be coloured yet? */
  areColoursReady: boolean;
  /** What screen readers hear. */
  announcement: string;
};

export type SeenTraffic = {
  /** Oldest first. */
  lines: TrafficLine[];
  filter: string;
  /** How many of the newest are shown. */
  shown: number;
  /** The text of the lines that are open, by id; undefined while it is awaited. */
  open: Map<number, string | undefined>;
};

export const emptyTraffic = (): SeenTraffic => ({ lines: [], filter: "", shown: 100, open: new Map() });

/** The page's state and the few ways out of it; views read it, actions change it and say so. */
export type Page = {
  state: State;
  send: (message: FromPage) => boolean;
  /** The state changed: show it. */
  changed: () => void;
  /** Leaves this connection and comes back as another person. */
  become: (personId: string) => void;
};

export const emptyComposer = (): Composer => ({
  text: "",
  caret: 0,
  active: 0,
  hasMoved: false,
  isPickerClosed: false,
  isWrittenByPage: false,
  picks: new Map(),
});

export function pickedKey(messageId: string, customId: string): string {
  return `${messageId} ${customId}`;
}

let counter = 0;

/** Unique among the page's own things; Discord's nonces are short, so this one is too. */
export function newNonce(): string {
  counter += 1;
  return `${Date.now().toString(36)}-${counter.toString(36)}`;
}
