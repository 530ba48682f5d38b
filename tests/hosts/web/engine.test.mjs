// What the page says when Python does not come up: a sentence for every call, and never silence.

import assert from "node:assert/strict";
import {test} from "node:test";

import {engine} from "../../../web/engine.js";

function worker() {
  return {sent: [], postMessage(message) { this.sent.push(message); }, onmessage: null, onerror: null};
}

const stages = () => {
  const told = [];
  return [told, (stage) => told.push(stage)];
};

test("an answer goes to the call that asked", async () => {
  const w = worker();
  const ask = engine(w, () => undefined);
  const [one, two] = [ask("1", []), ask("2", [])];
  w.onmessage({data: {stage: "functions", seconds: 1}});
  w.onmessage({data: {id: w.sent[1].id, text: "b"}});
  w.onmessage({data: {id: w.sent[0].id, text: "a"}});
  assert.deepEqual(await Promise.all([one, two]), ["a", "b"]);
});

test("a file that is missing or was changed fails every call, before and after, with what is wrong", async () => {
  const [told, tell] = stages();
  const w = worker();
  const ask = engine(w, tell);
  const before = ask("1", []);
  w.onmessage({data: {broken: "numpy: the server answers 404"}});
  await assert.rejects(before, /^Error: Python could not be started: numpy: the server answers 404\. Reload/);
  await assert.rejects(ask("2", []), /404/);
  assert.deepEqual(told, ["broken"]);
});

test("a worker that cannot be loaded fails every call", async () => {
  const w = worker();
  const ask = engine(w, () => undefined);
  const one = ask("1", []);
  w.onerror({});
  await assert.rejects(one, /worker\.js or a file that it needs is missing/);
});

test("a start without end fails the calls after a while, and a late one is welcome", async () => {
  const [told, tell] = stages();
  const w = worker();
  const ask = engine(w, tell, 10);
  await assert.rejects(ask("1", []), /has not answered/);
  w.onmessage({data: {stage: "functions", seconds: 1}});
  const late = ask("2", []);
  w.onmessage({data: {id: w.sent[1].id, text: "there"}});
  assert.equal(await late, "there");
  assert.deepEqual(told, ["broken", "functions"]);
});

test("a call that breaks takes no other with it", async () => {
  const w = worker();
  const ask = engine(w, () => undefined);
  w.onmessage({data: {stage: "functions", seconds: 1}});
  const [bad, good] = [ask("1", []), ask("2", [])];
  w.onmessage({data: {id: w.sent[0].id, problem: "MemoryError"}});
  w.onmessage({data: {id: w.sent[1].id, text: "fine"}});
  await assert.rejects(bad, /MemoryError/);
  assert.equal(await good, "fine");
});

test("every sentence fits a cell's message", async () => {
  const w = worker();
  const ask = engine(w, () => undefined);
  w.onmessage({data: {broken: "x".repeat(500)}});
  await assert.rejects(ask("1", []), (problem) => problem.message.length <= 255);
});
