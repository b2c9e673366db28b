import { render } from "lit-html";
import { type Connection, connect } from "./connection.ts";
import { failAllPending } from "./interactions.ts";
import { initialPanel } from "./panel.ts";
import { initialTheme, isGuideDismissed } from "./preferences.ts";
import { receive } from "./receive.ts";
import { type App, emptyComposer, emptyTraffic, type State } from "./state.ts";
import { layout } from "./views/layout.ts";
import { refreshTimes } from "./views/markdown.ts";

function initialState(): State {
  return {
    connection: "connecting",
    userId: new URLSearchParams(location.search).get("person") ?? undefined,
    hello: undefined,
    channelId: undefined,
    targetMessageId: undefined,
    mustScrollToEnd: false,
    isScrolledUp: false,
    histories: new Map(),
    unread: new Set(),
    pending: new Map(),
    componentErrors: new Map(),
    failedCommands: [],
    selected: new Map(),
    composer: emptyComposer(),
    modal: undefined,
    toasts: [],
    panel: initialPanel(),
    isGuideActive: !isGuideDismissed(),
    progress: { done: [], answered: [] },
    demo: undefined,
    faults: { enabled: [], hits: 0 },
    traffic: emptyTraffic(),
    ahead: 0,
    upcoming: undefined,
    isPosting: false,
    theme: initialTheme(),
    announcement: "",
  };
}

function start(root: HTMLElement): void {
  let isQueued = false;
  let connection: Connection | undefined;
  const app: App = {
    state: initialState(),
    send: (message) => connection?.send(message) ?? false,
    update() {
      if (isQueued) return;
      isQueued = true;
      queueMicrotask(() => {
        isQueued = false;
        render(layout(app), root);
        afterRender(app, root);
      });
    },
    switchUser(userId) {
      clearUserState(app.state, userId);
      reconnect();
    },
  };
  const reconnect = () => {
    connection?.close();
    connection = connectAs(app);
    app.update();
  };
  reconnect();
  refreshTimes(root);
}

/** Clears everything that another user must not see. */
function clearUserState(state: State, userId: string): void {
  const url = new URL(location.href);
  url.searchParams.set("person", userId);
  history.replaceState(null, "", url);
  Object.assign(state, { userId, modal: undefined, failedCommands: [], composer: emptyComposer() });
  for (const map of [state.histories, state.pending, state.componentErrors, state.selected, state.unread]) map.clear();
}

function connectAs(app: App): Connection {
  const { state } = app;
  return connect(state.userId, {
    opened() {
      state.connection = "open";
      app.update();
    },
    received(message) {
      receive(app, message);
      app.update();
    },
    lost() {
      state.connection = "lost";
      state.isPosting = false;
      failAllPending(state);
      app.update();
    },
  });
}

/** Updates focus, scrolling and dialogs after each rendering. */
function afterRender(app: App, root: HTMLElement): void {
  const { state } = app;
  document.documentElement.dataset.theme = state.theme;
  document.title = state.unread.size > 0 ? `(${state.unread.size}) Rootine playground` : "Rootine playground";
  clearAnnouncement(app);
  syncModal(state, root);
  placeCaret(state, root);
  scroll(state, root);
}

/** The dialog keeps the focus inside and returns it when it closes. */
function syncModal({ modal }: State, root: HTMLElement): void {
  const dialog = root.querySelector<HTMLDialogElement>("dialog");
  if (!dialog) return;
  if (!modal) dialog.close();
  else if (!dialog.open) {
    dialog.showModal();
    dialog.querySelector<HTMLElement>(".modal-body :is(input, textarea, select, summary, button)")?.focus();
  }
}

/** Moves the caret to the end of what the page itself wrote. */
function placeCaret({ composer }: State, root: HTMLElement): void {
  const field = root.querySelector<HTMLTextAreaElement>("#composer");
  if (!field || !composer.needsCaret) return;
  composer.needsCaret = false;
  field.focus();
  field.setSelectionRange(composer.caret, composer.caret);
}

const HIGHLIGHT_MS = 2_000;

function scroll(state: State, root: HTMLElement): void {
  if (state.mustScrollToEnd) root.querySelector(".scroller")?.scrollTo({ top: 0 });
  state.mustScrollToEnd = false;
  const target = state.targetMessageId && root.querySelector(`[data-message-id="${state.targetMessageId}"]`);
  if (!target) return;
  state.targetMessageId = undefined;
  target.scrollIntoView({ block: "center" });
  target.classList.add("is-target");
  setTimeout(() => target.classList.remove("is-target"), HIGHLIGHT_MS);
}

const ANNOUNCEMENT_MS = 3_000;
let announced = "";
let clearing: ReturnType<typeof setTimeout> | undefined;

/** Removes an announcement once it has been read, so it isn't repeated when the page is read line by line. */
function clearAnnouncement(app: App): void {
  const { announcement } = app.state;
  if (announcement === announced) return;
  announced = announcement;
  clearTimeout(clearing);
  if (announcement === "") return;
  clearing = setTimeout(() => {
    app.state.announcement = "";
    app.update();
  }, ANNOUNCEMENT_MS);
}

const root = document.querySelector<HTMLElement>("#page");
if (root) start(root);
