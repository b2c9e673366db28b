import type { App } from "./state.ts";

type UploadedFile = { id: string; filename: string };

type UploadListener = { uploaded: (file: UploadedFile) => void; failed: (error: string) => void };

/** Opens a file dialog and uploads the chosen file. */
export function chooseFile(app: App, listener: UploadListener): void {
  const input = document.createElement("input");
  input.type = "file";
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) void upload(app, file, listener).then(app.update);
  });
  input.click();
}

async function upload({ state }: App, file: File, { uploaded, failed }: UploadListener): Promise<void> {
  const path = [state.channelId, state.userId, file.name].map((part) => encodeURIComponent(part ?? "")).join("/");
  try {
    const response = await fetch(`/uploads/${path}`, { method: "POST", body: file });
    if (!response.ok) return failed(await response.text());
    const result: unknown = await response.json();
    if (isUploadedFile(result)) uploaded(result);
    else failed("The playground couldn't store the file.");
  } catch {
    failed("The connection is down. Choose the file again in a moment.");
  }
}

function isUploadedFile(value: unknown): value is UploadedFile {
  if (typeof value !== "object" || value === null) return false;
  return "id" in value && typeof value.id === "string" && "filename" in value && typeof value.filename === "string";
}
