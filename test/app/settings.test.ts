import { beforeEach, describe, expect, it } from "vitest";
import { createDepartures } from "../../src/app/departure.ts";
import type { AgendaEntry } from "../../src/core/agenda.ts";
import type { Agenda, SettingsStore } from "../../src/app/ports.ts";
import { createSeasons } from "../../src/app/season.ts";
import { createConfiguration } from "../../src/app/settings.ts";
import { UserError } from "../../src/core/errors.ts";
import { DEFAULT_SETTINGS } from "../../src/core/settings.ts";
