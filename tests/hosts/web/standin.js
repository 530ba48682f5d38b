// Excel's part, for tests: what its documentation says of Office.onReady, Excel.run and the custom functions
// runtime. `options.blank` is what this Excel hands over for a blank cell: null, or 0 as before 2024.

const WITH_MESSAGE = new Set(["#VALUE!", "#N/A"]);
const ErrorCode = {
  invalidValue: "#VALUE!", notAvailable: "#N/A", divisionByZero: "#DIV/0!", invalidNumber: "#NUM!",
  nullReference: "#NULL!", invalidName: "#NAME?", invalidReference: "#REF!",
};
const OUTPUT = new Set(["#VALUE!", "#N/A", "#DIV/0!", "#NUM!", "#NULL!"]);

class FunctionError {
  constructor(code, message) {
    if (!OUTPUT.has(code)) throw new TypeError(`${code} cannot be given back`);
    if (message !== undefined && !WITH_MESSAGE.has(code)) throw new TypeError(`${code} takes no message`);
    this.code = code;
    this.message = message;
  }
}

class InputError {
  constructor(code) {
    this.code = code;
  }
}

/** The sheets of a workbook, and how many times each thing was asked of Excel. */
export const sheets = {};
export const options = {
  blank: null, date1904: false, reads: 0, recalculations: 0, selected: null, cell: "Sheet1!A1", formula: "",
  books: [], written: [],
};
export const known = new Map();

const letters = (text) => [...text].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1;

export function block(sheet, address) {
  const [, c1, r1, c2, r2] = /^\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?$/.exec(address);
  const rows = [];
  for (let r = Number(r1) - 1; r < Number(r2 || r1); r++) {
    const row = [];
    for (let c = letters(c1); c <= letters(c2 || c1); c++) row.push((sheets[sheet][r] || [])[c] ?? null);
    rows.push(row);
  }
  return rows;
}

function type(cell) {
  if (cell === null) return "Empty";
  if (typeof cell === "object") return "Error";
  return {number: "Double", boolean: "Boolean", string: "String"}[typeof cell];
}

let pending = [];

/** Properties that can be read only after load and sync. */
function loaded(values, more = {}) {
  const there = new Set();
  const object = {...more};
  return new Proxy(object, {
    get(target, name, self) {
      if (name === "load") {
        return (names) => {
          pending.push(() => String(names).split(",").forEach((one) => there.add(one.split("/")[0])));
          return self;
        };
      }
      if (!(name in values)) return target[name];
      if (!there.has(name)) throw new Error(`${String(name)} was read before load and sync`);
      return values[name]();
    },
    set(target, name, value) {
      (more.set || (() => undefined))(name, value);
      return true;
    },
  });
}

function range(sheet, address) {
  return loaded({
    valueTypes: () => {
      options.reads++;
      return block(sheet, address).map((row) => row.map(type));
    },
  });
}

function worksheet(name) {
  const formulas = () => sheets[name].map((row) => row.map((c) => c ?? ""));
  return {
    name,
    getRange: (address) => range(name, address),
    getUsedRangeOrNullObject: () => loaded(
      {formulas},
      {isNullObject: !sheets[name].length, getCell: (r, c) => loaded({}, {set: (_, rows) => { sheets[name][r][c] = rows[0][0]; }})},
    ),
  };
}

const workbook = {
  onSelectionChanged: {add: (handler) => { options.selected = handler; }},
  getActiveCell: () => loaded(
    {address: () => options.cell, formulas: () => [[options.formula]]},
    {set: (_, rows) => { options.written.push(rows[0][0]); }},
  ),
  application: {calculate: () => { options.recalculations++; }},
  functions: {date: () => loaded({value: () => (options.date1904 ? 1 : 1463)})},
};

function worksheets() {
  return loaded({items: () => Object.keys(sheets).map(worksheet)}, {getItem: worksheet});
}

/** Put Excel where the page looks for it. */
export function install(scope, metadata) {
  const context = {
    workbook: {...workbook, worksheets: worksheets()},
    sync: async () => {
      const all = pending;
      pending = [];
      all.forEach((one) => one());
    },
  };
  scope.CustomFunctions = {ErrorCode, Error: FunctionError, associate: (id, made) => known.set(id, made)};
  scope.Office = {
    onReady: async () => ({host: "Excel"}),
    StartupBehavior: {load: "Load"},
    addin: {setStartupBehavior: async () => undefined},
  };
  scope.Excel = {
    RangeValueType: {empty: "Empty"},
    CalculationType: {full: "Full"},
    run: async (work) => work(context),
    createWorkbook: async (text) => { options.books.push(text); },
  };
  facts = new Map(metadata.functions.map((one) => [one.name, one]));
}

let facts = new Map();
const handed = (cell) => {
  if (cell === null) return options.blank;
  return typeof cell === "object" ? new InputError(cell.e) : cell;
};

/**
 * One call as Excel makes it: an argument is null (left out), {value} or {sheet, ref}; what comes back is
 * checked as Excel would.
 */
export async function call(name, args, at) {
  const {id, parameters, options: asked} = facts.get(name);
  const given = [];
  const addresses = [];
  parameters.forEach((_, i) => {
    const one = args[i] ?? null;
    addresses.push(one?.ref ? `${one.sheet}!${one.ref}` : undefined);
    if (!one) {
      given.push(null);
      return;
    }
    const rows = one.ref ? block(one.sheet, one.ref) : Array.isArray(one.value) ? one.value : [[one.value]];
    given.push(rows.map((row) => row.map(handed)));
  });
  const invocation = {functionName: name};
  if (asked.requiresAddress) invocation.address = at;
  if (asked.requiresParameterAddresses) invocation.parameterAddresses = addresses;
  try {
    return {v: taken(await known.get(id)(...given, invocation))};
  } catch (problem) {
    if (problem instanceof FunctionError) return {e: problem.code, hover: problem.message};
    return {broken: String((problem && problem.stack) || problem)};
  }
}

function taken(rows) {
  if (!Array.isArray(rows) || !rows.every((row) => Array.isArray(row) && row.length === rows[0].length)) {
    throw new TypeError("no rectangle");
  }
  return rows.map((row) => row.map((cell) => {
    if (cell instanceof FunctionError) return {e: cell.code};
    if (!["number", "string", "boolean"].includes(typeof cell) || Number.isNaN(cell)) {
      throw new TypeError(`a cell cannot hold ${String(cell)}`);
    }
    return cell;
  }));
}
