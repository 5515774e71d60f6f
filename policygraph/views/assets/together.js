// Who works with whom: a table of counts, each count a list of tasks.
(function (PG) {
  'use strict';
  const h = PG.h;
  const s = PG.s;
  const T = PG.T;
  const P = PG.P;

  function pairs(state) {
    const seen = PG.map();
    const list = [];
    PG.scoped(state, PG.db.tasks).forEach(t => {
      const ids = [];
      PG.resp(t.id).forEach(r => {
        if (PG.byId[r.organization] && ids.indexOf(r.organization) < 0) ids.push(r.organization);
      });
      ids.sort((a, b) => PG.byId[a].index - PG.byId[b].index);
      for (let i = 0; i < ids.length; i++)
        for (let j = i + 1; j < ids.length; j++) {
          const key = ids[i] + '+' + ids[j];
          if (!seen[key]) {
            seen[key] = { key, a: PG.byId[ids[i]], b: PG.byId[ids[j]], tasks: [] };
            list.push(seen[key]);
          }
          seen[key].tasks.push(t);
        }
    });
    return list.sort((x, y) => y.tasks.length - x.tasks.length || x.a.index - y.a.index || x.b.index - y.b.index);
  }

  // A triangle of squares, darker for more: at most sixteen organisations, each square a link.
  function picture(list) {
    const weight = PG.map();
    let orgs = [];
    list.forEach(p => {
      [p.a, p.b].forEach(o => {
        weight[o.id] = (weight[o.id] || 0) + p.tasks.length;
        if (orgs.indexOf(o) < 0) orgs.push(o);
      });
    });
    orgs.sort((x, y) => weight[y.id] - weight[x.id] || x.index - y.index);
    orgs = orgs.slice(0, 16);
    const cell = 30;
    const left = 170;
    const top = Math.max.apply(
      null,
      list.map(p => p.tasks.length)
    );
    const size = left + cell * orgs.length;
    const svg = s('svg', {
      class: 'grid',
      viewBox: '0 0 ' + size + ' ' + (cell * orgs.length + 4),
      width: size,
      'aria-hidden': 'true',
      focusable: 'false'
    });
    orgs.forEach((o, row) => {
      const name = o.name.length > 11 ? o.name.slice(0, 10) + '…' : o.name;
      svg.appendChild(
        s('text', { x: left - 8 + cell * row, y: row * cell + 20, 'text-anchor': 'end', class: 'gl' }, name)
      );
      for (let col = 0; col < row; col++) {
        const other = orgs[col];
        const found = list.filter(p => (p.a === o && p.b === other) || (p.a === other && p.b === o))[0];
        const n = found ? found.tasks.length : 0;
        svg.appendChild(
          s('rect', {
            x: left + col * cell + 1,
            y: row * cell + 1,
            width: cell - 2,
            height: cell - 2,
            rx: 3,
            class: n ? 'g1' : 'g0',
            'fill-opacity': n ? (0.15 + (0.85 * n) / top).toFixed(2) : null
          })
        );
        if (n)
          svg.appendChild(
            s(
              'text',
              {
                x: left + col * cell + cell / 2,
                y: row * cell + 20,
                'text-anchor': 'middle',
                class: n / top > 0.45 ? 'gn' : 'gd'
              },
              n
            )
          );
      }
    });
    // Names stand left of their own row: shift each to the left edge of the triangle.
    Array.prototype.forEach.call(svg.querySelectorAll('.gl'), t => {
      t.setAttribute('x', left - 8);
    });
    return h('div.picture', svg);
  }

  PG.views.together = (main, state) => {
    const list = pairs(state);
    const chosen = state.arg
      ? list.filter(p => p.key === state.arg || p.key === state.arg.split('+').reverse().join('+'))[0]
      : null;
    main.appendChild(PG.heading(chosen ? chosen.a.name + ' × ' + chosen.b.name : T('together')));
    if (!list.length) {
      main.appendChild(
        PG.empty(P('没有由两个以上单位共同承担的任务。', 'No task is shared by two organisations.'))
      );
      return;
    }
    if (state.arg) {
      main.appendChild(h('p', h('a', { href: PG.to('together') }, '← ' + T('together'))));
      if (!chosen) {
        main.appendChild(PG.empty(P('这两个单位没有共同任务。', 'They share no task.')));
        return;
      }
      main.appendChild(
        h(
          'ul.plain.tasks',
          chosen.tasks.map(t =>
            h(
              'li.task',
              h(
                'div',
                h(
                  'a.tasklink',
                  { href: PG.fact(t.id), 'data-f': t.id },
                  t.number ? h('span.no', t.number) : null,
                  h('span', t.text)
                ),
                PG.chips(PG.resp(t.id))
              )
            )
          )
        )
      );
      return;
    }
    main.appendChild(
      h(
        'p.quiet',
        P(
          '两个单位同在一项任务的责任名单里，算一次。点次数看任务。',
          'Two organisations named for one task count once. Click a count for the tasks.'
        )
      )
    );
    const table = PG.table(
      [
        {
          key: 'a',
          label: T('org_one'),
          sort: p => p.a.name,
          cell: p => h('a', { href: PG.to('org', p.a.id) }, p.a.name)
        },
        {
          key: 'b',
          label: T('org_one'),
          sort: p => p.b.name,
          cell: p => h('a', { href: PG.to('org', p.b.id) }, p.b.name)
        },
        {
          key: 'n',
          label: T('count'),
          num: true,
          sort: p => p.tasks.length,
          cell: p =>
            h(
              'a',
              {
                href: PG.to('together', p.key),
                'aria-label': P(
                  p.a.name + '与' + p.b.name + '共同任务 ' + p.tasks.length + ' 项',
                  p.tasks.length + ' shared tasks of ' + p.a.name + ' and ' + p.b.name
                )
              },
              p.tasks.length
            )
        }
      ],
      list,
      { caption: T('together'), step: 60 }
    );
    main.appendChild(
      h('div.columns', h('div.wide', table), PG.narrow() ? null : h('div.narrow.pic', picture(list)))
    );
  };
})(PG);
