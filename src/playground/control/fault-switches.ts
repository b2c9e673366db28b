import type { Gateway } from "../server/gateway/gateway.ts";
import { FAULT_NAMES, type FaultName, type FaultState } from "../server/page/protocol.ts";
import type { Fault, FaultDesk } from "./faults.ts";

/** Discord's bad days as switches on the page. Those that come now and then leave the bot a chance to get through. */
const FAULTS: Record<Exclude<FaultName, "gateway">, Fault> = {
  latency: { kind: "latency", milliseconds: 1_500 },
  late: { kind: "latency", milliseconds: 3_500, on: /callback$/ },
  "rate-limit": { kind: "rate-limit", retryAfter: 1, probability: 0.5 },
  "error-before": { kind: "error-before", probability: 0.5 },
  "error-after": { kind: "error-after", probability: 0.5 },
};

export type FaultSwitches = {
  state(): FaultState;
  set(name: FaultName, isOn: boolean): void;
  onChange(listener: () => void): () => void;
};

export function createFaultSwitches(
  desk: Pick<FaultDesk, "inject" | "hits">,
  gateway: Pick<Gateway, "setAway">,
): FaultSwitches {
  const undo = new Map<FaultName, () => void>();
  const listeners = new Set<() => void>();
  const begin = (name: FaultName): (() => void) => {
    if (name !== "gateway") return desk.inject(FAULTS[name]);
    gateway.setAway(true);
    return () => gateway.setAway(false);
  };
  return {
    state: () => ({ enabled: FAULT_NAMES.filter((name) => undo.has(name)), hits: desk.hits() }),
    set(name, isOn) {
      if (isOn === undo.has(name)) return;
      if (isOn) undo.set(name, begin(name));
      else {
        undo.get(name)?.();
        undo.delete(name);
      }
      for (const listener of listeners) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
