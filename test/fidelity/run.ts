import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openPlayground } from "../../src/playground/playground.ts";
import { STEPS, type StepName } from "./steps.ts";

export type Client = {
  name: string;
  command: readonly [program: string, file: string];
  pythonPath?: string;
  /** Steps that the library can't do. */
  lacks?: readonly StepName[];
};

type ClientResult = { marks: string[]; failures: string[] };

const MAX_PRINTED = 40_000;

/** Runs a client against its own playground. A step after a failed one runs too, unless the client has ended. */
export async function runClient(client: Client, steps: readonly StepName[]): Promise<ClientResult> {
  const playground = await openPlayground({ port: 0 });
  const [member] = playground.people.members;
  const target = {
    playground,
    user: playground.person(member.id),
    channelId: playground.guild.channels.general,
  };
  const { child, printed } = startClient(client, {
    PLAYGROUND_API: playground.apiUrl,
    PLAYGROUND_TOKEN: playground.token,
    APPLICATION_ID: playground.applicationId,
    GUILD_ID: playground.guild.id,
  });
  const marks: string[] = [];
  const failures: string[] = [];
  for (const step of steps) {
    if (client.lacks?.includes(step)) marks.push("n/a");
    else {
      const error = await failureOf(() => STEPS[step](target), child);
      marks.push(error === undefined ? "ok" : "FAILED");
      if (error !== undefined) failures.push(`${client.name}, ${step}: ${error}`);
    }
  }
  if (failures.length > 0) failures.push(`${client.name} printed:\n${printed().slice(-MAX_PRINTED)}`);
  const exit = child.exitCode === null ? once(child, "exit") : undefined;
  child.kill();
  await exit;
  await playground.close();
  return { marks, failures };
}

async function failureOf(work: () => Promise<unknown>, child: ChildProcess): Promise<string | undefined> {
  if (child.exitCode !== null) return `the client ended with ${child.exitCode}`;
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function startClient({ command: [program, file], pythonPath }: Client, variables: Record<string, string>) {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...(pythonPath && { PYTHONPATH: pythonPath }) };
  const child = spawn(program, [file], { env: { ...env, ...variables }, stdio: ["pipe", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += chunk));
  return { child, printed: () => text };
}
