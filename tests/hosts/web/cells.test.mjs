// Ranges as they travel, and what Excel hands over.

import assert from "node:assert/strict";
import {test} from "node:test";

import {cell, key, plain, same, sent} from "../../../web/cells.js";

const days = (rows) => Array.from({length: rows}, (_, i) => [39692 + i, i / 7]);

test("numbers travel as such, with header, dates as texts beside them and blank rows below", () => {
  assert.equal(sent(days(40)).numbers.length, 80);
  const dated = [["Date", "SPX"], ...days(40).map(([d, x]) => [`day ${d}`, x]), [null, null]];
  const {text, numbers} = sent(dated);
  const facts = JSON.parse(text);
  assert.deepEqual([facts.rows, facts.columns, facts.head, facts.left.length, facts.beyond], [40, 1, ["Date", "SPX"], 40, 1]);
  assert.equal(numbers[7], 1);
});

for (const [what, spoil] of [
  ["a blank", (rows) => { rows[20][1] = null; }], ["a text", (rows) => { rows[20][1] = "n/a"; }],
  ["TRUE", (rows) => { rows[20][1] = true; }], ["an error", (rows) => { rows[20][1] = {e: "#N/A"}; }],
  ["TRUE in the first row", (rows) => { rows[0] = [1, true]; }], ["an error in the header", (rows) => { rows[0] = ["a", {e: "#REF!"}]; }],
  ["a blank row among the others", (rows) => { rows[20] = [null, null]; }],
]) {
  test(`with ${what} they travel as cells`, () => {
    const rows = days(40);
    spoil(rows);
    assert.deepEqual(JSON.parse(sent(rows).text), rows);
  });
}

test("small ranges, blank ones and one column of texts travel as cells", () => {
  for (const rows of [days(3), Array(70).fill([null]), Array(70).fill(["x"])]) assert.equal(sent(rows).numbers, null);
});

test("the same content has the same key, another number is told apart", () => {
  const [one, two, other] = [sent(days(40)), sent(days(40)), sent(days(40).map(([d, x]) => [d, x + 1e-15]))];
  assert.equal(key(one), key(two));
  assert.ok(same(one, two));
  assert.ok(!same(one, other));
  assert.ok(!same(sent([[0], ...days(70).map(([d]) => [d])]), sent([[-0], ...days(70).map(([d]) => [d])])));
});

test("cells of every Excel become ours", () => {
  assert.deepEqual([null, undefined, "", 0, false, "x"].map(cell), [null, null, null, 0, false, "x"]);
  assert.deepEqual(cell({code: "#NUM!"}), {e: "#NUM!"});
  assert.deepEqual(cell({type: "Error", basicType: "Error", basicValue: "#DIV/0!"}), {e: "#DIV/0!"});
  assert.equal(cell({type: "FormattedNumber", basicValue: 3}), 3);
  assert.deepEqual(cell({type: "Entity"}), {e: "#VALUE!"});
});

test("an address is the same cell whatever its quotes, dollars and book", () => {
  for (const address of ["My sheet!B5", "'My sheet'!$B$5", "[Book.xlsx]My sheet!B5", "'[Book.xlsx]My sheet'!B5"]) {
    assert.equal(plain(address), "My sheet!B5");
  }
  assert.equal(plain("'It''s'!A1"), "It's!A1");
});
