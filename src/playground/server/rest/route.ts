import type { Services } from "../../services.ts";
import type { BucketName } from "./limits.ts";

/** One thing Discord's REST API can be asked. */
export type Route = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As in Discord's OpenAPI document, so that a check can find its schema: `/channels/{channel_id}/messages`. */
  path: string;
  /** Interaction callbacks and webhooks are let in by the token in their path. */
  open?: true;
  /** Interaction callbacks have no bucket and do not count into the global limit. */
  bucket: BucketName | "none";
  run(call: Call): Answer | Promise<Answer>;
};

export type Call = {
  services: Services;
  /** A path parameter, decoded. */
  parameter(name: string): string;
  query: URLSearchParams;
  body: unknown;
  files: UploadedFile[];
};

/** `field` is the n of `files[n]`, which `attachments[].id` refers to. */
export type UploadedFile = { field: string; name: string; type: string; bytes: Buffer };

export type Answer = { status: 200 | 201 | 202; body: unknown } | { status: 204 };

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const nothing: Answer = { status: 204 };
