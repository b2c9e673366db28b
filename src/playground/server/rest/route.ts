import type { UploadedFile } from "../messages/attachments.ts";
import type { BucketName } from "./limits.ts";

/** One endpoint of Discord's REST API. */
export type Route = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As in Discord's OpenAPI document: `/channels/{channel_id}/messages`. */
  path: string;
  /** Needs no bot token: interaction callbacks and webhooks have their own token in the path. */
  isPublic?: true;
  /** Interaction callbacks have no bucket and don't count toward the global limit. */
  bucket: BucketName | "none";
  handle(request: RestRequest): RestResponse;
};

export type RestRequest = {
  /** A decoded path parameter. Empty if the route has no such parameter. */
  parameter(name: string): string;
  query: URLSearchParams;
  /** For the audit log. */
  reason: string | null;
  body: unknown;
  files: readonly UploadedFile[];
};

export type RestResponse = { status: 200 | 201; body: unknown } | { status: 204 };

export function route(method: Route["method"], path: string, bucket: Route["bucket"], handle: Route["handle"]): Route {
  return { method, path, bucket, handle };
}

export const ok = (body: unknown): RestResponse => ({ status: 200, body });
export const created = (body: unknown): RestResponse => ({ status: 201, body });
export const noContent: RestResponse = { status: 204 };
