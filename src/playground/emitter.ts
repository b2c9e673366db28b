export type Emitter<Event> = {
  emit(event: Event): void;
  /** Calls `listener` for every event, in order of subscription, until the returned function is called. */
  subscribe(listener: (event: Event) => void): () => void;
};

export function createEmitter<Event = void>(): Emitter<Event> {
  const listeners = new Set<(event: Event) => void>();
  return {
    emit(event) {
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
