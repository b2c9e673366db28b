import type { Page } from "./state.ts";

export type Uploaded = { id: string; filename: string };
type Listener = { taken: (file: Uploaded) => void; refused: (why: string) => void };

/** Lets the person choose a file, and uploads it. */
export function chooseFile(page: Page, listener: Listener): void {
  const field = document.createElement("input");
  field.type = "file";
  field.addEventListener("change", () => {
    const file = field.files?.[0];
    if (file) void bring(page, file, listener).then(() => page.changed());
  });
  field.click();
}

async function bring(page: Page, file: File, { taken, refused }: Listener): Promise<void> {
  const { channelId, personId } = page.state;
  try {
    const place = [channelId, personId, file.name].map((part) => encodeURIComponent(part ?? ""));
    const reply = await fetch(`/uploads/${place.join("/")}`, { method: "POST", body: file });
    if (!reply.ok) return refused(await reply.text());
    const uploaded: unknown = await reply.json();
    if (isUpload(uploaded)) taken(uploaded);
    else refused("The playground did not take the file.");
  } catch {
    refused("The connection is lost just now. Choose the file again in a moment.");
  }
}

function isUpload(value: unknown): value is Uploaded {
  if (typeof value !== "object" || value === null) return false;
  return "id" in value && typeof value.id === "string" && "filename" in value && typeof value.filename === "string";
}
