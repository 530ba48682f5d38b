// @ts-check
/// <reference types="office-js" />
/// <reference types="custom-functions-runtime" />
// The custom functions: what Excel asks, gathered and put to the engine. What differs from function to
// function stands in catalogue.js.

import {FUNCTIONS} from "./catalogue.js";
import {failure, grid, key, plain, same, sent, shownCell} from "./cells.js";

/** @typedef {import("./cells.js").Cell} Cell */
/** @typedef {import("./cells.js").Sent} Sent */
/** @typedef {import("./cells.js").Answer} Answer */
/** @typedef {(request: string, buffers: Float64Array[]) => Promise<string>} Ask */
/** @typedef {null | {r: Sent} | {v: Cell}} Argument */
/** @typedef {{f: string, a: Argument[], p: (string | null)[], c: string, w?: string}} Call */
/** @typedef {{call: Call, done: (rows: any[][]) => void, failed: (error: unknown) => void}} Waiting */

const AT_ONCE = 500; // calls in one message
const MOST = 5000; // sentences kept
const PAUSE = 10000; // milliseconds from one full recalculation to the next

/** The sentences behind failed cells, by address. @type {Map<string, string>} */
const sentences = new Map();
/** @type {Waiting[]} */
const queue = [];
/** @type {Ask} */
let ask = () => Promise.reject(new Error("The engine is not connected."));
let answered = () => undefined;
let blanksAreNull = false; // Excel before the summer of 2024 hands over 0 for a blank cell
let date1904 = false;
let recalculating = false;

/** @type {Promise<void>} */
let ready = Promise.resolve();

/**
 * Tell Excel of every function.
 * @param {Ask} engine one request in, one answer out
 * @param {() => undefined} [whenAnswered] called after each answer, for who shows sentences
 */
export function register(engine, whenAnswered) {
  ask = engine;
  if (whenAnswered) answered = whenAnswered;
  ready = dateSystem().then((is1904) => { date1904 = is1904; }, () => undefined);
  for (const [id, known] of Object.entries(FUNCTIONS)) {
    CustomFunctions.associate(id, worksheetFunction(known.name, known.parameters.length));
  }
}

/** The sentence behind a failed cell; empty if there is none. @param {string} address */
export const sentence = (address) => sentences.get(plain(address)) || "";

/** Whether the workbook counts its days from 1904. */
async function dateSystem() {
  await Office.onReady();
  return Excel.run(async (context) => {
    const second = context.workbook.functions.date(1904, 1, 2).load("value");
    await context.sync();
    return second.value === 1; // 1463 where they count from 1900
  });
}

/** @param {string} name @param {number} count */
function worksheetFunction(name, count) {
  /** @param {...any} given the arguments, and the invocation last */
  return async (...given) => {
    const invocation = /** @type {CustomFunctions.Invocation} */ (given[given.length - 1]);
    const addresses = Array.from({length: count}, (_, i) => invocation.parameterAddresses?.[i] || null);
    await ready;
    const grids = given.slice(0, count).map(grid);
    await restoreBlanks(grids, addresses);
    const call = {f: name, a: grids.map(argument), p: addresses, c: plain(invocation.address)};
    return new Promise((done, failed) => {
      queue.push({call: withSentence(call), done, failed});
      if (queue.length === 1) setTimeout(send, 0); // Excel calls all cells of a recalculation in one go
    });
  };
}

/** @param {Cell[][] | null} rows @returns {Argument} */
function argument(rows) {
  if (!rows) return null;
  return rows.length === 1 && rows[0].length === 1 ? {v: rows[0][0]} : {r: sent(rows)};
}

/** STRESSVAR_WHY is told what is known of its cell. @param {Call} call @returns {Call} */
function withSentence(call) {
  return call.f === "STRESSVAR_WHY" ? {...call, w: sentences.get(plain(call.p[0]))} : call;
}

/**
 * Blank cells that came as 0 become blank again: Excel is asked, unless it has shown that it hands over null.
 * @param {(Cell[][] | null)[]} grids @param {(string | null)[]} addresses
 */
async function restoreBlanks(grids, addresses) {
  if (blanksAreNull) return;
  if (grids.some((rows) => rows?.some((row) => row.includes(null)))) {
    blanksAreNull = true;
    return;
  }
  const suspects = grids.flatMap((rows, i) => {
    const address = addresses[i];
    return rows && address && rows.some((row) => row.includes(0)) ? [{rows, address}] : [];
  });
  if (!suspects.length) return;
  await Excel.run(async (context) => {
    const ranges = suspects.map((one) => area(context, one.address).load("valueTypes"));
    await context.sync();
    ranges.forEach((range, k) => blanked(suspects[k].rows, range.valueTypes));
  });
}

/** @param {Cell[][]} rows @param {Excel.RangeValueType[][]} types */
function blanked(rows, types) {
  rows.forEach((row, r) => row.forEach((one, c) => {
    if (one === 0 && types[r]?.[c] === Excel.RangeValueType.empty) row[c] = null;
  }));
}

/** @param {Excel.RequestContext} context @param {string} address */
function area(context, address) {
  const at = plain(address).lastIndexOf("!");
  return context.workbook.worksheets.getItem(plain(address).slice(0, at)).getRange(plain(address).slice(at + 1));
}

async function send() {
  while (queue.length) {
    const part = queue.splice(0, AT_ONCE);
    try {
      const answers = await asked(part.map((one) => one.call));
      part.forEach((one, i) => give(one, answers[i]));
      if (answers.some((answer) => answer.load)) recalculate();
    } catch (problem) {
      const said = problem instanceof Error ? problem.message : String(problem);
      part.forEach((one) => give(one, {e: "#N/A", m: said.slice(0, 255)}));
    }
    answered();
  }
}

/** @param {Waiting} one @param {Answer} answer */
function give(one, answer) {
  sentences.delete(one.call.c);
  if (one.call.c && answer.m) sentences.set(one.call.c, answer.m);
  if (sentences.size > MOST) sentences.delete(sentences.keys().next().value || "");
  if (answer.v) one.done(answer.v.map((row) => row.map(shownCell)));
  else one.failed(failure(answer));
}

/** The answers to calls; a range that many of them share travels once. @param {Call[]} calls @returns {Promise<Answer[]>} */
async function asked(calls) {
  /** @type {Map<string, number>} */
  const known = new Map();
  /** @type {Sent[]} */
  const ranges = [];
  /** @param {Sent} range */
  const place = (range) => {
    const name = key(range);
    const found = known.get(name);
    if (found !== undefined && same(ranges[found], range)) return found;
    known.set(name, ranges.length);
    return ranges.push(range) - 1;
  };
  const written = calls.map((call) => (
    {...call, a: call.a.map((one) => (one && "r" in one ? {r: place(one.r)} : one))}
  ));
  const texts = ranges.map((one) => one.text).join(",");
  const request = `{"date1904":${date1904},"calls":${JSON.stringify(written)},"ranges":[${texts}]}`;
  return JSON.parse(await ask(request, ranges.flatMap((one) => one.numbers || [])));
}

/** A handle that the engine no longer knows, as after a reload: every cell is calculated anew, once. */
function recalculate() {
  if (recalculating) return;
  recalculating = true;
  setTimeout(() => { recalculating = false; }, PAUSE);
  Excel.run(async (context) => {
    context.workbook.application.calculate(Excel.CalculationType.full);
    await context.sync();
  }).catch(() => undefined); // the cells already say that their handle is unknown
}
