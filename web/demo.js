// @ts-check
// A small sheet with the functions live: type numbers and formulas, without Excel.

import {evaluate, Failed} from "./formula.js";
import {button, by, element, input, known, listFunctions, say, sayStage, showHelp} from "./page.js";
import {startEngine, starting, where} from "./start.js";

/** @typedef {import("./cells.js").Cell} Cell */

const ROWS = 16, COLUMNS = 7;
const LETTERS = Array.from({length: COLUMNS}, (_, c) => String.fromCharCode(65 + c));
const BOOK = "$B$2:$B$4";

/** @param {string} name @param {number} row */
const stressed = (name, row) => `=${name}(CRISIS_RETURNS(D${row},$A$2:$A$4),${BOOK},D${row},$B$6,$B$7)`;

/** What is typed into the cells, by address. @type {Map<string, string>} */
const typed = new Map(Object.entries({
  A1: "Asset", B1: "Position", A2: "SPX", B2: "1000000", A3: "UST10Y", B3: "500000", A4: "GOLD", B4: "250000",
  A6: "Confidence", B6: "0.99", A7: "Horizon, days", B7: "10",
  D1: "Crisis", E1: "Stressed VaR", F1: "Stressed ES", D2: "GFC", D3: "2008-09-01:2009-02-28",
  E2: stressed("STRESSED_VAR", 2), F2: stressed("STRESSED_ES", 2),
  E3: `=STRESSED_VAR(CRISIS_RETURNS(D2,$A$2:$A$4),${BOOK},D3,$B$6,$B$7)`,
  D5: "Second / first", E5: "=E3/E2", A9: "Correlations",
  A10: "=CRISIS_CORR(CRISIS_RETURNS(D2,A2:A4))", A14: "Volatility a year", A15: "=CRISIS_VOL(CRISIS_RETURNS(D2,A2:A4))",
}));
/** What the cells show. @type {Map<string, Cell>} */
let shown = new Map();
/** Why some of them fail. @type {Map<string, string>} */
let why = new Map();
let selected = "E2";

say("state", starting);
const ask = startEngine((stage, seconds, problem) => {
  sayStage(stage, seconds, problem);
  if (stage !== "all") calculate();
});

/** Every formula anew. */
async function calculate() {
  const sheet = new Sheet();
  for (const address of typed.keys()) await sheet.cell(address);
  [shown, why] = [sheet.shown, sheet.why];
  draw();
}

class Sheet {
  constructor() {
    /** @type {Map<string, Cell>} */
    this.shown = new Map();
    /** @type {Map<string, string>} */
    this.why = new Map();
    /** @type {Map<string, Promise<void>>} */
    this.asked = new Map();
  }

  /** @param {string} address @returns {Promise<Cell>} */
  async cell(address) {
    const text = typed.get(address);
    if (text !== undefined && !this.asked.has(address)) this.asked.set(address, this.calculated(address, text));
    else if (this.asked.has(address) && !this.shown.has(address)) throw new Failed("#VALUE!", "The formulas refer to each other.");
    await this.asked.get(address);
    return this.shown.get(address) ?? null;
  }

  /** @param {string} address @param {string} text */
  async calculated(address, text) {
    if (!text.startsWith("=")) {
      this.shown.set(address, text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text);
      return;
    }
    try {
      this.spill(address, await evaluate(text.slice(1), {range: (at) => this.range(at), call: (name, given) => this.call(name, given)}));
    } catch (problem) {
      const failed = problem instanceof Failed ? problem : new Failed("#N/A", problem instanceof Error ? problem.message : String(problem));
      this.shown.set(address, {e: failed.code});
      this.why.set(address, failed.message);
    }
  }

  /** @param {string} address @param {Cell[][]} cells */
  spill(address, cells) {
    const [column, row] = [LETTERS.indexOf(address[0]), Number(address.slice(1))];
    cells.forEach((line, r) => line.forEach((one, c) => {
      const at = `${LETTERS[column + c]}${row + r}`;
      if ((r === 0 && c === 0) || !typed.has(at)) this.shown.set(at, one);
    }));
  }

