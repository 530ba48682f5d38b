// Excel's end of the wire, for Microsoft's own custom functions runtime: it finds _richApiNativeBridge, takes calls
// from it and gives results back to it. To be loaded before the runtime.
"use strict";
(() => {
  const RESULT = 2, EVENT = 3; // kinds of messages
  const INVOKE = [1, 1000, ""]; // category, type and target of a call's event
  const ERRORS_ALLOWED = 4;
  const open = new Map();
  let next = 1;
  const send = (message) => self._richApiNativeBridge.onMessageFromHost(JSON.stringify(message));

  function results(list) {
    for (const one of Array.isArray(list) ? list : []) {
      const [id, good, value, code] = Array.isArray(one) ? one : [one.id, !one.failed, one.value, one.errorCode];
      const done = open.get(id);
      open.delete(id);
      done?.(good ? {value} : {failed: value, code});
    }
  }

  self._richApiNativeBridge = {
    onMessageFromHost: null,
    sendMessageToHost(text) {
      const request = JSON.parse(text);
      const sent = request.message?.body || {};
      const {Actions = []} = typeof sent === "string" ? JSON.parse(sent) : sent;
      for (const action of Actions) for (const argument of action.ArgumentInfo?.Arguments || []) results(argument);
      const body = JSON.stringify({Results: Actions.map((action) => ({ActionId: action.Id, Value: 0}))});
      setTimeout(() => send({id: request.id, type: RESULT, message: {statusCode: 200, headers: {}, body}}), 0);
    },
  };
  /** One call as Excel sends it; {value}, or {failed, code}. */
  self.invoke = (id, values, address, addresses) => new Promise((done) => {
    open.set(next, done);
    const call = JSON.stringify([next, id, values, address, ERRORS_ALLOWED, addresses]);
    send({type: EVENT, message: {entries: [[...INVOKE, call, next]]}});
    next++;
  });
})();
