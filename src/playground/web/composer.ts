import { autocompleteOptions, commandRequest } from "./commands/request.ts";
import { acceptSuggestion, choiceSuggestion, type Suggestion, type Suggestions, suggest } from "./commands/suggest.ts";
import { nameOf, type RunnableCommand, readDraft, runnableCommands } from "./commands/tree.ts";
import { chooseFile } from "./connection.ts";
import { startInteraction } from "./interactions.ts";
import { availableCommands, directoryOf } from "./lookup.ts";
import { type App, emptyComposer, newNonce, type State } from "./state.ts";

/** The field for messages and slash commands. */

/** The slash commands this user can run in the open channel. */
export function commandsOf(state: State): RunnableCommand[] {
  return runnableCommands(availableCommands(state));
}

function suggestionsAtCaret(state: State): Suggestions | undefined {
  return suggest(state.composer, commandsOf(state), directoryOf(state), state.composer.picked);
}

/** What the list shows, including the bot's own suggestions once they have arrived. */
export function suggestionsOf(state: State): Suggestions | undefined {
  const { composer } = state;
  if (composer.isListClosed) return undefined;
  const found = suggestionsAtCaret(state);
  if (!found?.autocomplete) return found;
  const items = (composer.autocomplete?.choices ?? []).map(choiceSuggestion);
  const { query } = found.autocomplete;
  const isExact = items.some(({ label, value }) => label === query || String(value) === query);
  return { ...found, items, enterAccepts: found.enterAccepts && !isExact };
}

export function setText(app: App, text: string, caret = text.length): void {
  const { composer } = app.state;
  Object.assign(composer, { text, caret, activeIndex: 0, hasMoved: false, isListClosed: false });
  delete composer.error;
  if (text === "") composer.picked.clear();
  requestAutocomplete(app);
  app.update();
}

const DEBOUNCE_MS = 120;
let debounce: ReturnType<typeof setTimeout> | undefined;

/** Asks the bot for suggestions once the user pauses in an autocompleted option. */
function requestAutocomplete({ state, send }: App): void {
  const { composer, channelId } = state;
  const autocomplete = suggestionsAtCaret(state)?.autocomplete;
  clearTimeout(debounce);
  if (!autocomplete) {
    delete composer.autocomplete;
    return;
  }
  const { draft, option } = autocomplete;
  const options = autocompleteOptions(draft, option, directoryOf(state), composer.picked);
  const key = JSON.stringify([draft.command.path, options]);
  if (composer.autocomplete?.key === key || channelId === undefined) return;
  const nonce = newNonce();
  composer.autocomplete = { nonce, key };
  const { commandId } = draft.command;
  debounce = setTimeout(() => send({ type: "autocomplete", nonce, channelId, commandId, options }), DEBOUNCE_MS);
}

export function accept(app: App, suggestions: Suggestions, item: Suggestion): void {
  const { composer } = app.state;
  if (item.isUpload) {
    chooseFile(app, {
      uploaded: ({ id, filename }) =>
        accept(app, suggestions, { label: filename, description: "", insert: filename, value: id }),
      failed: (error) => {
        app.state.composer.error = error;
      },
    });
    return;
  }
  if (suggestions.option && item.value !== undefined)
    composer.picked.set(suggestions.option.name, { label: item.label, value: item.value });
  const { text, caret } = acceptSuggestion(composer, suggestions, item, commandsOf(app.state));
  setText(app, text, caret);
  composer.needsCaret = true;
}

/** Fills in a command, so the user only has to complete it or press Enter. */
export function prefill(app: App, text: string): void {
  app.state.composer = emptyComposer();
  setText(app, text);
  app.state.composer.needsCaret = true;
  // A complete command needs no list, which would cover the channel.
  app.state.composer.isListClosed = !text.endsWith(" ");
}

/** Sends the text as a command or a message. */
export function submit(app: App): void {
  const { state } = app;
  const { composer, channelId } = state;
  const text = composer.text.trim();
  if (text === "" || channelId === undefined) return;
  if (text.startsWith("/")) submitCommand(app, text, channelId);
  else if (app.send({ type: "send-message", channelId, content: text })) state.composer = emptyComposer();
  else composer.error = "The connection is down. Your message is still here; try again in a moment.";
  app.update();
}

function submitCommand(app: App, text: string, channelId: string): void {
  const { state } = app;
  const { composer } = state;
  const draft = readDraft(text, commandsOf(state));
  if (!draft) {
    composer.error = `You can't use a command \`${text.split(/\s/)[0]}\` here. Type \`/\` to see all commands.`;
    return;
  }
  const request = commandRequest(draft, directoryOf(state), composer.picked);
  if (!request.ok) {
    if (request.missing) setText(app, `${composer.text.trimEnd()} ${request.missing.name}:`);
    composer.needsCaret = request.missing !== undefined;
    composer.error = request.error;
    return;
  }
  const { options } = request;
  const frame = { type: "command" as const, nonce: newNonce(), channelId, commandId: draft.command.commandId, options };
  startInteraction(app, { kind: "command", channelId, text: nameOf(draft.command) }, frame);
  state.composer = emptyComposer();
}
