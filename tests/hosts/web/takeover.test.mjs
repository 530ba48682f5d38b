// Formulas of the other add-in become formulas of this one, and nothing else changes.

import assert from "node:assert/strict";
import {test} from "node:test";

import {takenOver} from "../../../web/takeover.js";

const NAMES = ["PARAM_VAR", "STRESSED_VAR"];

for (const [formula, want] of [
  ["=PARAM_VAR(1,2)", "=PARAM_VAR(1,2)"],
  ["='C:\\Users\\a b\\XLSTART\\stressvar.xlam'!PARAM_VAR(1,2)", "=PARAM_VAR(1,2)"],
  ["=stressvar.xlam!PARAM_VAR(1,2)", "=PARAM_VAR(1,2)"],
  ["=1+[1]!STRESSED_VAR(A1:B3,[1]!PARAM_VAR(1,2))", "=1+STRESSED_VAR(A1:B3,PARAM_VAR(1,2))"],
  ["=_xldudf_PARAM_VAR(1,2)", "=PARAM_VAR(1,2)"],
  ['=PARAM_VAR(1,2)&"[1]!PARAM_VAR("', '=PARAM_VAR(1,2)&"[1]!PARAM_VAR("'],
]) test(`${formula} becomes ${want}`, () => assert.equal(takenOver(formula, NAMES), want));

for (const other of ["=SUM(A1)", "PARAM_VAR(1,2)", "=MY_PARAM_VAR(1)", "=PARAM_VAR_2(1)", '="PARAM_VAR(1)"', 3, "", null]) {
  test(`${other} is left alone`, () => assert.equal(takenOver(other, NAMES), null));
}
