import { type Preferences, parseLanguages } from "./rules.ts";
import type { PreferenceStore } from "./store.ts";

/** Lets learners see and change their personal settings. */
export function createPreferenceService({ preferences }: { preferences: PreferenceStore }) {
  async function chooseLanguages(userId: string, chosen: readonly string[]): Promise<Preferences> {
    await preferences.setLanguages(userId, parseLanguages(chosen));
    return preferences.load(userId);
  }

  return { load: preferences.load, chooseLanguages };
}

export type PreferenceService = ReturnType<typeof createPreferenceService>;
