import type { Playground } from "../../src/playground/playground.ts";

export type RawResponse = { status: number; code: number | undefined; body: unknown; headers: Headers };

/** A REST request without discord.js, which would fix or reject invalid ones itself. */
export async function rawRequest(
  playground: Playground,
  method: string,
  path: string,
  body?: unknown,
  token = playground.token,
): Promise<RawResponse> {
  const response = await fetch(`${playground.apiUrl}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed: unknown = text === "" ? undefined : JSON.parse(text);
  const code = typeof parsed === "object" && parsed !== null && "code" in parsed ? Number(parsed.code) : undefined;
  return { status: response.status, code, body: parsed, headers: response.headers };
}
