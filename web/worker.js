// @ts-check
// Python beside the page, so that Excel stays free while it works.

import {ENGINE} from "./catalogue.js";
import {loadPyodide} from "./pyodide/pyodide.mjs";
import {start} from "./python.js";

const began = performance.now();

/** The hashes of Pyodide's own files, by name; those of its packages it compares itself. @type {Record<string, string>} */
const HASHES = ENGINE.python;
const plain = self.fetch.bind(self);

/** Pyodide would wait for ever for an interpreter that is cut off, or has not its type. @type {typeof fetch} */
self.fetch = async (what, options) => {
  const name = new URL(what instanceof Request ? what.url : what, self.location.href).pathname.split("/").pop() || "";
  const integrity = HASHES[name];
  try {
    const response = await plain(what, integrity ? {...options, integrity} : options);
    return name.endsWith(".wasm") ? new Response(response.body, {headers: {"Content-Type": "application/wasm"}}) : response;
  } catch (problem) {
    if (integrity) self.postMessage({broken: `${name} is missing below pyodide, or is another file`});
    throw problem;
  }
};

/** @param {string} stage */
const tell = (stage) => self.postMessage({stage, seconds: (performance.now() - began) / 1000});

async function engine() {
  const indexURL = new URL("pyodide/", self.location.href).href;
  const [python, archive] = await Promise.all([loadPyodide({indexURL}), functions()]);
  const made = await start(python, archive);
  tell("functions");
  made.all.then(() => tell("all"), () => tell("no scipy"));
  return made;
}

async function functions() {
  const response = await fetch(new URL(ENGINE.file, self.location.href), {integrity: ENGINE.integrity});
  if (!response.ok) throw new Error(`${ENGINE.file}: the server answers ${response.status}`);
  return response.arrayBuffer();
}

const ready = engine();
ready.catch((problem) => self.postMessage({broken: lastLine(problem)}));

/** What went wrong, without the way there. @param {unknown} problem */
function lastLine(problem) {
  return String(problem instanceof Error ? problem.message : problem).trim().split("\n").pop();
}

self.onmessage = async ({data}) => {
  try {
    const {ask} = await ready;
    self.postMessage({id: data.id, text: await ask(data.text, data.buffers)});
  } catch (problem) {
    self.postMessage({id: data.id, problem: lastLine(problem)});
  }
};
