/** Something wrong with a content file, at a line, in words that say what is expected. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Stops start-up: a bank that is partly read would drop questions silently. */
export class ContentError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(["The content can't be loaded:", ...problems.map(describeProblem)].join("\n"));
    this.name = "ContentError";
    this.problems = problems;
  }
}

export function describeProblem({ file, line, message }: Problem): string {
  return `${file}:${line} ${message}`;
}
