import type { Suggestion } from "./commands/suggest.ts";
import type { Page } from "./state.ts";

/** Lets the person choose a file, uploads it, and gives it as what stands for it in a command. */
export function chooseFile(page: Page, taken: (file: Suggestion) => void): void {
  const field = document.createElement("input");
  field.type = "file";
  field.addEventListener("change", () => {
    const file = field.files?.[0];
    if (file) void bring(page, file).then((found) => found && taken(found));
  });
  field.click();
}

async function bring(page: Page, file: File): Promise<Suggestion | undefined> {
  const { channelId, personId } = page.state;
  try {
    const place = [channelId, personId, file.name].map((part) => encodeURIComponent(part ?? ""));
    const reply = await fetch(`/uploads/${place.join("/")}`, { method: "POST", body: file });
    if (!reply.ok) return complain(page, await reply.text());
    const uploaded: unknown = await reply.json();
    if (!isUpload(uploaded)) return complain(page, "The playground did not take the file.");
    return { label: uploaded.filename, note: "", insert: uploaded.filename, value: uploaded.id };
  } catch {
    return complain(page, "The connection is lost just now. Choose the file again in a moment.");
  }
}

function complain(page: Page, why: string): undefined {
  page.state.composer.why = why;
  page.changed();
}

function isUpload(value: unknown): value is { id: string; filename: string } {
  if (typeof value !== "object" || value === null) return false;
  return "id" in value && typeof value.id === "string" && "filename" in value && typeof value.filename === "string";
}
