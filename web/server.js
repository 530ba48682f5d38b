// @ts-check
// The engine on a server of the firm, where IT wants no Python in the browser. Cells travel to it.

/** @typedef {import("./engine.js").Tell} Tell */

const PATIENCE = 120000; // milliseconds for an answer
const AGAIN = "Recalculate with Ctrl+Alt+F9; if that does not help, ask IT";
const NOTHING = '{"date1904":false,"ranges":[],"calls":[]}';

/**
 * @param {string} address where xl-stressvar serve answers
 * @param {Tell} tell as of engine.js; after "broken" a "functions" says that the server is there again
 * @param {typeof fetch} [send] @param {number} [patience] milliseconds
 * @returns {(text: string, buffers: Float64Array[]) => Promise<string>}
 */
export function server(address, tell, send = (...given) => fetch(...given), patience = PATIENCE) {
  const began = performance.now();
  const host = new URL(address).host.slice(0, 60);
  /** @type {boolean | null} */
  let there = null;

  /** @param {boolean} now @param {string} [problem] */
  function note(now, problem) {
    if (now === there) return;
    there = now;
    const seconds = (performance.now() - began) / 1000;
    if (now) for (const stage of ["functions", "all"]) tell(stage, seconds);
    else tell("broken", seconds, problem);
  }

  /** @param {string} text @param {Float64Array[]} buffers */
  async function ask(text, buffers) {
    try {
      const found = await answered(text, buffers);
      note(true);
      return found;
    } catch (problem) {
      const said = problem instanceof Refused ? problem : new Refused(`${host} ${silent(problem, patience)}`);
      note(said.there, said.message);
      throw said;
    }
  }

  /** @param {string} text @param {Float64Array[]} buffers */
  async function answered(text, buffers) {
    const written = new TextEncoder().encode(text);
    const length = new DataView(new ArrayBuffer(4));
    length.setUint32(0, written.length, true);
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), patience);
    try {
      const response = await send(address, {
        method: "POST", headers: {"Content-Type": "application/octet-stream"}, signal: late.signal,
        body: new Blob([length, written, .../** @type {BlobPart[]} */ (buffers)]),
      });
      if (response.status === 413) throw new Refused(`${host} ${TOO_LARGE}`, true);
      const type = response.headers.get("Content-Type") || "";
      if (!response.ok || !type.startsWith("application/json")) throw new Refused(`${host} ${other(response.status)}`);
      return await response.text();
    } finally {
      clearTimeout(timer);
    }
  }

  ask(NOTHING, []).catch(() => undefined); // said by `tell`
  return ask;
}

/** Why there is no answer, in a sentence that fits a cell's message. */
class Refused extends Error {
  /** @param {string} what @param {boolean} [there] whether the server is */
  constructor(what, there = false) {
    super(`The calculation server ${what}`);
    this.there = there;
  }
}

const TOO_LARGE = "takes no more than 32 MB at a time: give ranges without the blank rows below their numbers.";

/** @param {unknown} problem @param {number} patience */
function silent(problem, patience) {
  if (problem instanceof DOMException && problem.name === "AbortError") {
    return `has not answered for ${patience / 60000} minutes. ${AGAIN} whether it is overloaded.`;
  }
  return `does not answer, or not to this page. ${AGAIN} whether it runs, and with this page's address as --origin.`;
}

/** @param {number} status */
function other(status) {
  return `gives no figures but the status ${status}, as a sign-on page or another program would. ${AGAIN}.`;
}
