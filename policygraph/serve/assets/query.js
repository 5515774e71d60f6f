// The editor page: examples from the library, completion from the ontology, Tab leaves the editor.
// Where the page carries the data itself (window.policygraphLocal), queries never leave it.
"use strict";
(function () {
  const page = JSON.parse(document.getElementById("policygraph").textContent);
  const endpoint = page.endpoint ? new URL(page.endpoint, location.href).href : "https://policygraph.invalid/sparql";
  const Yasqe = Yasgui.Yasqe;
  const starts = Object.values(page.prefixes);

  function expand(name) {
    const at = name.indexOf(":");
    return page.prefixes[name.slice(0, at)] + name.slice(at + 1);
  }

  // Our own vocabulary instead of look-ups on the web.
  Yasqe.Autocompleters = {};
  Yasqe.registerAutocompleter({
    name: "policygraph",
    bulk: true,
    autoShow: false,
    get: () => Promise.resolve(page.terms.map((term) => term.name)),
    isValidCompletionPosition: (yasqe) => {
      const token = yasqe.getCompleteToken();
      return /^[A-Za-z]/.test(token.string) && token.state.type !== "comment";
    },
    preProcessToken: (yasqe, token) => token,
    postProcessSuggestion: (yasqe, token, suggestion) => suggestion,
  });
  Yasqe.defaults.autocompleters = ["policygraph"];
  Yasqe.defaults.extraKeys = Object.assign({}, Yasqe.defaults.extraKeys, { Tab: false, "Shift-Tab": false });
  Yasqe.defaults.value = page.examples.length ? page.examples[0].query : "SELECT * WHERE { ?s ?p ?o } LIMIT 10";
  Yasqe.defaults.showQueryButton = true;
  Yasqe.defaults.createShareableLink = null;
  Yasqe.defaults.resizeable = true;
  Yasqe.defaults.persistenceExpire = 0;

  const yasgui = new Yasgui(document.getElementById("editor"), {
    requestConfig: { endpoint: endpoint, method: "POST", headers: {}, args: [], namedGraphs: [], defaultGraphs: [] },
    copyEndpointOnNewTab: true,
    persistenceId: "policygraph-query-1",
    endpointCatalogueOptions: { getData: () => [] },
    yasr: { prefixes: page.prefixes },
  });

  function tab() {
    return yasgui.getTab() || yasgui.addTab(true);
  }

  const list = document.getElementById("examples");
  const note = document.getElementById("note");
  page.examples.forEach((example, index) => {
    const option = document.createElement("option");
    option.value = String(index);
    option.textContent = example.title;
    list.append(option);
  });
  list.addEventListener("change", () => {
    const example = page.examples[Number(list.value)];
    if (!example) return;
    tab().getYasqe().setValue(example.query);
    note.textContent = example.description;
  });
  // a stored tab may point elsewhere: this page asks one service only
  Object.values(yasgui._tabs || {}).forEach((each) => each.setEndpoint && each.setEndpoint(endpoint));
  tab().setEndpoint && tab().setEndpoint(endpoint);
  tab().getYasqe().on("keydown", () => { note.textContent = ""; });
  window.policygraphPage = { yasgui: yasgui, expand: expand, starts: starts };
})();
