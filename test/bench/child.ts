import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { z } from "zod";

/** A child process that answers one question at a time. */
export type Child = {
  ask<Reply>(question: object, reply: z.ZodType<Reply>): Promise<Reply>;
  end(): Promise<void>;
};

const PATIENCE_MS = 60_000;

/** Starts a TypeScript file as a child process with these Node flags, and waits for its ready message. */
export async function startChild<Ready>(
  file: URL,
  args: readonly string[],
  ready: z.ZodType<Ready>,
  flags: readonly string[] = [],
): Promise<Child & { ready: Ready }> {
  const child = fork(file, args, { execArgv: [...flags, "--import", "tsx"] });
  return {
    ready: ready.parse(await nextMessage(child)),
    async ask(question, reply) {
      child.send(question);
      return reply.parse(await nextMessage(child));
    },
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const over = new AbortController();
  const exited = once(child, "exit", { signal: over.signal }).then(([code]) => {
    throw new Error(`${child.spawnargs.slice(3).join(" ")} exited early with code ${code}`);
  });
  const late = AbortSignal.any([over.signal, AbortSignal.timeout(PATIENCE_MS)]);
  try {
    const [message] = await Promise.race([once(child, "message", { signal: late }), exited]);
    return message;
  } finally {
    over.abort();
    exited.catch(() => undefined);
  }
}

/** The child's side: reports ready, then answers every question. An error ends the process, which rejects the parent's call. */
export function serveParent(ready: object, answer: (question: unknown) => object | Promise<object>): void {
  process.on("message", async (question) => process.send?.(await answer(question)));
  process.on("disconnect", () => process.exit());
  process.send?.(ready);
}
