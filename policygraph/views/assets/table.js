// Pieces every view is built from: headings, empty states, chips, role marks, lists that grow, tables that sort.
(function (PG) {
  'use strict';
  const h = PG.h;
  const s = PG.s;
  const T = PG.T;

  PG.heading = (text, aside) => h('div.title', h('h1', { tabindex: '-1' }, text), aside || null);
  PG.empty = text => h('p.empty', text);
  PG.count = n => h('span.count', n);

  // Shape and colour together: ● first lead, ○ further leads, ■ responsible, ▲ support, ◇ guide.
  PG.mark = (role, order) => {
    const kind = role === 'lead' && order > 1 ? 'colead' : role;
    const shape = {
      lead: s('circle', { cx: 8, cy: 8, r: 6 }),
      colead: s('circle', { cx: 8, cy: 8, r: 5 }),
      responsible: s('rect', { x: 3, y: 3, width: 10, height: 10 }),
      support: s('path', { d: 'M8 2 14.5 13.5H1.5Z' }),
      guide: s('path', { d: 'M8 1.5 14.5 8 8 14.5 1.5 8Z' })
    }[kind];
    return s(
      'svg',
      {
        viewBox: '0 0 16 16',
        width: 16,
        height: 16,
        class: 'mk mk-' + kind,
        'aria-hidden': 'true',
        focusable: 'false'
      },
      shape
    );
  };
  PG.roleName = r => {
    if (r.role !== 'lead') return T(r.role);
    return r.order > 1 ? T('other_lead') : T('first_lead');
  };
  PG.legend = rs => {
    const seen = PG.map();
    rs.forEach(r => {
      seen[r.role + (r.role === 'lead' && r.order > 1 ? '2' : '')] = r;
    });
    const order = ['lead', 'lead2', 'responsible', 'support', 'guide'].filter(key => seen[key]);
    return h(
      'p.legend',
      order.map(key => h('span', PG.mark(seen[key].role, seen[key].order), ' ', PG.roleName(seen[key])))
    );
  };

  PG.chip = r => {
    const weak = PG.weak(r);
    const name = PG.orgName(r);
    const inside = [
      PG.mark(r.role, r.order),
      h('span.vh', PG.roleName(r) + '：'),
      name,
      weak ? h('span.tag', T(r.confidence)) : null
    ];
    const title = r.mention !== name ? PG.P('原文写作：', 'as written: ') + r.mention : null;
    const cls = 'chip' + (weak ? ' ' + r.confidence : '');
    return r.organization && PG.byId[r.organization]
      ? h('a.' + cls.split(' ').join('.'), { href: PG.to('org', r.organization), title }, inside)
      : h('span.' + cls.split(' ').join('.'), inside);
  };
  PG.chips = rs => (rs.length ? h('span.chips', rs.map(PG.chip)) : h('span.gap', PG.T('unowned')));

  PG.badge = fact =>
    PG.weak(fact) ? h('span.tag.' + fact.confidence, { title: fact.why || null }, T(fact.confidence)) : null;

  PG.button = (text, run, attrs) =>
    h('button', Object.assign({ type: 'button', on: { click: run } }, attrs || {}), text);

  // A list that shows its first ``step`` entries and offers the rest.
  PG.growing = (spec, list, make, step) => {
    const box = h(spec);
    let shown = 0;
    const wrap = h('div', box);
    const more = PG.button('', grow, { class: 'more' });
    function grow() {
      let first = null;
      list.slice(shown, shown + step).forEach(entry => {
        const node = make(entry);
        first = first || node;
        box.appendChild(node);
      });
      const asked = shown > 0;
      shown = Math.min(list.length, shown + step);
      if (shown < list.length) {
        more.textContent = T('showMore') + '（' + (list.length - shown) + '）';
        wrap.appendChild(more);
      } else if (more.parentNode) more.remove();
      if (asked && first) {
        const link = first.querySelector('a,button');
        if (link) link.focus();
      }
    }
    grow();
    return wrap;
  };

  // The order of rows is part of the address (sort=key or -key): {by: the column, down}.
  function wished(columns) {
    const wish = PG.state.q.sort || '';
    const down = wish[0] === '-';
    const key = down ? wish.slice(1) : wish;
    return { by: columns.filter(c => c.key === key && c.sort)[0], down };
  }

  // Rows as the table of these columns orders them: a picture beside it keeps the same order.
  PG.sorted = (columns, rows) => {
    const { by, down } = wished(columns);
    const list = rows.slice();
    if (by)
      list.sort((a, b) => {
        const x = by.sort(a);
        const y = by.sort(b);
        const order =
          x === y ? 0 : x === undefined || x === '' ? 1 : y === undefined || y === '' ? -1 : x < y ? -1 : 1;
        return (
          (typeof x === 'string' && typeof y === 'string' ? x.localeCompare(y, 'zh-CN') : order) * (down ? -1 : 1)
        );
      });
    return list;
  };

  // columns: [{key, label, cell(row), sort(row), num, cls}].
  PG.table = (columns, rows, options) => {
    const { by, down } = wished(columns);
    const list = PG.sorted(columns, rows);
    function name(c) {
      return [c.cls, c.num ? 'num' : ''].filter(Boolean).join(' ') || null;
    }
    function head(c) {
      if (!c.sort) return h('th', { scope: 'col', class: name(c) }, c.label);
      const state = by === c ? (down ? 'descending' : 'ascending') : null;
      return h(
        'th',
        { scope: 'col', 'aria-sort': state, class: name(c) },
        PG.button(
          c.label + (state ? (down ? ' ↓' : ' ↑') : ''),
          () => {
            PG.replace({ sort: state === 'ascending' ? '-' + c.key : c.key });
            focusHead(c.key);
          },
          { class: 'sort', 'data-sort': c.key }
        )
      );
    }
    function body(row) {
      return h(
        'tr',
        options.row ? options.row(row) : {},
        columns.map((c, at) =>
          h(
            at === (options.header || 0) ? 'th' : 'td',
            { scope: at === (options.header || 0) ? 'row' : null, class: name(c), 'data-label': c.label },
            c.cell(row)
          )
        )
      );
    }
    const tbody = h('tbody');
    const step = options.step || 60;
    let shown = 0;
    const table = h(
      'table.data.cards',
      h('caption.vh', options.caption),
      h('thead', h('tr', columns.map(head))),
      tbody
    );
    const wrap = h('div.tablewrap', table);
    const more = PG.button('', grow, { class: 'more' });
    function grow() {
      list.slice(shown, shown + step).forEach(row => {
        tbody.appendChild(body(row));
      });
      shown = Math.min(list.length, shown + step);
      if (shown < list.length) {
        more.textContent = T('showMore') + '（' + (list.length - shown) + '）';
        wrap.appendChild(more);
      } else if (more.parentNode) more.remove();
    }
    grow();
    return wrap;
  };
  function focusHead(key) {
    const b = document.querySelector('[data-sort="' + key + '"]');
    if (b) b.focus();
  }

  // Tasks as a plain list, each with its organisations: what a number of a picture stands for.
  PG.taskList = tasks =>
    h(
      'ul.plain.tasks',
      tasks.map(t => {
        const words = [t.number ? h('span.no', t.number) : null, h('span', t.text)];
        const link = h('a.tasklink', { href: PG.fact(t.id), 'data-f': t.id }, words);
        return h('li.task', h('div', link, PG.chips(PG.resp(t.id))));
      })
    );

  // The box that filters a view while one types.
  PG.filterBox = (state, label) =>
    h('input', {
      type: 'search',
      value: state.q.w || '',
      placeholder: label,
      'aria-label': label,
      id: 'w',
      on: { input: e => PG.typing({ w: e.target.value }) }
    });

  PG.select = (label, value, choices, run) =>
    h(
      'label.pick',
      h('span', label),
      h(
        'select',
        {
          on: {
            change: e => {
              run(e.target.value);
            }
          }
        },
        choices.map(c => h('option', { value: c[0], selected: c[0] === value }, c[1]))
      )
    );
})(PG);
