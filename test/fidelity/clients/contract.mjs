import { Agent } from "node:https";
import { connect } from "node:net";

/**
 * What each client does, in its own library's way. `/fidelity step:` with the name of a step:
 * - embeds: replies with EMBED
 * - components: replies with CONTAINER; a click on "press" updates the message to PRESSED
 * - selects: replies with SELECTS; a choice updates the message to the chosen values, or the chosen user's name
 * - modals: shows MODAL; its submission is answered with the text that was typed
 * - files: replies with FILE
 * - follow-ups: defers, edits the reply to "first", and follows up with an ephemeral "second"
 * - threads: sends a message, starts its thread, writes "in the thread" there, and replies with the thread's id
 * - missed: replies with how many messages by others it received
 */
export const {
  PLAYGROUND_API: api,
  PLAYGROUND_TOKEN: token,
  APPLICATION_ID: applicationId,
  GUILD_ID: guildId,
} = process.env;

/** Guilds and their messages. */
export const INTENTS = (1 << 0) | (1 << 9);
export const V2 = 1 << 15;
export const EPHEMERAL = 1 << 6;

export const COMMAND = {
  name: "fidelity",
  description: "Exercises a client library",
  options: [{ type: 3, name: "step", description: "What to do", required: true }],
};
export const EMBED = {
  title: "An embed",
  description: "From a client library",
  fields: [{ name: "Field", value: "1" }],
};
export const CONTAINER = [
  {
    type: 17,
    components: [
      { type: 10, content: "### Components V2" },
      { type: 14 },
      { type: 1, components: [{ type: 2, style: 1, label: "Press", custom_id: "press" }] },
    ],
  },
];
export const PRESSED = [{ type: 10, content: "Pressed" }];
export const SELECTS = [
  {
    type: 1,
    components: [
      {
        type: 3,
        custom_id: "string-select",
        options: [
          { label: "One", value: "one" },
          { label: "Two", value: "two" },
        ],
      },
    ],
  },
  { type: 1, components: [{ type: 5, custom_id: "user-select" }] },
];
export const MODAL = {
  custom_id: "modal",
  title: "A modal",
  components: [{ type: 1, components: [{ type: 4, custom_id: "text", label: "Text", style: 1 }] }],
};
export const FILE = { name: "notes.txt", contents: Buffer.from("Notes from a client library\n") };

/** The same components with another name for `custom_id`, as some libraries have. */
export function withCustomIdAs(name, components) {
  return JSON.parse(JSON.stringify(components).replaceAll('"custom_id"', `"${name}"`));
}

/** A client ends with the harness: when its input closes. */
process.stdin.on("end", () => process.exit(0)).resume();

const { hostname, port, pathname } = new URL(api);

/** Eris always uses node:https. Its `agent` option makes that a plain connection to the playground. */
class PlainAgent extends Agent {
  createConnection() {
    return connect(Number(port), hostname);
  }
}

export const erisOptions = {
  intents: INTENTS,
  rest: { domain: hostname, baseURL: `${pathname}/v10`, agent: new PlainAgent() },
};
