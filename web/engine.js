// @ts-check
// The engine as the page sees it: a text and numbers in, a text out. It answers, or says why not; it never
// leaves a cell at #BUSY!.

/** @typedef {(stage: string, seconds: number, problem?: string) => void} Tell */

const PATIENCE = 300000; // milliseconds for Python to start
const REMEDY = "Reload the add-in; if that does not help, let IT compare the server's files and types with HOSTING.txt.";

/**
 * Python in a worker.
 * @param {Tell} [tell] called with "functions" when calls are answered, "all" when all of them are,
 *   "no scipy" if some cannot be, "broken" with a sentence if none will be
 */
export function startWorker(tell = () => undefined) {
  return engine(new Worker(new URL("worker.js", import.meta.url), {type: "module"}), tell);
}

/**
 * @param {Pick<Worker, "postMessage" | "onmessage" | "onerror">} worker @param {Tell} tell
 * @param {number} [patience] milliseconds
 * @returns {(text: string, buffers: Float64Array[]) => Promise<string>}
 */
export function engine(worker, tell, patience = PATIENCE) {
  /** @type {Map<number, {done: (text: string) => void, failed: (problem: Error) => void}>} */
  const open = new Map();
  let next = 0;
  /** @type {Error | null} */
  let broken = null;

  /** @param {string} what */
  function end(what) {
    broken = new Error(`Python could not be started: ${what.slice(0, 90)}. ${REMEDY}`);
    for (const one of open.values()) one.failed(broken);
    open.clear();
    tell("broken", 0, broken.message);
  }

  const late = setTimeout(() => end(`it has not answered for ${patience / 60000} minutes`), patience);
  worker.onmessage = ({data}) => {
    if (data.stage || data.broken !== undefined) clearTimeout(late);
    if (data.stage) {
      broken = null; // late, but there
      tell(data.stage, data.seconds);
    } else if (data.broken !== undefined) {
      end(data.broken);
    } else {
      const one = open.get(data.id);
      open.delete(data.id);
      if (data.problem === undefined) one?.done(data.text);
      else one?.failed(new Error(`The functions met something they were not built for: ${data.problem.slice(0, 120)}.`));
    }
  };
  worker.onerror = (event) => {
    clearTimeout(late);
    end(/** @type {ErrorEvent} */ (event).message || "worker.js or a file that it needs is missing");
  };
  return (text, buffers) => new Promise((done, failed) => {
    if (broken) {
      failed(broken);
      return;
    }
    open.set(++next, {done, failed});
    worker.postMessage({id: next, text, buffers}, buffers.map((one) => one.buffer));
  });
}
