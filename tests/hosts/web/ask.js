// The questions of a test put to the functions as Excel would put them, all in one recalculation.

import * as standin from "./standin.js";

/** An argument; a handle is asked for first. */
async function argument(one) {
  if (!one || !one.handle) return one;
  const loaded = await standin.call("LOAD_HISTORY", [one.handle], "Handles!A1");
  return {value: loaded.v[0][0]};
}

/**
 * The answers: {v} or {e, hover}, and `said` for the sentence that the page keeps of the cell.
 * @param {{sheets: object, blank: unknown, from?: number, calls: {name: string, args: any[]}[]}} questions
 * @param {(address: string) => string} sentence
 */
export async function ask(questions, sentence) {
  Object.assign(standin.sheets, questions.sheets);
  standin.options.blank = questions.blank;
  const from = questions.from ?? 0; // rows above the first formula
  const given = await Promise.all(questions.calls.map((one) => Promise.all(one.args.map(argument))));
  const answers = await Promise.all(
    questions.calls.map((one, i) => standin.call(one.name, given[i], `Out!A${from + i + 1}`)),
  );
  return answers.map((answer, i) => ({...answer, said: sentence(`Out!$A$${from + i + 1}`)}));
}
