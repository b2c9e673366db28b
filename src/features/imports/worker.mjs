// Plain JavaScript, for a worker thread hears nothing of the loader that reads TypeScript until it asks for it.
import { register } from "tsx/esm/api";

register();
await import("./worker.ts");
