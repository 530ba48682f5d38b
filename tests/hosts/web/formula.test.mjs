// The formulas of the demo page.

import assert from "node:assert/strict";
import {test} from "node:test";

import {evaluate, Failed} from "../../../web/formula.js";

const asked = [];
const sheet = {
  range: async (address) => (address.includes(":") ? [[1, 2], [3, null]] : [[{B1: 4, C1: {e: "#N/A"}, D1: "text"}[address] ?? null]]),
  call: async (name, given) => {
    asked.push([name, given]);
    return [[10]];
  },
};

for (const [formula, want] of [
  ["1+2*3", 7], ["(1+2)*3", 9], ["-2-3", -5], ["10%", 0.1], ["1.5E-3", 0.0015], ["B1/2", 2], ["A9+1", 1], ['"a ""b"""', 'a "b"'],
  ["TRUE", true], ["2*PARAM_VAR(1)", 20],
]) test(`${formula} is ${want}`, async () => assert.deepEqual(await evaluate(formula, sheet), [[want]]));

for (const [formula, code] of [["1/0", "#DIV/0!"], ["C1+1", "#N/A"], ["D1+1", "#VALUE!"], ["A1:B2*2", "#VALUE!"], ["1+", "#NAME?"],
  ["PARAM_VAR(1", "#NAME?"], ["WHAT", "#NAME?"], ["1 2", "#NAME?"]]) {
  test(`${formula} shows ${code}`, async () => {
    await assert.rejects(evaluate(formula, sheet), (problem) => problem instanceof Failed && problem.code === code);
  });
}

test("a call gets ranges with their addresses, arrays, texts, and null for what is left out", async () => {
  asked.length = 0;
  await evaluate('STRESSED_VAR($A$1:B2,{1,2;-3,"x"},,"GFC")', sheet);
  assert.deepEqual(asked, [["STRESSED_VAR", [
    {cells: [[1, 2], [3, null]], address: "Sheet!A1:B2"}, {cells: [[1, 2], [-3, "x"]], address: null}, null,
    {cells: [["GFC"]], address: null},
  ]]]);
});

test("a call without arguments gets none", async () => {
  asked.length = 0;
  await evaluate("CRISIS_WINDOWS()", sheet);
  assert.deepEqual(asked, [["CRISIS_WINDOWS", []]]);
});
