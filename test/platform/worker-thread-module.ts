import { readlinkSync } from "node:fs";
import { getPriority } from "node:os";

/** Answers the requests of worker-thread.test.ts. */
export async function answer({ value, wait = 0 }: { value: unknown; wait?: number }): Promise<unknown> {
  if (value === "fail") throw new Error("failed");
  if (value === "block") for (;;);
  if (value === "exhaust") for (const all: string[][] = []; ; ) all.push(Array(100_000).fill("x"));
  await new Promise((resolve) => setTimeout(resolve, wait));
  return { value };
}

/** This thread's priority on Linux. */
export function priority(): number {
  return getPriority(Number(readlinkSync("/proc/thread-self").split("/").pop()));
}
