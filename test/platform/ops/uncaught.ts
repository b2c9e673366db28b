import { pino } from "pino";
import { catchMishaps } from "../../../src/platform/ops/crash-handlers.ts";

/** A process in which something goes wrong that nobody catches; see `mishaps.test.ts`. */
catchMishaps(pino());
if (process.argv[2] === "rejection") {
  void Promise.reject(new Error("nobody waited for this", { cause: new Error("the cause of it") }));
  setTimeout(() => process.stdout.write("went on\n"), 50);
} else {
  setTimeout(() => process.stdout.write("went on\n"), 50);
  setTimeout(() => {
    throw new Error("nobody caught this", { cause: new Error("the cause of it") });
  });
}
