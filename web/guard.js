// @ts-check
/// <reference types="custom-functions-runtime" />
// Comes before every other script of a page: if one of them does not come, or cannot be run, the page says so and
// no cell waits for it.

(() => {
  const REMEDY = "Reload the add-in; if that does not help, let IT compare the server's files and types with HOSTING.txt.";

  /** @param {Event} event */
  function heard(event) {
    const {target} = event;
    if (target instanceof HTMLScriptElement) broken(`${nameOf(target.src)}, or a file that it needs, does not come`);
    else if (event instanceof ErrorEvent) broken(`${nameOf(event.filename)}: ${event.message}`);
  }

  /** @param {string} address */
  const nameOf = (address) => address.split("?")[0].split("/").pop() || "a script";

  /** @param {string} what */
  function broken(what) {
    removeEventListener("error", heard, true);
    const said = `The add-in could not be started: ${what.slice(0, 90)}. ${REMEDY}`;
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => show(said));
    else show(said);
    if (typeof CustomFunctions !== "undefined") answer(said).catch(() => undefined);
  }

  /** @param {string} said */
  function show(said) {
    const state = document.getElementById("state");
    if (!state) return;
    state.textContent = said;
    state.classList.add("bad");
  }

  /** Every function gives the sentence. @param {string} said */
  async function answer(said) {
    const {functions} = await (await fetch("functions.json")).json();
    for (const {id} of functions) {
      CustomFunctions.associate(id, () => {
        throw new CustomFunctions.Error(CustomFunctions.ErrorCode.notAvailable, said);
      });
    }
  }

  addEventListener("error", heard, true); // also hears of scripts that do not come
  addEventListener("started", () => removeEventListener("error", heard, true), {once: true});
})();
