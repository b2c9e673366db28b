import { readDraft } from "./commands/draft.ts";
import { commandsHere } from "./commands/here.ts";
import { autocompleteRequest, requestOf } from "./commands/request.ts";
import { choiceSuggestion, type Suggestion, type Suggestions, suggest, take } from "./commands/suggest.ts";
import { type RunnableCommand, runnableCommands } from "./commands/tree.ts";
import type { Surroundings } from "./commands/values.ts";
import { displayName } from "./names.ts";
import { fail } from "./receive.ts";
import { emptyComposer, newNonce, type Page, type State } from "./state.ts";
import { chooseFile } from "./upload.ts";

/** What happens in the field where a person writes messages and commands. */

/** The slash commands for this person in the channel that is open. */
export function commandsOf(state: State): RunnableCommand[] {
  return runnableCommands(commandsHere(state));
}

export function surroundingsOf({ hello }: State): Surroundings {
  if (!hello) return { channels: [], people: [], roles: [] };
  const bot = { id: hello.bot.user.id, name: displayName(hello.bot.user) };
  const channels = hello.channels.filter(({ isDirect }) => !isDirect);
  return { channels, people: hello.people, roles: hello.roles, bot };
}

/** What the picker shows now; the bot's own suggestions are in it once they have come. */
export function suggestionsOf(state: State): Suggestions | undefined {
  const { composer } = state;
  if (composer.isPickerClosed) return undefined;
  const found = suggest(composer, commandsOf(state), surroundingsOf(state), composer.picks);
  if (!found?.remote) return found;
  const items = (composer.asked?.choices ?? []).map(choiceSuggestion);
  const query = found.remote.query;
  const isExact = items.some(({ label, value }) => label === query || String(value) === query);
  return { ...found, items, eager: found.eager && !isExact };
}

export function write(page: Page, text: string, caret: number): void {
  const { composer } = page.state;
  composer.text = text;
  composer.caret = Math.min(caret, text.length);
  composer.active = 0;
  composer.hasMoved = false;
  composer.isPickerClosed = false;
  delete composer.why;
  if (text === "") composer.picks.clear();
  askBot(page);
  page.changed();
}

const ASK_AFTER = 120;
let asking: ReturnType<typeof setTimeout> | undefined;

/** Asks the bot for suggestions when an autocompleted option is being typed, once the typing pauses. */
function askBot(page: Page): void {
  const { state } = page;
  const { composer } = state;
  const remote = suggest(composer, commandsOf(state), surroundingsOf(state), composer.picks)?.remote;
  clearTimeout(asking);
  if (!remote) {
    delete composer.asked;
    return;
  }
  const { draft, option } = remote;
  const options = autocompleteRequest(draft, option, surroundingsOf(state), composer.picks);
  const key = JSON.stringify([draft.command.path, options]);
  const channelId = state.channelId;
  if (composer.asked?.key === key || channelId === undefined) return;
  const nonce = newNonce();
  composer.asked = { nonce, key };
  const { commandId } = draft.command;
  asking = setTimeout(() => page.send({ type: "autocomplete", nonce, channelId, commandId, options }), ASK_AFTER);
}

export function takeSuggestion(page: Page, suggestions: Suggestions, item: Suggestion): void {
  if (item.isUpload) {
    chooseFile(page, {
      taken: ({ id, filename }) =>
        takeSuggestion(page, suggestions, { label: filename, note: "", insert: filename, value: id }),
      refused: (why) => {
        page.state.composer.why = why;
      },
    });
    return;
  }
  const { composer } = page.state;
  if (suggestions.option && item.value !== undefined)
    composer.picks.set(suggestions.option.name, { label: item.label, value: item.value });
  const { text, caret } = take(composer, suggestions, item, commandsOf(page.state));
  write(page, text, caret);
  composer.isWrittenByPage = true;
}

/** Writes something for the person, who only has to press Enter. */
export function prefill(page: Page, text: string): void {
  page.state.composer = emptyComposer();
  write(page, text, text.length);
  page.state.composer.isWrittenByPage = true;
  // What is finished needs no list that hides the channel; what ends in a space is to be continued.
  page.state.composer.isPickerClosed = !text.endsWith(" ");
}

/** Sends what is written: a command, or plain words. */
export function sendWriting(page: Page): void {
  const { state } = page;
  const { composer, channelId } = state;
  const text = composer.text.trim();
  if (text === "" || channelId === undefined) return;
  if (text.startsWith("/")) sendCommand(page, text, channelId);
  else if (page.send({ type: "send-message", channelId, content: text })) state.composer = emptyComposer();
  else composer.why = "The connection is lost just now. Your message stays here; try again in a moment.";
  page.changed();
}

function sendCommand(page: Page, text: string, channelId: string): void {
  const { state } = page;
  const { composer } = state;
  const draft = readDraft(text, commandsOf(state));
  if (!draft) {
    composer.why = `There is no command \`${text.split(/\s/)[0]}\` for you here. Type \`/\` to see all of them.`;
    return;
  }
  const request = requestOf(draft, surroundingsOf(state), composer.picks);
  if (!request.ok) {
    if (request.missing) write(page, `${composer.text.trimEnd()} ${request.missing.name}:`, Number.POSITIVE_INFINITY);
    composer.isWrittenByPage = request.missing !== undefined;
    composer.why = request.why;
    return;
  }
  const nonce = newNonce();
  const { commandId } = draft.command;
  const pending = { kind: "command" as const, channelId, text: `/${draft.command.path.join(" ")}` };
  state.pending.set(nonce, pending);
  if (!page.send({ type: "command", nonce, channelId, commandId, options: request.options })) {
    state.pending.delete(nonce);
    fail(state, nonce, pending, undefined);
  }
  state.composer = emptyComposer();
}
