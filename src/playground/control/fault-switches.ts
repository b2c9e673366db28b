import { createEmitter } from "../emitter.ts";
import { FAULT_NAMES, type FaultName, type FaultState } from "../server/page/protocol.ts";
import type { Fault, FaultInjector } from "./faults.ts";

/** Errors hit only half of the requests, so that the bot's retries can succeed. */
const FAULTS: Record<Exclude<FaultName, "gateway">, Fault> = {
  latency: { kind: "latency", milliseconds: 1_500 },
  late: { kind: "latency", milliseconds: 3_500, on: /callback$/ },
  "rate-limit": { kind: "rate-limit", retryAfter: 1, probability: 0.5 },
  "error-before": { kind: "error-before", probability: 0.5 },
  "error-after": { kind: "error-after", probability: 0.5 },
};

export function createFaultSwitches(
  faults: Pick<FaultInjector, "inject" | "hits">,
  setGatewayDown: (down: boolean) => void,
) {
  const enabled = new Map<FaultName, () => void>();
  const changes = createEmitter();
  const enable = (name: FaultName): (() => void) => {
    if (name !== "gateway") return faults.inject(FAULTS[name]);
    setGatewayDown(true);
    return () => setGatewayDown(false);
  };
  return {
    state: (): FaultState => ({ enabled: FAULT_NAMES.filter((name) => enabled.has(name)), hits: faults.hits() }),
    set(name: FaultName, isEnabled: boolean) {
      if (isEnabled === enabled.has(name)) return;
      if (isEnabled) enabled.set(name, enable(name));
      else {
        enabled.get(name)?.();
        enabled.delete(name);
      }
      changes.emit();
    },
    onChange: changes.subscribe,
  };
}
