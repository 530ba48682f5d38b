// @ts-check
// Formulas that call another add-in's functions of the same names, as formulas of this one.

/**
 * The formula without the other add-in's file before our names: ='C:\…\stressvar.xlam'!PARAM_VAR(1,2),
 * =[1]!PARAM_VAR(1,2) and =PARAM_VAR(1,2) are one. Null if it calls none of ours.
 * @param {unknown} formula @param {string[]} names @returns {string | null}
 */
export function takenOver(formula, names) {
  if (typeof formula !== "string" || !formula.startsWith("=")) return null;
  const ours = new RegExp(`(?<![\\w.])('[^']*\\.xlam'!|[\\w.]+\\.xlam!|\\[\\d+\\]!|_xldudf_)?(${names.join("|")})(?=\\()`, "gi");
  let calls = false;
  const parts = formula.split(/("[^"]*")/); // what is in quotes stays
  const made = parts.map((part, i) => (i % 2 ? part : part.replace(ours, (_, _file, name) => {
    calls = true;
    return name;
  })));
  return calls ? made.join("") : null;
}
