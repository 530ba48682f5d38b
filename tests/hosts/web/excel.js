// In place of office.js: Excel's part, before the pane's own script runs; and what the page's policy forbade.

import {install} from "./standin.js";

const request = new XMLHttpRequest();
request.open("GET", "functions.json", false); // the pane's script runs next, and Excel is to be there
request.send();
install(self, JSON.parse(request.responseText));
self.forbidden = [];
document.addEventListener("securitypolicyviolation", (event) => self.forbidden.push(`${event.violatedDirective} ${event.blockedURI}`));
