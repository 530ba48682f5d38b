// @ts-check
// What pane and demo page share: elements, the list of functions and their help.

import {FUNCTIONS} from "./catalogue.js";
import {where} from "./start.js";

/** @typedef {{name: string, family: string, summary: string, signature: string, returns: string, raises: string, examples: string[][], parameters: {name: string, help: string, default: string}[]}} Known */

/** @type {Known[]} */
export const known = Object.values(FUNCTIONS);

/** @param {string} id @returns {HTMLElement} */
export function by(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no ${id}.`);
  return found;
}

/** @param {string} id */
export const select = (id) => /** @type {HTMLSelectElement} */ (by(id));
/** @param {string} id */
export const input = (id) => /** @type {HTMLInputElement} */ (by(id));

/** @param {string} tag @param {string} text @param {string} [kind] */
export function element(tag, text, kind) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

/** @param {string} text @param {() => void} pressed */
export function button(text, pressed) {
  const made = /** @type {HTMLButtonElement} */ (element("button", text));
  made.type = "button";
  made.onclick = pressed;
  return made;
}

/** @param {string} id @param {string} text @param {boolean} [bad] */
export function say(id, text, bad = false) {
  by(id).textContent = text;
  by(id).classList.toggle("bad", bad);
}

/** What the page shows of the engine. @param {string} stage @param {number} seconds @param {string} [problem] */
export function sayStage(stage, seconds, problem) {
  if (stage === "functions") say("state", `Ready after ${seconds.toFixed(1)} s. ${where}`);
  else if (stage === "no scipy") say("state", "Ready, but for the functions that need SciPy, which could not be loaded.", true);
  else if (stage === "broken") say("state", problem || "The functions could not be started.", true);
}

/**
 * The list of functions with its search.
 * @param {(chosen: Known) => void} choose
 */
export function listFunctions(choose) {
  const fill = () => {
    const words = input("search").value.trim().toLowerCase().split(/\s+/);
    const found = known.filter((one) => words.every((word) => textOf(one).includes(word)));
    by("list").replaceChildren(...found.map((one) => item(one, choose)));
    say("found", found.length ? `${found.length} of ${known.length} functions` : "No function says that. Try another word.");
  };
  input("search").oninput = fill;
  fill();
}

/** @param {Known} one */
const textOf = (one) => [one.name, one.name.replaceAll("_", " "), one.summary, one.family].join(" ").toLowerCase();

/** @param {Known} one @param {(chosen: Known) => void} choose */
function item(one, choose) {
  const made = document.createElement("li");
  const chosen = button(one.name, () => choose(one));
  chosen.title = one.summary;
  made.append(chosen);
  return made;
}

/** The help of a function; `more` stands below it. @param {Known} one @param {Node[]} more */
export function showHelp(one, ...more) {
  for (const each of by("list").querySelectorAll("button")) {
    each.setAttribute("aria-current", String(each.textContent === one.name));
    if (each.textContent === one.name) each.scrollIntoView({block: "nearest"});
  }
  const parameters = document.createElement("dl");
  for (const each of one.parameters) {
    const standard = each.default ? ` Left out: ${each.default}.` : "";
    parameters.append(element("dt", each.name), element("dd", each.help + standard));
  }
  by("help").replaceChildren(
    element("h2", one.name), element("p", one.summary), element("code", `=${one.signature}`), parameters,
    element("p", `Gives: ${one.returns}`),
    ...(one.raises ? [element("p", `Fails: ${one.raises}`, "soft")] : []),
    ...more,
  );
}
