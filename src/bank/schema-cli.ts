import { writeFileSync } from "node:fs";
import { fileJsonSchema } from "./json-schema.ts";

const place = "content/question.schema.json";
writeFileSync(place, `${JSON.stringify(fileJsonSchema(), null, 2)}\n`);
console.log(`Wrote ${place}. A content file opens with: # yaml-language-server: $schema=../question.schema.json`);
