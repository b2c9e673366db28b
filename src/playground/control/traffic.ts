import type { APIMessage } from "discord-api-types/v10";

/** What went over the wire: the independent witness that tests question. */

export type Request = {
  at: number;
  method: string;
  /** As in Discord's OpenAPI document: `/channels/{channel_id}/messages`. */
  route: string;
  path: string;
  query: string;
  status: number;
  body: unknown;
  answer: unknown;
  /** The fault that decided the answer, or spoilt it. */
  fault?: string;
};

/** What went through the gateway, heartbeats' echoes apart. `data` may be JSON already. */
export type Frame = { at: number; direction: "to-bot" | "from-bot"; name: string; data: unknown };

/** A message the bot has put up for all to see, by whatever way. */
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
  /** How many requests there were, of a route ("POST /channels/{channel_id}/messages") and with a status if given. */
  count(route?: string, status?: number): number;
  onRequest(listener: (request: Request) => void): () => void;
  onFrame(listener: (frame: Frame) => void): () => void;
  onPost(listener: (post: Post) => void): () => void;
  clear(): void;
};

export type TrafficRecorder = Traffic & {
  note(request: Request): void;
  frame(frame: Frame): void;
  post(post: Post): void;
};

/** A load test makes millions; who wants all of them subscribes. */
const KEPT_REQUESTS = 5_000;
const KEPT_FRAMES = 500;
const KEPT_POSTS = 200_000;

export function createTraffic(): TrafficRecorder {
  const requests: Request[] = [];
  const frames: Frame[] = [];
  const posts: Post[] = [];
  const counts = new Map<string, number>();
  const requestListeners = new Set<(request: Request) => void>();
  const frameListeners = new Set<(frame: Frame) => void>();
  const postListeners = new Set<(post: Post) => void>();

  return {
    requests,
    frames,
    posts,
    count: (route = "", status) => counts.get(status === undefined ? route : `${route} ${status}`) ?? 0,
    onRequest: (listener) => subscribe(requestListeners, listener),
    onFrame: (listener) => subscribe(frameListeners, listener),
    onPost: (listener) => subscribe(postListeners, listener),
    clear() {
      requests.length = 0;
      frames.length = 0;
      posts.length = 0;
      counts.clear();
    },
    note(request) {
      keep(requests, request, KEPT_REQUESTS);
      const route = `${request.method} ${request.route}`;
      for (const key of ["", ` ${request.status}`, route, `${route} ${request.status}`])
        counts.set(key, (counts.get(key) ?? 0) + 1);
      for (const listener of requestListeners) listener(request);
    },
    frame(frame) {
      keep(frames, frame, KEPT_FRAMES);
      for (const listener of frameListeners) listener(frame);
    },
    post(post) {
      keep(posts, post, KEPT_POSTS);
      for (const listener of postListeners) listener(post);
    },
  };
}

/** Drops the older half now and then: free on average, and the array stays the same for who holds it. */
function keep<T>(list: T[], item: T, kept: number): void {
  if (list.push(item) >= kept * 2) list.splice(0, kept);
}

function subscribe<T>(listeners: Set<(value: T) => void>, listener: (value: T) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
