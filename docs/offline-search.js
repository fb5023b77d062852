/* A page that is opened as a file may start no worker, in which the search runs.  Where that is so, the
   script of the worker runs in a hidden frame, which takes and sends messages as a worker does. */
(function () {
  "use strict";
  if (location.protocol !== "file:") return;

  class FrameWorker extends EventTarget {
    constructor(script) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      const inside = frame.contentWindow;
      inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      // What a worker fetches before it goes on; here in turn, each when the one before it is there.
      inside.importScripts = (...scripts) =>
        scripts.reduce((before, one) => before.then(() => load(frame, new URL(one, script))), Promise.resolve());
      this.inside = inside;
      this.ready = load(frame, script);
    }

    postMessage(data) {
      this.ready.then(() => this.inside.dispatchEvent(new MessageEvent("message", { data })));
    }
  }

  function load(frame, script) {
    return new Promise((done, failed) => {
      const element = frame.contentDocument.createElement("script");
      element.src = script;
      element.onload = done;
      element.onerror = failed;
      frame.contentDocument.body.append(element);
    });
  }

  window.Worker = FrameWorker;
})();
