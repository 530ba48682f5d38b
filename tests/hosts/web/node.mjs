// node node.mjs SITE QUESTIONS ANSWERS: the functions of a folder that xl-stressvar web wrote, under node.
// One Python answers for all workbooks; each has a page of its own.

import {readFileSync, writeFileSync} from "node:fs";
import {join, resolve} from "node:path";
import {pathToFileURL} from "node:url";

import {ask} from "./ask.js";
import * as standin from "./standin.js";

const [site, questions, answers] = process.argv.slice(2).map((one) => resolve(one));
const from = (name) => import(new URL(name, pathToFileURL(`${site}/`)).href);
standin.install(globalThis, JSON.parse(readFileSync(join(site, "functions.json"), "utf-8")));

const [{loadPyodide}, {ENGINE}, {start}] = await Promise.all(
  ["pyodide/pyodide.mjs", "catalogue.js", "python.js"].map(from),
);
const python = await loadPyodide({indexURL: join(site, "pyodide/")});
const engine = await start(python, new Uint8Array(readFileSync(join(site, ENGINE.file))));

/** The recalculations of a workbook, in a page that was opened for it. */
async function opened(recalculations, at) {
  Object.assign(standin.options, {date1904: false, reads: 0, recalculations: 0}, recalculations[0].options);
  const {register, sentence} = await from(`functions.js?${at}`);
  register(engine.ask);
  const found = [];
  for (const one of recalculations) found.push(await ask(one, sentence));
  return {answers: found, reads: standin.options.reads, recalculations: standin.options.recalculations};
}

const found = {};
for (const [name, asked] of Object.entries(JSON.parse(readFileSync(questions, "utf-8")))) {
  found[name] = await opened(asked, Object.keys(found).length);
}
writeFileSync(answers, JSON.stringify(found));
