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

  PG.parse = hash => {
    const raw = hash.replace(/^#\/?/, '');
    const cut = raw.indexOf('?');
    const path = (cut < 0 ? raw : raw.slice(0, cut)).split('/');
    const q = {};
    if (cut >= 0)
      raw
        .slice(cut + 1)
        .split('&')
        .forEach(pair => {
          const eq = pair.indexOf('=');
          if (eq > 0) q[decode(pair.slice(0, eq))] = decode(pair.slice(eq + 1));
        });
    let view = decode(path[0] || '');
    let arg = path.length > 1 ? decode(path.slice(1).join('/')) : '';
    if (view === 'task' || view === 'fact') {
      q.f = arg;
      view = PG.home();
      arg = '';
    }
    if (!Object.prototype.hasOwnProperty.call(PG.views, view)) {
      view = PG.home();
      arg = '';
    }
    return { view, arg, q };
  };

  // One document or one government opens with who does what; several with the question whose reader this is.
  PG.home = () => (PG.places(PG.db.documents).length > 1 ? 'mine' : 'matrix');

  PG.address = state => {
    const keys = Object.keys(state.q)
      .filter(key => state.q[key] !== '' && state.q[key] !== null && state.q[key] !== undefined)
      .sort();
    const query = keys
      .map(key => encodeURIComponent(key) + '=' + encodeURIComponent(state.q[key]).replace(/%2C/g, ','))
      .join('&');
    return '#/' + state.view + (state.arg ? '/' + encodeURIComponent(state.arg) : '') + (query ? '?' + query : '');
  };

  // A link to another view keeps the documents chosen, whose page this is, and the day looked from; nothing else.
  const KEPT = ['doc', 'me', 'place', 'today'];
  PG.to = (view, arg, q) => {
    const keep = {};
    KEPT.forEach(key => {
      if (PG.state && PG.state.q[key]) keep[key] = PG.state.q[key];
    });
    return PG.address({ view, arg: arg || '', q: Object.assign(keep, q || {}) });
  };
  // The same view with some keys changed.
  PG.here = q => PG.address({ view: PG.state.view, arg: PG.state.arg, q: Object.assign({}, PG.state.q, q) });
  PG.fact = id => PG.here({ f: id });
  PG.go = address => {
    location.hash = address;
  };
  // Typing in a filter changes the address without a step in the history for every letter.
  PG.replace = q => {
    const address = PG.here(q);
    history.replaceState(null, '', address);
    PG.show();
  };

  function base(state) {
    const q = Object.assign({}, state.q);
    delete q.f;
    return PG.address({ view: state.view, arg: state.arg, q });
  }

  PG.show = () => {
    const before = PG.state;
    const now = (PG.state = PG.parse(location.hash));
    const moved = !before || base(before) !== base(now);
    if (moved) {
      const sameView = before && before.view === now.view && before.arg === now.arg;
      PG.renderMain(now, sameView);
    } else PG.refreshLinks();
    PG.renderPanel(now, before);
    if (moved) PG.renderTop(now, before && before.view === now.view);
  };
})(PG);
