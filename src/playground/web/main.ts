import { render } from "lit-html";
import { abandonPending } from "./actions.ts";
import { type Connection, connect } from "./connection.ts";
import { firstPanel, isNewcomer } from "./panel.ts";
import { receive } from "./receive.ts";
import { emptyComposer, emptyTraffic, type Page, type State } from "./state.ts";
import { firstTheme } from "./theme.ts";
import { focusChooser } from "./views/chooser.ts";
import { layout } from "./views/layout.ts";
import { focusModal } from "./views/modal.ts";
import { keepCurrent } from "./views/timestamp.ts";

function firstState(): State {
  return {
    link: "connecting",
    personId: new URLSearchParams(location.search).get("person") ?? undefined,
    hello: undefined,
    channelId: undefined,
    goal: undefined,
    isFollowing: false,
    isAway: false,
    histories: new Map(),
    unread: new Set(),
    pending: new Map(),
    failures: new Map(),
    failedCommands: [],
    picked: new Map(),
    composer: emptyComposer(),
    modal: undefined,
    chooser: undefined,
    toasts: [],
    isDrawerOpen: false,
    panel: firstPanel(),
    isGuiding: isNewcomer(),
    progress: { done: [], answered: [] },
    demo: undefined,
    faults: { enabled: [], hits: 0 },
    traffic: emptyTraffic(),
    ahead: 0,
    upcoming: undefined,
    isPosting: false,
    theme: firstTheme(),
    areColoursReady: false,
    announcement: "",
  };
}

function start(root: HTMLElement): void {
  let isQueued = false;
  let connection: Connection | undefined;
  const page: Page = {
    state: firstState(),
    send: (message) => connection?.send(message) ?? false,
    changed() {
      if (isQueued) return;
      isQueued = true;
      queueMicrotask(() => {
        isQueued = false;
        show(page, root);
      });
    },
    become(personId) {
      forgetPerson(page.state, personId);
      join();
    },
  };
  const join = () => {
    connection?.close();
    connection = connectAs(page);
    page.changed();
  };
  join();
  keepCurrent(root);
}

/** What one person sees privately is not the next one's. */
function forgetPerson(state: State, personId: string): void {
  const address = new URL(location.href);
  address.searchParams.set("person", personId);
  history.replaceState(null, "", address);
  Object.assign(state, { personId, modal: undefined, chooser: undefined, failedCommands: [], isDrawerOpen: false });
  state.composer = emptyComposer();
  for (const kept of [state.histories, state.pending, state.failures, state.picked, state.unread]) kept.clear();
}

function connectAs(page: Page): Connection {
  const { state } = page;
  return connect(state.personId, {
    opened() {
      state.link = "open";
      page.changed();
    },
    received(message) {
      receive(page, message);
      page.changed();
    },
    lost() {
      state.link = "lost";
      abandonPending(page);
      page.changed();
    },
  });
}

type Focused = { modal: unknown; chooser: unknown; wrong: number; drawer: boolean };
let before: Focused = { modal: undefined, chooser: undefined, wrong: 0, drawer: false };
let returnTo: HTMLElement | undefined;

function show(page: Page, root: HTMLElement): void {
  const { state } = page;
  const now: Focused = {
    modal: state.modal,
    chooser: state.chooser?.key,
    wrong: state.modal?.wrong.size ?? 0,
    drawer: state.isDrawerOpen,
  };
  if (now.modal && !before.modal && document.activeElement instanceof HTMLElement) returnTo = document.activeElement;
  document.documentElement.dataset.theme = state.theme;
  document.title = state.unread.size > 0 ? `(${state.unread.size}) Rootine playground` : "Rootine playground";
  render(layout(page), root);
  quieten(page);
  placeCaret(state);
  follow(state);
  showGoal(state);
  if (now.chooser && now.chooser !== before.chooser) focusChooser(root);
  else if (now.modal && (now.modal !== before.modal || now.wrong > before.wrong)) focusModal(root);
  else if (!now.modal && before.modal) returnTo?.focus();
  else if (now.drawer !== before.drawer) focusDrawer(root, now.drawer);
  before = now;
}

function focusDrawer(root: ParentNode, isOpen: boolean): void {
  root.querySelector<HTMLElement>(isOpen ? ".sidebar .channel.is-here" : ".drawer-button")?.focus();
}

const HEARD_AFTER = 3_000;
let quietening: ReturnType<typeof setTimeout> | undefined;

/** What was announced does not stay behind for whoever reads the page line by line. */
function quieten(page: Page): void {
  const { announcement } = page.state;
  if (announcement === "" || announcement === announced) return;
  announced = announcement;
  clearTimeout(quietening);
  quietening = setTimeout(() => {
    announced = "";
    page.state.announcement = "";
    page.changed();
  }, HEARD_AFTER);
}

let announced = "";

function follow(state: State): void {
  if (!state.isFollowing) return;
  state.isFollowing = false;
  document.querySelector(".scroller")?.scrollTo({ top: 0 });
}

function showGoal(state: State): void {
  const message = state.goal && document.querySelector(`[data-message-id="${state.goal}"]`);
  if (!message) return;
  state.goal = undefined;
  message.scrollIntoView({ block: "center" });
  message.classList.add("is-goal");
  setTimeout(() => message.classList.remove("is-goal"), 2_000);
}

/** What the page wrote itself is continued at its caret. */
function placeCaret({ composer }: State): void {
  const field = document.querySelector<HTMLTextAreaElement>("#composer");
  if (!field || !composer.isWrittenByPage) return;
  composer.isWrittenByPage = false;
  field.focus();
  field.setSelectionRange(composer.caret, composer.caret);
}

const root = document.querySelector<HTMLElement>("#page");
if (root) start(root);
