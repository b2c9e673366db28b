// Plain JavaScript: a worker thread can't load TypeScript until it has registered the loader.
import { parentPort } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
const { validateImport } = await import("./validate-import.ts");
parentPort.once("message", (request) => parentPort.postMessage(validateImport(request)));
