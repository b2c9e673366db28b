import type {
  APIApplicationCommandOptionChoice,
  APIMessage,
  APIModalInteractionResponseCallbackData,
} from "discord-api-types/v10";
import type { FromPage, ToPage, TrafficLine } from "../server/page/protocol.ts";
import type { PickedValue } from "./commands/values.ts";
import type { Theme } from "./preferences.ts";

export type Hello = Extract<ToPage, { type: "hello" }>;

/** The loaded messages of a channel, oldest first. */
export type History = { messages: APIMessage[]; hasMore: boolean; isLoading: boolean };

/** An interaction without an outcome so far. */
export type Pending =
  | { kind: "command"; channelId: string; text: string }
  | { kind: "component"; channelId: string; messageId: string; customId: string }
  | { kind: "modal" };

/** Discord shows a failed command in the channel, to its user only. */
export type FailedCommand = { id: string; channelId: string; text: string; error: string; at: number };

type Composer = {
  text: string;
  caret: number;
  activeIndex: number;
  /** An arrow key moved into the list, so Enter accepts the active suggestion. */
  hasMoved: boolean;
  isListClosed: boolean;
  /** The page itself wrote the text, so the caret must be placed after rendering. */
  needsCaret: boolean;
  picked: Map<string, PickedValue>;
  /** The bot's suggestions for the option being typed. Without `choices`, they are still loading. */
  autocomplete?: { nonce: string; key: string; choices?: APIApplicationCommandOptionChoice[]; hasFailed?: boolean };
  error?: string;
};

export type ModalEntry = string | string[] | boolean;

export type OpenModal = {
  interactionId: string;
  channelId: string;
  modal: APIModalInteractionResponseCallbackData;
  /** By custom id. */
  entries: Map<string, ModalEntry>;
  /** Names of uploaded files by id. */
  fileNames: Map<string, string>;
  /** By custom id. Shown after the first attempt to submit. */
  errors: Map<string, string>;
  failure?: string;
  /** The nonce, from submitting until the outcome arrives. */
  submittedAs?: string;
};

export type Toast = {
  id: string;
  text: string;
  tone: "success" | "error" | "info";
  action?: { label: string; run: () => void };
};

/** The tabs of the side panel. */
export const PANELS = [
  ["guide", "Guide"],
  ["time", "Time"],
  ["group", "Group"],
  ["faults", "Faults"],
  ["traffic", "Traffic"],
] as const;
export type PanelName = (typeof PANELS)[number][0];

export type State = {
  connection: "connecting" | "open" | "lost";
  userId: string | undefined;
  hello: Hello | undefined;
  channelId: string | undefined;
  /** The message to scroll to as soon as it is loaded. */
  targetMessageId: string | undefined;
  /** Scroll to the newest message after the next rendering. */
  mustScrollToEnd: boolean;
  isScrolledUp: boolean;
  histories: Map<string, History>;
  unread: Set<string>;
  /** By nonce. */
  pending: Map<string, Pending>;
  /** Errors of failed components, shown below their message, by message id. */
  componentErrors: Map<string, string>;
  failedCommands: FailedCommand[];
  /** What is selected in a menu until its message changes, by `selectKey`. */
  selected: Map<string, string[]>;
  composer: Composer;
  modal: OpenModal | undefined;
  toasts: Toast[];
  panel: PanelName | undefined;
  isGuideActive: boolean;
  progress: Hello["progress"];
  demo: Hello["demo"] | undefined;
  faults: Hello["faults"];
  traffic: TrafficLog;
  /** How far the playground's clock is ahead, in milliseconds. */
  ahead: number;
  /** Undefined until the first answer. */
  upcoming: Extract<ToPage, { type: "time" }>["upcoming"] | undefined;
  isPosting: boolean;
  theme: Theme;
  /** Read by screen readers. */
  announcement: string;
};

type TrafficLog = {
  /** Oldest first. */
  lines: TrafficLine[];
  filter: string;
  /** How many of the newest lines are shown. */
  shown: number;
  /** The full text of expanded lines, by id. */
  details: Map<number, string>;
};

/** Views read the state. Actions change it and then call `update`. */
export type App = {
  state: State;
  /** False without a connection. */
  send: (message: FromPage) => boolean;
  update: () => void;
  /** Reconnects as another simulated user. */
  switchUser: (userId: string) => void;
};

export const emptyTraffic = (): TrafficLog => ({ lines: [], filter: "", shown: 100, details: new Map() });

export const emptyComposer = (): Composer => ({
  text: "",
  caret: 0,
  activeIndex: 0,
  hasMoved: false,
  isListClosed: false,
  needsCaret: false,
  picked: new Map(),
});

export function selectKey(messageId: string, customId: string): string {
  return `${messageId} ${customId}`;
}

let counter = 0;

/** Unique within this page, and as short as Discord's nonces. */
export function newNonce(): string {
  counter += 1;
  return `${Date.now().toString(36)}-${counter.toString(36)}`;
}

const SUCCESS_MS = 8_000;

/** Errors stay until the user closes them. */
export function showToast(app: App, toast: Omit<Toast, "id">): void {
  const id = newNonce();
  app.state.toasts.push({ id, ...toast });
  if (toast.tone === "success") setTimeout(() => closeToast(app, id), SUCCESS_MS);
}

export function closeToast(app: App, id: string): void {
  app.state.toasts = app.state.toasts.filter((toast) => toast.id !== id);
  app.update();
}
