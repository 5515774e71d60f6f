// Every state is an address: #/view/argument?key=value. ``f`` is the fact open in the side panel.
(function (PG) {
  'use strict';
  function decode(text) {
    try {
      return decodeURIComponent(text);
    } catch (error) {
      return text;
    }
  }

  PG.parse = function (hash) {
    var raw = hash.replace(/^#\/?/, ''),
      cut = raw.indexOf('?');
    var path = (cut < 0 ? raw : raw.slice(0, cut)).split('/'),
      q = {};
    if (cut >= 0)
      raw
        .slice(cut + 1)
        .split('&')
        .forEach(function (pair) {
          var eq = pair.indexOf('=');
          if (eq > 0) q[decode(pair.slice(0, eq))] = decode(pair.slice(eq + 1));
        });
    var view = decode(path[0] || ''),
      arg = path.length > 1 ? decode(path.slice(1).join('/')) : '';
    if (view === 'task' || view === 'fact') {
      q.f = arg;
      view = 'matrix';
      arg = '';
    }
    if (!Object.prototype.hasOwnProperty.call(PG.views, view)) {
      view = PG.home();
      arg = '';
    }
    return { view: view, arg: arg, q: q };
  };

  PG.home = function () {
    return PG.db.documents.length > 1 ? 'documents' : 'matrix';
  };

  PG.address = function (state) {
    var keys = Object.keys(state.q)
      .filter(function (key) {
        return state.q[key] !== '' && state.q[key] !== null && state.q[key] !== undefined;
      })
      .sort();
    var query = keys
      .map(function (key) {
        return encodeURIComponent(key) + '=' + encodeURIComponent(state.q[key]).replace(/%2C/g, ',');
      })
      .join('&');
    return '#/' + state.view + (state.arg ? '/' + encodeURIComponent(state.arg) : '') + (query ? '?' + query : '');
  };

  // A link to another view keeps the documents chosen and nothing else.
  PG.to = function (view, arg, q) {
    var keep = PG.state && PG.state.q.doc ? { doc: PG.state.q.doc } : {};
    return PG.address({ view: view, arg: arg || '', q: Object.assign(keep, q || {}) });
  };
  // The same view with some keys changed.
  PG.here = function (q) {
    return PG.address({ view: PG.state.view, arg: PG.state.arg, q: Object.assign({}, PG.state.q, q) });
  };
  PG.fact = function (id) {
    return PG.here({ f: id });
  };
  PG.go = function (address) {
    location.hash = address;
  };
  // Typing in a filter changes the address without a step in the history for every letter.
  PG.replace = function (q) {
    var address = PG.here(q);
    history.replaceState(null, '', address);
    PG.show();
  };

  function base(state) {
    var q = Object.assign({}, state.q);
    delete q.f;
    return PG.address({ view: state.view, arg: state.arg, q: q });
  }

  PG.show = function () {
    var before = PG.state,
      now = (PG.state = PG.parse(location.hash));
    var moved = !before || base(before) !== base(now);
    if (moved) {
      var sameView = before && before.view === now.view && before.arg === now.arg;
      PG.renderMain(now, sameView);
    } else PG.refreshLinks();
    PG.renderPanel(now, before);
    if (moved) PG.renderTop(now);
  };
})(PG);
