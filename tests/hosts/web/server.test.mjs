// What the page says when the server of the firm does not answer: a sentence for every call, and never silence.

import assert from "node:assert/strict";
import {test} from "node:test";

import {server} from "../../../web/server.js";

const ADDRESS = "https://risk.example.com/answer";
const JSON_TYPE = {"Content-Type": "application/json"};

/** A server that answers so, and what was told of it. */
function asked(answers, patience) {
  const told = [];
  const sent = [];
  const ask = server(ADDRESS, (stage, _, problem) => told.push(problem ? `${stage}: ${problem}` : stage), async (address, given) => {
    sent.push([address, given]);
    return answers(sent.length, given);
  }, patience);
  return {ask, told, sent};
}

const given = (text, status = 200, headers = JSON_TYPE) => new Response(text, {status, headers});

test("text and numbers travel as bytes, and the answer comes back", async () => {
  const {ask, told, sent} = asked(() => given("[1]"));
  assert.equal(await ask('{"é":1}', [new Float64Array([1.5, -2])]), "[1]");
  const [address, {method, headers, body}] = sent[1];
  assert.deepEqual([address, method, headers["Content-Type"]], [ADDRESS, "POST", "application/octet-stream"]);
  const bytes = new DataView(await body.arrayBuffer());
  const length = bytes.getUint32(0, true);
  assert.equal(new TextDecoder().decode(new Uint8Array(bytes.buffer, 4, length)), '{"é":1}');
  assert.deepEqual(new Float64Array(bytes.buffer.slice(4 + length)), new Float64Array([1.5, -2]));
  assert.deepEqual(told, ["functions", "all"]);
});

for (const [what, answer, says] of [
  ["does not answer", () => { throw new TypeError("Failed to fetch"); }, /risk\.example\.com does not answer, or not to this page/],
  ["shows a sign-on page", () => given("<html>", 200, {"Content-Type": "text/html"}), /status 200, as a sign-on page/],
  ["fails", () => given("500", 500), /status 500/],
  ["is asked too much", () => given("", 413), /no more than 32 MB/],
]) {
  test(`a server that ${what} fails the call with a sentence that fits a cell`, async () => {
    const {ask} = asked(answer);
    await assert.rejects(ask("{}", []), (problem) => says.test(problem.message) && problem.message.length <= 255);
  });
}

test("a server that is silent fails the call after a while", async () => {
  const {ask, told} = asked((_, {signal}) => new Promise((_done, failed) => {
    signal.onabort = () => failed(signal.reason);
  }), 20);
  await assert.rejects(ask("{}", []), /has not answered for/);
  assert.equal(told.length, 1);
});

test("a server that is there again is welcome", async () => {
  const {ask, told} = asked((count) => {
    if (count < 3) throw new TypeError("Failed to fetch");
    return given("[]");
  });
  await assert.rejects(ask("{}", []));
  assert.equal(await ask("{}", []), "[]");
  assert.match(told[0], /^broken: The calculation server/);
  assert.deepEqual(told.slice(1), ["functions", "all"]);
});

test("a request that is too large leaves the server ready", async () => {
  const {ask, told} = asked((count) => (count === 1 ? given("[]") : given("", 413)));
  await assert.rejects(ask("{}", []));
  assert.deepEqual(told, ["functions", "all"]);
});
