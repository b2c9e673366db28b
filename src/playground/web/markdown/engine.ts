import engine from "highlight.js/lib/common";
import dockerfile from "highlight.js/lib/languages/dockerfile";
import http from "highlight.js/lib/languages/http";
import nginx from "highlight.js/lib/languages/nginx";

/** highlight.js with its common languages, and those that questions also use. */
engine.registerLanguage("dockerfile", dockerfile);
engine.registerLanguage("http", http);
engine.registerLanguage("nginx", nginx);

export { engine };
