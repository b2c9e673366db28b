import { render } from "lit-html";
import { afterRender } from "./after-render.ts";
import { type Connection, connect } from "./connection.ts";
import { failAllPending } from "./interactions.ts";
import { initialPanel } from "./panel.ts";
import { initialTheme, isGuideDismissed } from "./preferences.ts";
import { receive } from "./receive.ts";
import { type App, emptyComposer, emptyTraffic, type State } from "./state.ts";
import { layout } from "./views/layout.ts";
import { refreshTimes } from "./views/timestamp.ts";

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

/** Another user must not see what was private. */
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

const root = document.querySelector<HTMLElement>("#page");
if (root) start(root);
