// @ts-check
/// <reference types="office-js" />
// The pane in Excel: starts the functions; help, why a cell fails, a crisis, workbooks, formulas of another add-in.

import {TEMPLATES} from "./catalogue.js";
import {showCrises} from "./chart.js";
import {register, sentence} from "./functions.js";
import {button, by, element, known, listFunctions, say, sayStage, showHelp} from "./page.js";
import {startEngine, starting} from "./start.js";
import {takenOver} from "./takeover.js";

/** @typedef {import("./page.js").Known} Known */

say("state", starting);
const ask = startEngine((stage, seconds, problem) => {
  sayStage(stage, seconds, problem);
  if (stage === "functions") showCrises(ask).catch((failed) => say("chart", failed.message, true));
});
register(ask, () => { explain().catch(() => undefined); });

/** @param {Known} one */
function show(one) {
  const [example] = one.examples;
  showHelp(one, ...(example ? [
    element("p", `${example[0]} gives ${example[1]}`),
    button("Write this example into the selected cell", () => { write(example[0]).catch(refused); }),
  ] : []));
}

/** @param {string} formula */
async function write(formula) {
  await Excel.run(async (context) => {
    context.workbook.getActiveCell().formulas = [[formula]];
    await context.sync();
  });
}

/** @param {any} problem */
const refused = (problem) => say("state", `Excel refused: ${problem.message || problem}`, true);

/** The sentence of the selected cell, and the help of the function in it. */
async function explain() {
  await Excel.run(async (context) => {
    const cell = context.workbook.getActiveCell().load("address,formulas");
    await context.sync();
    const said = sentence(cell.address);
    by("why").hidden = !said;
    by("why").replaceChildren(...(said ? [element("h2", `Why does ${cell.address} fail?`), element("p", said)] : []));
    const formula = String(cell.formulas[0][0]).toUpperCase();
    const inside = formula.startsWith("=") && known.find((one) => new RegExp(`(?<![\\w.])${one.name}\\(`).test(formula));
    if (inside) show(inside);
  });
}

/** @param {string} name */
async function open(name) {
  const response = await fetch(`templates/${name}.xlsx`).catch(() => null);
  if (!response?.ok) {
    say("state", `${name}.xlsx does not come from the add-in's server. Is the network there?`, true);
    return;
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  const parts = [];
  for (let i = 0; i < bytes.length; i += 0x8000) parts.push(String.fromCharCode(...bytes.subarray(i, i + 0x8000)));
  await Excel.createWorkbook(btoa(parts.join("")));
}

/** beyond_var: Beyond VaR. @param {string} name */
const titled = (name) => (name[0].toUpperCase() + name.slice(1)).replaceAll("_", " ").replace(/\bvar\b/, "VaR");

function listTemplates() {
  by("templates").replaceChildren(...Object.entries(TEMPLATES).map(([name, question]) => {
    const made = document.createElement("li");
    made.append(button(titled(name), () => { open(name).catch(refused); }), element("p", question, "soft"));
    return made;
  }));
}

async function takeOver() {
  const names = known.map((one) => one.name);
  await Excel.run(async (context) => {
    const sheets = context.workbook.worksheets.load("items/name");
    await context.sync();
    const used = sheets.items.map((sheet) => sheet.getUsedRangeOrNullObject(true).load("formulas"));
    await context.sync();
    let count = 0;
    for (const range of used.filter((one) => !one.isNullObject)) {
      range.formulas.forEach((row, r) => row.forEach((text, c) => {
        const formula = takenOver(text, names);
        if (formula === null) return;
        range.getCell(r, c).formulas = [[formula]];
        count++;
      }));
    }
    await context.sync();
    const one = count === 1 ? "1 formula is" : `${count} formulas are`;
    say("taken", count ? `${one} now calculated here.` : "No formula calls one of these functions.");
  });
}

by("takeover").onclick = () => { takeOver().catch((problem) => say("taken", `Excel refused: ${problem.message}`, true)); };
listFunctions((one) => {
  show(one);
  by("help").focus();
});
listTemplates();
show(known[0]);
Office.onReady().then(() => Excel.run(async (context) => {
  context.workbook.onSelectionChanged.add(explain);
  await context.sync();
  await Office.addin.setStartupBehavior(Office.StartupBehavior.load); // this workbook starts the add-in from now on
})).catch(() => undefined);
dispatchEvent(new Event("started")); // guard.js has nothing more to fear
