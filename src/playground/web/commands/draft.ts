import type { CommandOption, RunnableCommand } from "./tree.ts";

/** One `name:value` of a command as it stands in the text. */
export type DraftPart = {
  option: CommandOption;
  /** Where the name begins, where the value begins, and where the value ends. */
  start: number;
  valueStart: number;
  end: number;
  value: string;
};

/** A slash command as far as it is typed. */
export type Draft = {
  command: RunnableCommand;
  /** Where the command's own name ends. */
  nameEnd: number;
  parts: DraftPart[];
  /** Words that belong to no option. */
  stray: string;
};

/** Reads `/schedule add channel:#daily time:09:00`; a value goes on until the next option's name. */
export function readDraft(text: string, commands: readonly RunnableCommand[]): Draft | undefined {
  const command = longestMatch(text, commands);
  if (!command) return undefined;
  const nameEnd = 1 + command.path.join(" ").length;
  const names = findNames(text, nameEnd, command.options);
  const parts = names.map((name, index): DraftPart => {
    const end = names[index + 1]?.start ?? text.length;
    return { ...name, end, value: text.slice(name.valueStart, end).trim() };
  });
  return { command, nameEnd, parts, stray: text.slice(nameEnd, parts[0]?.start ?? text.length).trim() };
}

function longestMatch(text: string, commands: readonly RunnableCommand[]): RunnableCommand | undefined {
  return commands
    .filter(({ path }) => {
      const name = `/${path.join(" ")}`;
      return text === name || text.startsWith(`${name} `) || text.startsWith(`${name}\n`);
    })
    .sort((one, other) => other.path.join(" ").length - one.path.join(" ").length)[0];
}

type FoundName = Pick<DraftPart, "option" | "start" | "valueStart">;

function findNames(text: string, from: number, options: readonly CommandOption[]): FoundName[] {
  const found: FoundName[] = [];
  for (const match of text.slice(from).matchAll(/(?<=\s)([^\s:]+):/g)) {
    const option = options.find(({ name }) => name === match[1]);
    if (!option || found.some((earlier) => earlier.option === option)) continue;
    const start = from + match.index;
    found.push({ option, start, valueStart: start + match[0].length });
  }
  return found;
}

/** The options not yet written, those that must be given first. */
export function openOptions(draft: Draft): CommandOption[] {
  const open = draft.command.options.filter((option) => !draft.parts.some((part) => part.option === option));
  return [...open.filter((option) => option.required), ...open.filter((option) => !option.required)];
}
