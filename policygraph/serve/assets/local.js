// The engine inside the page: Oxigraph as WebAssembly over the graph the page carries. No request leaves the page.
"use strict";
(function () {
  const TABLE = "application/sparql-results+json";
  const load = window.policygraphOxigraph; // set by the engine's own script
  const pending = start();

  async function unpack(id) {
    const text = document.getElementById(id).textContent.trim();
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).arrayBuffer();
  }

  async function start() {
    const engine = await load(await unpack("engine"));
    const store = new engine.Store();
    const data = new TextDecoder().decode(await unpack("data"));
    store.load(data, { format: "application/n-quads", no_transaction: true, lenient: true });
    document.documentElement.dataset.ready = String(store.size);
    return store;
  }

  function fail(status, text) {
    return new Response(text, { status: status, headers: { "Content-Type": "text/plain; charset=utf-8" } });
  }

  async function answer(query) {
    const store = await pending;
    if (/\b(insert|delete|load|clear|drop|create)\s+(data|where|silent|graph|default|all|\{)/i.test(query)) {
      return fail(400, "此页只读");
    }
    const options = { use_default_graph_as_union: true };
    try {
      const text = store.query(query, Object.assign({ results_format: TABLE }, options));
      return new Response(text, { headers: { "Content-Type": TABLE } });
    } catch (first) {
      try { // CONSTRUCT and DESCRIBE answer with a graph
        const text = store.query(query, Object.assign({ results_format: "text/turtle" }, options));
        return new Response(text, { headers: { "Content-Type": "text/turtle" } });
      } catch (second) {
        return fail(400, String(first.message || first));
      }
    }
  }

  window.fetch = async function (input, init) {
    const request = input instanceof Request ? input : new Request(input, init);
    const form = new URLSearchParams(request.method === "POST" ? await request.text() : new URL(request.url).search);
    return form.get("query") ? answer(form.get("query")) : fail(404, "");
  };
})();
