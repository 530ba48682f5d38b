// @ts-check
// Formulas of the demo page: calls of our functions, references, arithmetic, texts and arrays. Excel itself does
// this in a workbook; here it is enough to try things in.

/** @typedef {import("./cells.js").Cell} Cell */
/** @typedef {{cells: Cell[][], address: string | null}} Value */
/** @typedef {{range: (address: string) => Promise<Cell[][]>, call: (name: string, given: (Value | null)[]) => Promise<Cell[][]>}} Sheet */

const TOKEN = /\s*(?:(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)|"((?:[^"]|"")*)"|(\$?[A-Z]{1,2}\$?\d+(?::\$?[A-Z]{1,2}\$?\d+)?)(?![\w(])|([A-Z][A-Z0-9_.]*)|(.))/iy;

/** An error cell as an exception. */
export class Failed extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** @param {string} text without its equals sign @param {Sheet} sheet @returns {Promise<Cell[][]>} */
export async function evaluate(text, sheet) {
  const reader = new Reader(tokens(text), sheet);
  const {cells} = await reader.sum();
  if (reader.next !== null) throw new Failed("#NAME?", `The formula cannot be read from ${reader.next.text} on.`);
  return cells;
}

/** @typedef {{kind: "number" | "text" | "reference" | "name" | "sign", text: string}} Token */

/** @param {string} text @returns {Token[]} */
function tokens(text) {
  /** @type {Token[]} */
  const found = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (!match) break;
    const [, number, quoted, reference, name, sign] = match;
    if (number !== undefined) found.push({kind: "number", text: number});
    else if (quoted !== undefined) found.push({kind: "text", text: quoted.replaceAll('""', '"')});
    else if (reference !== undefined) found.push({kind: "reference", text: reference.toUpperCase().replaceAll("$", "")});
    else if (name !== undefined) found.push({kind: "name", text: name.toUpperCase()});
    else found.push({kind: "sign", text: sign});
  }
  return found;
}

/** @param {Cell} cell @returns {Value} */
const one = (cell) => ({cells: [[cell]], address: null});

/** @param {Value} value */
function numberOf({cells}) {
  const cell = cells[0][0];
  if (cell !== null && typeof cell === "object") throw new Failed(cell.e, "A cell that the formula reads shows an error.");
  const found = Number(cell ?? 0);
  if (cells.length > 1 || cells[0].length > 1 || Number.isNaN(found)) throw new Failed("#VALUE!", "This page reckons with single numbers only.");
  return found;
}

class Reader {
  /** @param {Token[]} left @param {Sheet} sheet */
  constructor(left, sheet) {
    this.left = left;
    this.sheet = sheet;
  }

  get next() {
    return this.left[0] ?? null;
  }

  /** Whether a sign is next; it is then read. @param {string} text */
  reads(text) {
    const found = this.next?.kind === "sign" && this.next.text === text;
    if (found) this.left.shift();
    return found;
  }

  /** @param {string} text */
  expects(text) {
    if (!this.reads(text)) throw new Failed("#NAME?", `The formula lacks a ${text}.`);
  }

  /** @returns {Promise<Value>} */
  async sum() {
    let value = await this.product();
    for (;;) {
      if (this.reads("+")) value = one(numberOf(value) + numberOf(await this.product()));
      else if (this.reads("-")) value = one(numberOf(value) - numberOf(await this.product()));
      else return value;
    }
  }

  /** @returns {Promise<Value>} */
  async product() {
    let value = await this.signed();
    for (;;) {
      if (this.reads("*")) value = one(numberOf(value) * numberOf(await this.signed()));
      else if (this.reads("/")) value = one(divided(numberOf(value), numberOf(await this.signed())));
      else return value;
    }
  }

  /** @returns {Promise<Value>} */
  async signed() {
    if (this.reads("-")) return one(-numberOf(await this.signed()));
    let value = await this.single();
    while (this.reads("%")) value = one(numberOf(value) / 100);
    return value;
  }

  /** @returns {Promise<Value>} */
  async single() {
    if (this.reads("(")) {
      const value = await this.sum();
      this.expects(")");
      return value;
    }
    if (this.reads("{")) return this.array();
    const token = this.left.shift();
    if (!token) throw new Failed("#NAME?", "The formula is not complete.");
    if (token.kind === "number") return one(Number(token.text));
    if (token.kind === "text") return one(token.text);
    if (token.kind === "reference") return {cells: await this.sheet.range(token.text), address: `Sheet!${token.text}`};
    if (token.kind === "name" && ["TRUE", "FALSE"].includes(token.text)) return one(token.text === "TRUE");
    if (token.kind === "name" && this.reads("(")) {
      return {cells: await this.sheet.call(token.text, await this.given()), address: null};
    }
    throw new Failed("#NAME?", `${token.text} is not known here.`);
  }

  /** The arguments of a call, up to its closing bracket. */
  async given() {
    /** @type {(Value | null)[]} */
    const found = [];
    if (this.reads(")")) return found;
    for (;;) {
      const omitted = this.next?.kind === "sign" && [",", ")"].includes(this.next.text);
      found.push(omitted ? null : await this.sum());
      if (this.reads(")")) return found;
      this.expects(",");
    }
  }

  /** @returns {Promise<Value>} */
  async array() {
    /** @type {Cell[][]} */
    const rows = [[]];
    for (;;) {
      rows[rows.length - 1].push((await this.signed()).cells[0][0]);
      if (this.reads("}")) return {cells: rows, address: null};
      if (this.reads(";")) rows.push([]);
      else this.expects(",");
    }
  }
}

/** @param {number} above @param {number} below */
function divided(above, below) {
  if (below === 0) throw new Failed("#DIV/0!", "The formula divides by zero.");
  return above / below;
}
