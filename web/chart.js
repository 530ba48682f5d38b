// @ts-check
// A crisis in the data that come with the functions, as a line.

import {by, element, select} from "./page.js";

/** @typedef {import("./functions.js").Ask} Ask */

const WIDTH = 300, HEIGHT = 130, TOP = 18, BOTTOM = 112;

/** Fill the two choices, and draw what is chosen. @param {Ask} ask */
export async function showCrises(ask) {
  const windows = await rows(ask, "CRISIS_WINDOWS", []);
  select("crisis").replaceChildren(...windows.slice(1).map((row) => new Option(String(row[1]), String(row[0]))));
  const codes = Array.from(select("crisis").options, (one) => one.value);
  select("crisis").value = codes.includes("GFC") ? "GFC" : codes[0];
  const factors = async () => {
    const [head] = await rows(ask, "CRISIS_RETURNS", [select("crisis").value]);
    const before = select("factor").value || "SPX";
    const names = head.slice(1).map(String);
    select("factor").replaceChildren(...names.map((name) => new Option(name)));
    select("factor").value = names.includes(before) ? before : names[0];
    await draw(ask);
  };
  select("crisis").onchange = () => { factors().catch(say); };
  select("factor").onchange = () => { draw(ask).catch(say); };
  await factors();
}

/** @param {unknown} problem */
const say = (problem) => by("chart").replaceChildren(element("p", String(problem instanceof Error ? problem.message : problem), "bad"));

/** The cells of a call; its sentence as an error. @param {Ask} ask @param {string} name @param {unknown[]} values @returns {Promise<any[][]>} */
async function rows(ask, name, values) {
  const call = {f: name, a: values.map((v) => ({v})), p: [], c: ""};
  const [answer] = JSON.parse(await ask(JSON.stringify({date1904: false, ranges: [], calls: [call]}), []));
  if (!answer.v) throw new Error(answer.m);
  return answer.v;
}

/** @param {Ask} ask */
async function draw(ask) {
  const [crisis, factor] = [select("crisis").value, select("factor").value];
  const days = (await rows(ask, "CRISIS_RETURNS", [crisis, factor])).slice(1);
  let level = 100;
  const levels = [100, ...days.map((day) => (level *= 1 + Number(day[1])))];
  const [low, high] = [Math.min(...levels), Math.max(...levels)];
  const y = (/** @type {number} */ value) => BOTTOM - ((value - low) / (high - low || 1)) * (BOTTOM - TOP);
  const points = levels.map((value, i) => `${((i / (levels.length - 1)) * WIDTH).toFixed(1)},${y(value).toFixed(1)}`);
  const title = `${factor}, start = 100: lowest ${low.toFixed(1)}, last ${level.toFixed(1)}`;
  const picture = svg("svg", {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `${crisis}, ${title}`});
  picture.append(
    svg("line", {class: "base", x1: 0, x2: WIDTH, y1: y(100), y2: y(100)}),
    svg("polyline", {class: "line", points: points.join(" ")}),
    svg("text", {x: 0, y: 11}, title),
    svg("text", {x: 0, y: HEIGHT - 4}, date(days[0][0])),
    svg("text", {x: WIDTH, y: HEIGHT - 4, "text-anchor": "end"}, date(days[days.length - 1][0])),
  );
  by("chart").replaceChildren(picture);
}

/** A serial number of a day. @param {number} serial */
const date = (serial) => new Date((serial - 25569) * 86400000).toISOString().slice(0, 10);

/** @param {string} tag @param {Record<string, string | number>} attributes @param {string} [text] */
function svg(tag, attributes, text = "") {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.textContent = text;
  return made;
}
