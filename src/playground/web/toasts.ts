import { type App, newNonce, type Toast } from "./state.ts";

const SUCCESS_MS = 8_000;

/** Errors stay until the user closes them. */
export function showToast(app: App, toast: Omit<Toast, "id">): void {
  const id = newNonce();
  app.state.toasts.push({ id, ...toast });
  if (toast.tone === "success") setTimeout(() => closeToast(app, id), SUCCESS_MS);
}

export function closeToast(app: App, id: string): void {
  app.state.toasts = app.state.toasts.filter((toast) => toast.id !== id);
  app.update();
}
