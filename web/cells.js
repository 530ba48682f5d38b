// @ts-check
/// <reference types="office-js" />
/// <reference types="custom-functions-runtime" />
// Cells from Excel to the engine's form, and back; ranges as they travel.

/** @typedef {number | string | boolean | null | {e: string}} Cell */
/** @typedef {{text: string, numbers: Float64Array | null}} Sent */
/** @typedef {{v?: Cell[][], e?: string, m?: string, load?: boolean, wait?: boolean}} Answer */

const SMALL = 64; // cells; less is not worth packing

/** What Excel hands over for a cell. @param {any} raw @returns {Cell} */
export function cell(raw) {
  if (raw === null || raw === undefined || raw === "") return null;
  if (typeof raw !== "object") return raw;
  if (typeof raw.code === "string") return {e: raw.code}; // a CustomFunctions.Error
  if (raw.type === "Error" || raw.basicType === "Error") return {e: String(raw.basicValue)};
  return raw.basicValue === undefined ? {e: "#VALUE!"} : cell(raw.basicValue);
}

/** An argument: a grid, or null if it was left out. @param {any} raw @returns {Cell[][] | null} */
export function grid(raw) {
  if (raw === null || raw === undefined) return null;
  return Array.isArray(raw) ? raw.map((/** @type {any[]} */ row) => row.map(cell)) : [[cell(raw)]];
}

/** What Excel takes back for a cell. @param {Cell} shown */
export function shownCell(shown) {
  return shown !== null && typeof shown === "object" ? new CustomFunctions.Error(code(shown.e)) : shown;
}

/** The error of a failed call, with its sentence where Excel shows one. @param {Answer} answer */
export function failure(answer) {
  const found = code(String(answer.e));
  const {invalidValue, notAvailable} = CustomFunctions.ErrorCode;
  const shows = found === invalidValue || found === notAvailable;
  return shows ? new CustomFunctions.Error(found, answer.m || "") : new CustomFunctions.Error(found);
}

/** @param {string} text @returns {CustomFunctions.ErrorCode} */
function code(text) {
  const {invalidValue, notAvailable, divisionByZero, invalidNumber, nullReference} = CustomFunctions.ErrorCode;
  /** @type {Record<string, CustomFunctions.ErrorCode>} */
  const known = {
    "#N/A": notAvailable, "#DIV/0!": divisionByZero, "#NUM!": invalidNumber, "#NULL!": nullReference,
  };
  return known[text] || invalidValue; // Excel takes no #REF! and no #NAME? back
}

/** 'My sheet'!$B$5, [Book]My sheet!B5 and My sheet!B5 are one cell. @param {string | null | undefined} address */
export function plain(address) {
  return (address || "").replace(/^.*\]/, "").replace(/^'|'(?=!)/g, "").replace(/''/g, "'").replace(/\$/g, "");
}

/** A range as it travels: its numbers as such, if it holds little else. @param {Cell[][]} rows @returns {Sent} */
export function sent(rows) {
  const large = rows.length * rows[0].length >= SMALL;
  return (large && packed(rows)) || {text: JSON.stringify(rows), numbers: null};
}

/**
 * Numbers under an optional header and beside an optional first column of texts; null for anything else.
 * @param {Cell[][]} rows @returns {Sent | null}
 */
function packed(rows) {
  let end = rows.length;
  while (end && rows[end - 1].every((one) => one === null)) end--;
  const top = end && !rows[0].every(isNumber) ? 1 : 0;
  if (end <= top || (top && !isHeader(rows[0]))) return null;
  const beside = isNumber(rows[top][0]) ? 0 : 1;
  const body = rows.slice(top, end);
  const numbers = numbersOf(body, beside);
  if (!numbers || (beside && !body.every((row) => typeof row[0] === "string"))) return null;
  const text = JSON.stringify({
    rows: body.length, columns: rows[0].length - beside, head: top ? rows[0] : null,
    left: beside ? body.map((row) => row[0]) : null, beyond: rows.length - end,
  });
  return {text, numbers};
}

/** The numbers from a column on; null if one is none, or none is there. @param {Cell[][]} rows @param {number} from */
function numbersOf(rows, from) {
  const columns = rows[0].length - from;
  const numbers = new Float64Array(rows.length * columns);
  let next = 0;
  for (const row of rows) {
    for (let c = from; c < row.length; c++) {
      const one = row[c];
      if (typeof one !== "number") return null;
      numbers[next++] = one;
    }
  }
  return columns ? numbers : null;
}

/** @param {Cell} one */
const isNumber = (one) => typeof one === "number";

/** @param {Cell[]} row */
function isHeader(row) {
  return row.some((one) => typeof one === "string") && row.every((one) => one === null || typeof one !== "object");
}

/** The same for ranges of the same content, and almost always another for others. @param {Sent} one */
export function key(one) {
  if (!one.numbers) return one.text;
  const words = new Int32Array(one.numbers.buffer);
  let a = 0;
  let b = 1;
  for (const word of words) {
    a = (Math.imul(a, 31) + word) | 0;
    b = (b + Math.imul(a, 7)) | 0;
  }
  return `${one.text}|${a}|${b}`;
}

/** @param {Sent} one @param {Sent} other */
export function same(one, other) {
  const {numbers} = other;
  if (one.text !== other.text || !one.numbers || !numbers) return one.text === other.text;
  return one.numbers.every((x, i) => Object.is(x, numbers[i]));
}
