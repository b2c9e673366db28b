import { writeFileSync } from "node:fs";
import { fileJsonSchema } from "./json-schema.ts";

const path = "content/question.schema.json";
writeFileSync(path, `${JSON.stringify(fileJsonSchema(), null, 2)}\n`);
console.log(`Wrote ${path}. To use it, start a question file with:`);
console.log("# yaml-language-server: $schema=../question.schema.json");