  /** @param {string} address */
  async range(address) {
    const [first, last = first] = address.split(":");
    const rows = [];
    for (let r = Number(first.slice(1)); r <= Number(last.slice(1)); r++) {
      const row = [];
      for (let c = LETTERS.indexOf(first[0]); c <= LETTERS.indexOf(last[0]); c++) row.push(await this.cell(`${LETTERS[c]}${r}`));
      rows.push(row);
    }
    return rows;
  }

  /** @param {string} name @param {({cells: Cell[][], address: string | null} | null)[]} given @returns {Promise<Cell[][]>} */
  async call(name, given) {
    if (!known.some((one) => one.name === name)) throw new Failed("#NAME?", `${name} is not known here.`);
    /** @type {Cell[][][]} */
    const ranges = [];
    const a = given.map((one) => {
      if (!one) return null;
      const single = one.cells.length === 1 && one.cells[0].length === 1;
      return single ? {v: one.cells[0][0]} : {r: ranges.push(one.cells) - 1};
    });
    const calls = [{f: name, a, p: given.map((one) => one && one.address), c: ""}];
    const [answer] = JSON.parse(await ask(JSON.stringify({date1904: false, ranges, calls}), []));
    if (!answer.v) throw new Failed(answer.e, answer.m);
    return answer.v;
  }
}

function draw() {
  const head = document.createElement("tr");
  head.append(element("th", ""), ...LETTERS.map((letter) => element("th", letter)));
  by("grid").replaceChildren(head, ...Array.from({length: ROWS}, (_, r) => {
    const row = document.createElement("tr");
    row.append(element("th", String(r + 1)), ...LETTERS.map((letter) => drawn(`${letter}${r + 1}`)));
    return row;
  }));
  by("at").textContent = selected;
  input("formula").value = typed.get(selected) ?? "";
  say("said", why.get(selected) ?? "", true);
}

/** @param {string} address */
function drawn(address) {
  const cell = shown.get(address) ?? null;
  const made = document.createElement("td");
  const inside = button(shownText(cell), () => choose(address));
  inside.id = address;
  inside.setAttribute("aria-label", `${address}: ${shownText(cell) || "blank"}`);
  inside.setAttribute("aria-current", String(address === selected));
  inside.tabIndex = address === selected ? 0 : -1;
  made.classList.toggle("number", typeof cell === "number");
  made.classList.toggle("bad", why.has(address));
  made.classList.toggle("input", /^-?[\d.]+$/.test(typed.get(address) ?? ""));
  made.append(inside);
  return made;
}

/** @param {Cell} cell */
function shownText(cell) {
  if (cell === null) return "";
  if (typeof cell === "object") return cell.e;
  if (typeof cell !== "number") return String(cell);
  return Math.abs(cell) >= 1000 ? cell.toLocaleString("en", {maximumFractionDigits: 0}) : String(Number(cell.toPrecision(6)));
}

/** @param {string} address */
function choose(address) {
  selected = address;
  draw();
  by(address).focus();
}

by("grid").onkeydown = (event) => {
  const step = {ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0]}[event.key];
  if (event.key === "F2") input("formula").focus();
  if (!step) return;
  event.preventDefault();
  const column = Math.min(Math.max(LETTERS.indexOf(selected[0]) + step[0], 0), COLUMNS - 1);
  const row = Math.min(Math.max(Number(selected.slice(1)) + step[1], 1), ROWS);
  choose(`${LETTERS[column]}${row}`);
};
input("formula").onchange = () => {
  const entered = input("formula").value;
  if (entered) typed.set(selected, entered);
  else typed.delete(selected);
  calculate();
};
by("where").textContent = where;
listFunctions((one) => {
  showHelp(one, ...one.examples.map(([formula, gives]) => element("p", `${formula} gives ${gives}`)));
  by("help").focus();
});
const asked = known.find((one) => one.name === location.hash.slice(1)); // as Excel's help link names it
showHelp(asked || known[0]);
/** @type {HTMLDetailsElement} */ (by("functions")).open = Boolean(asked);
draw();
dispatchEvent(new Event("started")); // guard.js has nothing more to fear
