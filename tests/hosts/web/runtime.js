// The functions under Microsoft's own runtime: what the stand-in does for CustomFunctions is here the real thing.

import {startWorker} from "../engine.js";
import {register, sentence} from "../functions.js";
import {block, install} from "./standin.js";

const CODES = {1: "#N/A", 5: "#DIV/0!", 6: "#NUM!", 7: "#VALUE!", 8: "#NULL!"};
const real = self.CustomFunctions;
const metadata = await (await fetch("../functions.json")).json();
install(self, metadata); // Excel.run and Office, which wait for their host
self.CustomFunctions = real;
const facts = new Map(metadata.functions.map((one) => [one.name, one]));
register(startWorker((stage) => { self.stage = stage; }));

const wired = (cell) => (cell && typeof cell === "object" ? {type: "CustomFunctionError", code: cell.e} : cell);
const taken = (cell) => (cell && typeof cell === "object" ? {e: cell.basicValue, kind: cell.type} : cell);

async function call(name, args, at) {
  const {id, parameters} = facts.get(name);
  const values = [];
  const addresses = [];
  for (const [i] of parameters.entries()) {
    let one = args[i] ?? null;
    if (one?.handle) one = {value: (await call("LOAD_HISTORY", [one.handle], "Handles!A1")).v[0][0]};
    addresses.push(one?.ref ? `${one.sheet}!${one.ref}` : null);
    const rows = one && (one.ref ? block(one.sheet, one.ref) : Array.isArray(one.value) ? one.value : [[one.value]]);
    values.push(rows && rows.map((row) => row.map(wired)));
  }
  const got = await self.invoke(id, values, at, addresses);
  if ("value" in got) return {v: got.value.map((row) => row.map(taken))};
  return {e: CODES[got.code], hover: got.failed || undefined};
}

/** As ask.js does. */
export async function ask({sheets, calls}) {
  const standin = await import("./standin.js");
  Object.assign(standin.sheets, sheets);
  const answers = await Promise.all(calls.map((one, i) => call(one.name, one.args, `Out!A${i + 1}`)));
  return answers.map((answer, i) => ({...answer, said: sentence(`Out!$A$${i + 1}`)}));
}
