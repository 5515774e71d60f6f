// The first screen where several governments speak: whose page is this? Chosen once, then what it has to do.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;

  // The bureau of the address, else the one this browser remembers.
  PG.mine = state => {
    const id = state.q.me || PG.remember('org');
    return PG.kindOf[id] === 'org' ? PG.byId[id] : null;
  };

  function choose(org, place) {
    PG.remember('org', org || null);
    PG.remember('place', place || null);
    PG.replace({ me: org, place, pick: '' });
    PG.renderTop(PG.state);
  }

  // Places as documents name them, with how many documents speak for each.
  function placesOf(docs) {
    const seen = PG.map();
    docs.forEach(d => {
      const place = PG.placeOf(d);
      seen[place] = (seen[place] || 0) + 1;
    });
    return Object.keys(seen).sort((a, b) => seen[b] - seen[a] || a.localeCompare(b, 'zh-CN')).map(p => [p, seen[p]]);
  }

  function bureaus(state, place) {
    const docs = PG.inScope(state).filter(d => !place || PG.placeOf(d) === place);
    return PG.busyOrgs({ q: { doc: docs.map(d => d.id).join(',') } });
  }

  function placeButtons(state, place) {
    const one = p => {
      const attrs = { class: 'toggle', 'aria-pressed': String(p[0] === place) };
      return PG.button([p[0], h('span.n', p[1])], () => choose('', p[0] === place ? '' : p[0]), attrs);
    };
    const found = placesOf(PG.inScope(state));
    return h('div.chipset', { role: 'group', 'aria-label': P('地区', 'Place') }, found.map(one));
  }

  function bureauList(state, place) {
    const words = PG.fold(state.q.w || '');
    const found = bureaus(state, place).filter(o => PG.fold(o.org.name).indexOf(words) >= 0);
    if (!found.length) return PG.empty(P('这里没有写明承担任务的单位。', 'No body is named here.'));
    const row = o =>
      h(
        'li',
        PG.button([place ? o.org.name : PG.placed(o.org), h('span.n', o.n)], () => choose(o.org.id, place), { class: 'bureau' })
      );
    return PG.growing('ul.plain.bureaus', found, row, 48);
  }

  function chooser(main, state) {
    const place = state.q.place || '';
    const note = P('选一次，以后打开就是它的任务、时限和指标；地址可以收藏或转发。', 'Chosen once; the address can be kept or sent.');
    PG.append(main, [
      PG.heading(P('你在哪里、哪个单位？', 'Which place, which bureau?')),
      h('p.quiet', note),
      h('h2', P('一、地区', '1. Place')),
      placeButtons(state, place),
      h('h2', P('二、单位', '2. Bureau')),
      h('div.filters', PG.filterBox(state, P('输入单位名称', 'Type its name'))),
      bureauList(state, place),
      h(
        'p.quiet',
        P('也可以直接看：', 'Or go to: '),
        h('a', { href: PG.to('documents') }, P('全部文件', 'all documents')),
        '　',
        h('a', { href: PG.to('due') }, P('全部时限', 'all deadlines')),
        '　',
        h('a', { href: PG.to('orgs') }, P('全部单位', 'all organisations'))
      )
    ]);
  }

  PG.views.mine = (main, state) => {
    const mine = state.q.pick ? null : PG.mine(state);
    if (!mine) {
      chooser(main, state);
      return;
    }
    const again = PG.button(P('换一个单位', 'Choose another'), () => PG.replace({ pick: '1' }));
    main.appendChild(h('p.filters.noprint', h('span.quiet', T('mine')), again));
    PG.orgPage(main, mine, state);
  };
})(PG);
