// @ts-check
// The engine that the folder was written for: Python in this page, or a server of the firm.

import {ENGINE} from "./catalogue.js";
import {startWorker} from "./engine.js";
import {server} from "./server.js";

/** @param {import("./engine.js").Tell} tell */
export const startEngine = (tell) => (ENGINE.address ? server(ENGINE.address, tell) : startWorker(tell));

/** Where the cells are calculated. */
export const where = ENGINE.address
  ? `Cells are calculated on ${new URL(ENGINE.address).host}.` : "No cell leaves this computer.";

/** What a page says until then. */
export const starting = ENGINE.address
  ? `The calculation server ${new URL(ENGINE.address).host} is asked whether it is there.`
  : "Python is starting. Until it is there, formulas show #BUSY!.";
