import { MAX_FILE_BYTES, type UploadedFile } from "../messages/attachments.ts";
import { apiError } from "../validation/api-error.ts";
import { parseJson } from "../validation/form.ts";

/** A body is JSON or, with files, a form that has it in `payload_json`. */
export async function readBody(request: Request): Promise<{ body: unknown; files: UploadedFile[] }> {
  if (request.method === "GET" || request.method === "DELETE") return { body: undefined, files: [] };
  if (request.headers.get("content-type")?.startsWith("multipart/form-data")) return readForm(await request.formData());
  const text = await request.text();
  return { body: text === "" ? undefined : jsonIn(text), files: [] };
}

function jsonIn(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw apiError(50109);
  }
}

async function readForm(form: FormData): Promise<{ body: unknown; files: UploadedFile[] }> {
  const files: UploadedFile[] = [];
  for (const [name, value] of form) {
    const field = /^files\[(\d+)\]$/.exec(name)?.[1];
    if (field === undefined || typeof value === "string") continue;
    if (value.size > MAX_FILE_BYTES) throw apiError(40005);
    files.push({ field, name: value.name, type: value.type, bytes: Buffer.from(await value.arrayBuffer()) });
  }
  const payload = form.get("payload_json");
  return { body: typeof payload === "string" ? jsonIn(payload) : {}, files };
}
