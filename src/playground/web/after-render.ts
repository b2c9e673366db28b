import type { App, State } from "./state.ts";

/** What has to happen to the page's elements after each rendering: focus, scrolling, dialogs. */
export function afterRender(app: App, root: HTMLElement): void {
  const { state } = app;
  document.documentElement.dataset.theme = state.theme;
  document.title = state.unread.size > 0 ? `(${state.unread.size}) Rootine playground` : "Rootine playground";
  clearAnnouncement(app);
  syncModal(state, root);
  placeCaret(state, root);
  scroll(state, root);
}

/** The dialog itself keeps the focus inside, and returns it when it closes. */
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

/** Removes an announcement once it was read, so that it doesn't turn up when the page is read line by line. */
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
