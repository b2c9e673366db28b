import type { APIMessage } from "discord-api-types/v10";
import { createEmitter } from "../emitter.ts";
import type { Model } from "../model/model.ts";
import { isLoading } from "../model/queries.ts";

/** What actually went over the wire, so tests don't have to trust the bot. */

export type Request = {
  at: number;
  method: string;
  /** As in Discord's OpenAPI document: `/channels/{channel_id}/messages`. */
  route: string;
  path: string;
  query: string;
  /** 0 if the connection was broken instead. */
  status: number;
  body: unknown;
  response: unknown;
  /** The kind of fault that affected this request. */
  fault?: string;
};

/** A gateway frame, in either direction. `data` may already be JSON. */
export type Frame = { at: number; direction: "to-bot" | "from-bot"; name: string; data: unknown };

/** A public message from the bot, whether posted or sent as a reply. */
export type Post = {
  at: number;
  channelId: string;
  messageId: string;
  nonce: string | number | undefined;
  message: APIMessage;
};

export type Traffic = {
  /** The newest requests, oldest first. */
  readonly requests: readonly Request[];
  readonly frames: readonly Frame[];
  readonly posts: readonly Post[];
  /** How many requests there were to a route ("POST /channels/{channel_id}/messages"), and with a status if given. */
  count(route?: string, status?: number): number;
  /** How often each route that the playground doesn't have was requested: "GET /guilds/{id}/widget". */
  unimplemented(): Record<string, number>;
  onRequest(listener: (request: Request) => void): () => void;
  onFrame(listener: (frame: Frame) => void): () => void;
  onPost(listener: (post: Post) => void): () => void;
  clear(): void;
};

export type TrafficRecorder = Traffic & {
  recordRequest(request: Request): void;
  recordUnimplemented(method: string, path: string): void;
  recordFrame(frame: Frame): void;
};

/** At least this many of the newest requests stay listed. Load tests make millions, so subscribe to see them all. */
const MIN_REQUESTS = 5_000;
const MIN_FRAMES = 500;
const MIN_POSTS = 200_000;

export function createTraffic(model: Pick<Model, "view" | "subscribe">): TrafficRecorder {
  const requests = createHistory<Request>(MIN_REQUESTS);
  const frames = createHistory<Frame>(MIN_FRAMES);
  const posts = createHistory<Post>(MIN_POSTS);
  const counts = new Map<string, number>();
  const unimplemented = new Map<string, number>();
  recordPosts(model, posts.add);
  return {
    requests: requests.items,
    frames: frames.items,
    posts: posts.items,
    count: (route = "", status) => counts.get(status === undefined ? route : `${route} ${status}`) ?? 0,
    unimplemented: () => Object.fromEntries(unimplemented),
    onRequest: requests.subscribe,
    onFrame: frames.subscribe,
    onPost: posts.subscribe,
    clear() {
      for (const history of [requests, frames, posts]) history.items.length = 0;
      counts.clear();
      unimplemented.clear();
    },
    recordUnimplemented(method, path) {
      const route = `${method} ${path.replace(/^\/api(\/v\d+)?/, "").replaceAll(/\d{15,}/g, "{id}")}`;
      unimplemented.set(route, (unimplemented.get(route) ?? 0) + 1);
    },
    recordRequest(request) {
      const route = `${request.method} ${request.route}`;
      for (const key of ["", ` ${request.status}`, route, `${route} ${request.status}`])
        counts.set(key, (counts.get(key) ?? 0) + 1);
      requests.add(request);
    },
    recordFrame: frames.add,
  };
}

/** Keeps at least the newest `minimum` items, always in the same array, which callers hold on to. */
function createHistory<T>(minimum: number) {
  const items: T[] = [];
  const { emit, subscribe } = createEmitter<T>();
  const add = (item: T) => {
    // Drops half of the items at once to amortize the cost.
    if (items.push(item) >= minimum * 2) items.splice(0, minimum);
    emit(item);
  };
  return { items, add, subscribe };
}

/** Webhooks look like bots, but have no discriminator. */
function isFromBot({ author }: APIMessage): boolean {
  return author.bot === true && author.discriminator !== "0000";
}

/** A deferred reply counts as posted once it has content. */
function recordPosts({ view, subscribe }: Pick<Model, "view" | "subscribe">, record: (post: Post) => void): void {
  const loading = new Set<string>();
  subscribe((event) => {
    if (event.type !== "message" || event.readerId !== undefined || !isFromBot(event.message)) return;
    const { change, channel, message } = event;
    const { id: messageId, nonce } = message;
    if (isLoading(message)) loading.add(messageId);
    else if (change === "created" || loading.delete(messageId))
      record({ at: view.clock.now(), channelId: channel.id, messageId, nonce, message });
  });
}
