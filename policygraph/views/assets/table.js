// Pieces every view is built from: headings, empty states, chips, role marks, lists that grow, tables that sort.
(function (PG) {
  'use strict';
  var h = PG.h,
    s = PG.s,
    T = PG.T;

  PG.heading = function (text, aside) {
    return h('div.title', h('h1', { tabindex: '-1' }, text), aside || null);
  };
  PG.empty = function (text) {
    return h('p.empty', text);
  };
  PG.count = function (n) {
    return h('span.count', n);
  };

  // Shape and colour together: ● first lead, ○ further leads, ■ responsible, ▲ support, ◇ guide.
  PG.mark = function (role, order) {
    var kind = role === 'lead' && order > 1 ? 'colead' : role;
    var shape = {
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
  PG.roleName = function (r) {
    if (r.role !== 'lead') return T(r.role);
    return r.order > 1 ? T('other_lead') : T('first_lead');
  };
  PG.legend = function (rs) {
    var seen = PG.map();
    rs.forEach(function (r) {
      seen[r.role + (r.role === 'lead' && r.order > 1 ? '2' : '')] = r;
    });
    var order = ['lead', 'lead2', 'responsible', 'support', 'guide'].filter(function (key) {
      return seen[key];
    });
    return h(
      'p.legend',
      order.map(function (key) {
        return h('span', PG.mark(seen[key].role, seen[key].order), ' ', PG.roleName(seen[key]));
      })
    );
  };

  PG.chip = function (r) {
    var weak = PG.weak(r),
      name = PG.orgName(r),
      inside = [
        PG.mark(r.role, r.order),
        h('span.vh', PG.roleName(r) + '：'),
        name,
        weak ? h('span.tag', T(r.confidence)) : null
      ];
    var title = r.mention !== name ? PG.P('原文写作：', 'as written: ') + r.mention : null;
    var cls = 'chip' + (weak ? ' ' + r.confidence : '');
    return r.organization && PG.byId[r.organization]
      ? h('a.' + cls.split(' ').join('.'), { href: PG.to('org', r.organization), title: title }, inside)
      : h('span.' + cls.split(' ').join('.'), inside);
  };
  PG.chips = function (rs) {
    return rs.length ? h('span.chips', rs.map(PG.chip)) : h('span.gap', PG.T('unowned'));
  };

  PG.badge = function (fact) {
    return PG.weak(fact) ? h('span.tag.' + fact.confidence, { title: fact.why || null }, T(fact.confidence)) : null;
  };

  PG.button = function (text, run, attrs) {
    return h('button', Object.assign({ type: 'button', on: { click: run } }, attrs || {}), text);
  };

  // A list that shows its first ``step`` entries and offers the rest.
  PG.growing = function (spec, list, make, step) {
    var box = h(spec),
      shown = 0,
      wrap = h('div', box),
      more = PG.button('', grow, { class: 'more' });
    function grow() {
      var first = null;
      list.slice(shown, shown + step).forEach(function (entry) {
        var node = make(entry);
        first = first || node;
        box.appendChild(node);
      });
      var asked = shown > 0;
      shown = Math.min(list.length, shown + step);
      if (shown < list.length) {
        more.textContent = T('showMore') + '（' + (list.length - shown) + '）';
        wrap.appendChild(more);
      } else if (more.parentNode) more.remove();
      if (asked && first) {
        var link = first.querySelector('a,button');
        if (link) link.focus();
      }
    }
    grow();
    return wrap;
  };

  // columns: [{key, label, cell(row), sort(row), num, cls}]. The order is part of the address (sort=key or -key).
  PG.table = function (columns, rows, options) {
    var wish = PG.state.q.sort || '',
      down = wish[0] === '-',
      key = down ? wish.slice(1) : wish;
    var by = columns.filter(function (c) {
      return c.key === key && c.sort;
    })[0];
    var list = rows.slice();
    if (by)
      list.sort(function (a, b) {
        var x = by.sort(a),
          y = by.sort(b),
          order = x === y ? 0 : x === undefined || x === '' ? 1 : y === undefined || y === '' ? -1 : x < y ? -1 : 1;
        return (
          (typeof x === 'string' && typeof y === 'string' ? x.localeCompare(y, 'zh-CN') : order) * (down ? -1 : 1)
        );
      });
    function name(c) {
      return [c.cls, c.num ? 'num' : ''].filter(Boolean).join(' ') || null;
    }
    function head(c) {
      if (!c.sort) return h('th', { scope: 'col', class: name(c) }, c.label);
      var state = by === c ? (down ? 'descending' : 'ascending') : null;
      return h(
        'th',
        { scope: 'col', 'aria-sort': state, class: name(c) },
        PG.button(
          c.label + (state ? (down ? ' ↓' : ' ↑') : ''),
          function () {
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
        columns.map(function (c, at) {
          return h(
            at === (options.header || 0) ? 'th' : 'td',
            { scope: at === (options.header || 0) ? 'row' : null, class: name(c), 'data-label': c.label },
            c.cell(row)
          );
        })
      );
    }
    var tbody = h('tbody'),
      step = options.step || 400,
      shown = 0;
    var table = h(
      'table.data.cards',
      h('caption.vh', options.caption),
      h('thead', h('tr', columns.map(head))),
      tbody
    );
    var wrap = h('div.tablewrap', table),
      more = PG.button('', grow, { class: 'more' });
    function grow() {
      list.slice(shown, shown + step).forEach(function (row) {
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
    var b = document.querySelector('[data-sort="' + key + '"]');
    if (b) b.focus();
  }

  PG.select = function (label, value, choices, run) {
    return h(
      'label.pick',
      h('span', label),
      h(
        'select',
        {
          on: {
            change: function (e) {
              run(e.target.value);
            }
          }
        },
        choices.map(function (c) {
          return h('option', { value: c[0], selected: c[0] === value }, c[1]);
        })
      )
    );
  };
})(PG);
