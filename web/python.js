// @ts-check
// Python and the functions in it, whoever loads them: a worker of the page, or a test.
// numpy and the functions first, which most calls need; scipy while those already answer.

/** @typedef {{ask: (text: string, buffers: Float64Array[]) => Promise<string>, all: Promise<void>}} Engine */

const START = `
import sys
from xl_stressvar.hosts.web.host import Later, answer
_later = Later("scipy")
sys.meta_path.insert(0, _later)`;
const REST = `
sys.meta_path.remove(_later)
try:
    from scipy import special
    special.ndtri
except Exception:
    sys.meta_path.insert(0, _later)
    raise`;

/**
 * @param {any} python a Pyodide
 * @param {ArrayBuffer | Uint8Array} archive the zip with the functions
 * @returns {Promise<Engine>}
 */
export async function start(python, archive) {
  await load(python, "numpy");
  python.unpackArchive(archive, "zip");
  python.runPython(START);
  const answer = python.globals.get("answer");
  const all = loaded(python);
  all.catch(() => undefined); // said by the calls that need it
  return {ask: (text, buffers) => asked(python, answer, all, text, buffers), all};
}

/** @param {any} python */
async function loaded(python) {
  await load(python, "scipy");
  python.runPython(REST);
}

/** Pyodide itself says nothing of a package that it cannot load. @param {any} python @param {string} name */
async function load(python, name) {
  const quiet = () => undefined;
  await python.loadPackage([name], {messageCallback: quiet, errorCallback: quiet});
  if (!(name in python.loadedPackages)) throw new Error(`${name} is missing below pyodide, or is another file`);
}

/**
 * @param {any} python @param {any} answer @param {Promise<void>} all
 * @param {string} text @param {Float64Array[]} buffers
 */
async function asked(python, answer, all, text, buffers) {
  const bytes = python.toPy(buffers.map((one) => new Uint8Array(one.buffer, one.byteOffset, one.byteLength)));
  try {
    const first = answer(text, bytes);
    if (!first.includes('"wait": true')) return first;
    const answers = JSON.parse(first);
    const request = JSON.parse(text);
    /** @type {number[]} */
    const open = answers.flatMap((/** @type {any} */ one, /** @type {number} */ i) => (one.wait ? [i] : []));
    const again = await all.then(
      () => JSON.parse(answer(JSON.stringify({...request, calls: open.map((i) => request.calls[i])}), bytes)),
      () => open.map(() => ({e: "#N/A", m: NO_SCIPY})),
    );
    open.forEach((i, k) => { answers[i] = again[k]; });
    return JSON.stringify(answers);
  } finally {
    bytes.destroy();
  }
}

const NO_SCIPY = "This needs SciPy, a part of Python that could not be loaded. Open the workbook again with the network "
  + "there; if that does not help, let IT compare the server's files with SHA256SUMS.";
