import { expect, it } from "vitest";
import type { Playground } from "../../src/playground/playground.ts";
import { type OpenApiWatch, watchOpenApi } from "../support/openapi.ts";

/** Watches playgrounds for a whole test file; `verdict()` stands at its end. */
export function witness(): { watch<T extends Playground>(playground: T): T; verdict(): void } {
  const watches: OpenApiWatch[] = [];
  return {
    watch(playground) {
      watches.push(watchOpenApi(playground));
      return playground;
    },
    verdict() {
      it("matches Discord's OpenAPI document in every request and response", () => {
        expect(watches.flatMap((watch) => watch.violations())).toEqual([]);
        expect(watches.reduce((sum, watch) => sum + watch.checked(), 0)).toBeGreaterThan(0);
      });
    },
  };
}

export type RawAnswer = { status: number; code: number | undefined; body: unknown; headers: Headers };

/** A request without discord.js between: it would mend, or refuse, what a refusal is to be seen of. */
export async function raw(
  playground: Playground,
  method: string,
  path: string,
  body?: unknown,
  token = playground.token,
): Promise<RawAnswer> {
  const answer = await fetch(`${playground.apiUrl}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const parsed: unknown = text === "" ? undefined : JSON.parse(text);
  const code = typeof parsed === "object" && parsed !== null && "code" in parsed ? Number(parsed.code) : undefined;
  return { status: answer.status, code, body: parsed, headers: answer.headers };
}
