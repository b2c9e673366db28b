import { pino } from "pino";
import { installCrashHandlers } from "../../../src/platform/ops/shutdown.ts";

/** Runs in a child process; see shutdown.test.ts. */
installCrashHandlers(pino());
setTimeout(() => process.stdout.write("still running\n"), 50);
const error = new Error("the error", { cause: new Error("its cause") });
if (process.argv[2] === "rejection") {
  void Promise.reject(error);
} else {
  setTimeout(() => {
    throw error;
  });
}
