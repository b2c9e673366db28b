import { defineConfig } from "vitest/config";
import base from "./mutation.ts";
export default defineConfig({ test: { ...base.test, include: [`test/features/${process.env.MUTB}/{rules,*-rules}.test.ts`] } });
