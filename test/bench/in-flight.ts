/** Calls `work` with 0 … count - 1, `width` at a time. Returns the total seconds. */
export async function inFlight(width: number, count: number, work: (index: number) => Promise<void>): Promise<number> {
  let next = 0;
  const line = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      await work(index);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: width }, line));
  return (performance.now() - started) / 1000;
}
