// The drawing of the matrix: a table on a wide screen, a card for each task on a narrow one.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;
  const SCREEN = 1500; // cells of the first screenful

  function taskLink(t) {
    const number = t.number ? h('span.no', t.number) : null;
    return h('a.tasklink', { href: PG.fact(t.id), 'data-f': t.id }, number, h('span', t.text));
  }

  function extras(t) {
    const n = (PG.taskIndicators[t.id] || []).length;
    const link = PG.bodyLink(t);
    const state = PG.status(t.id);
    return [
      state ? h('span.tag.state', state) : null,
      n ? h('span.tag.plain', P('指标 ', 'indicators ') + n) : null,
      t.deadline || (t.due && !PG.dueInferred(t)) ? PG.dueTag(t) : null,
      PG.missing(t),
      PG.badge(t),
      link && link.confidence === 'guessed' ? h('span.tag.guessed', P('出处存疑', 'doubtful source')) : null
    ];
  }

  // Marks are drawn once and cloned: two thousand tasks have ten thousand of them.
  let stamps = PG.map();
  PG.forgetStamps = () => {
    stamps = PG.map();
  };
  function stamp(r) {
    const key = [r.role, r.order > 1, r.confidence].join();
    if (!stamps[key]) {
      const said = PG.roleName(r) + (PG.weak(r) ? '（' + T(r.confidence) + '）' : '');
      stamps[key] = h(
        'span.cell' + (PG.weak(r) ? '.' + r.confidence : ''),
        PG.mark(r.role, r.order),
        h('span.vh', said)
      );
    }
    return stamps[key].cloneNode(true);
  }

  function taskRow(t, at, width) {
    const row = h('tr.task', h('th', { scope: 'row' }, taskLink(t), extras(t)));
    for (let i = 0; i < width; i++) row.appendChild(document.createElement('td'));
    PG.resp(t.id).forEach(r => {
      const col = at[r.organization];
      if (col !== undefined) row.childNodes[col + 1].appendChild(stamp(r));
    });
    return row;
  }

  function columnHead(c) {
    const says = P('：牵头 ' + c.lead + ' 项，共 ' + c.all + ' 项', ': leads ' + c.lead + ' of ' + c.all);
    const link = { href: PG.to('org', c.org.id), title: c.org.name + says };
    return h('th.orgcol', { scope: 'col' }, h('a', link, h('span.v', c.org.name), h('span.n', c.main || c.all)));
  }

  function tableHead(cols, total) {
    const hint = cols.length
      ? P('点单位名看它的全部任务，点任务看原文。', 'Click an organisation for its tasks, a task for its sentence.')
      : P('点任务看原文依据。', 'Click a task for the sentence that says so.');
    const corner = h('th.corner', { scope: 'col' }, h('span.quiet', hint), T('task'), h('span.count', total));
    return h('thead', h('tr', corner, cols.map(columnHead)));
  }

  const closedSet = state => {
    const set = PG.map();
    (state.q.c || '').split(',').forEach(i => {
      if (i !== '') set[i] = true;
    });
    return set;
  };

  function toggle(at) {
    const closed = closedSet(PG.state);
    if (closed[at]) delete closed[at];
    else closed[at] = true;
    PG.replace({ c: Object.keys(closed).join(',') });
    const button = document.querySelector('#main .fold[data-at="' + at + '"]');
    if (button) button.focus();
  }

  function fold(g, at, open, cls) {
    const inside = [h('span.tri', { 'aria-hidden': 'true' }, open ? '▾' : '▸'), g.area || T('tasks')];
    const attrs = { class: cls, 'aria-expanded': String(open), 'data-at': at };
    return PG.button(inside.concat([h('span.count', g.tasks.length)]), () => toggle(at), attrs);
  }

  // Headings that differ from those of the group before.
  function news(g, before, many) {
    const doc = many && (!before || before.doc !== g.doc);
    return { doc, domain: g.domain && (doc || !before || before.doc !== g.doc || before.domain !== g.domain) };
  }

  // Groups are drawn a screenful at a time: the first now, the others when the browser is free, unless the view has
  // changed since. Printing, and a reader who has scrolled, get everything at once.
  let waiting = null;
  function draw(groups, group, width) {
    const few = Math.max(24, Math.round(SCREEN / width));
    let next = 0;
    let rows = [];
    const some = () => {
      let room = few;
      while (room-- > 0 && (rows.length || next < groups.length)) {
        if (rows.length) rows.shift()();
        else rows = group(groups[next], next++);
      }
    };
    const left = () => rows.length || next < groups.length;
    const rest = () => {
      while (left()) some();
      waiting = null;
    };
    some();
    clearTimeout(timer);
    waiting = left() ? rest : null;
    if (PG.scrolled) rest();
    const step = () => {
      if (!left()) return;
      some();
      if (left()) timer = setTimeout(step, 0);
      else waiting = null;
      PG.refreshLinks();
    };
    if (left()) timer = setTimeout(step, 60);
  }
  let timer = 0;
  window.addEventListener('beforeprint', () => {
    if (waiting) waiting();
  });

  PG.matrixTable = (groups, cols, state, total) => {
    const closed = closedSet(state);
    const many = PG.inScope(state).length > 1;
    const at = PG.map();
    cols.forEach((c, i) => {
      at[c.org.id] = i;
    });
    const band = (cls, scope, inside) => h('tr.' + cls, h('th', { colspan: cols.length + 1, scope }, inside));
    const title = text => h('span.sticky', text);
    const spec = 'table.matrix' + (cols.length > 18 ? '.manycols' : '');
    const table = h(spec, h('caption.vh', T('matrix')), tableHead(cols, total));
    const group = (g, i) => {
      const fresh = news(g, groups[i - 1], many);
      const body = h('tbody');
      if (fresh.doc) body.appendChild(band('docrow', 'colgroup', title(PG.docTitle(PG.db.documents[g.doc]))));
      if (fresh.domain) body.appendChild(band('domain', 'colgroup', title(g.domain)));
      if (g.area || !g.domain) body.appendChild(band('area', 'rowgroup', fold(g, i, !closed[i], 'fold sticky')));
      table.appendChild(body);
      return closed[i] ? [] : g.tasks.map(t => () => body.appendChild(taskRow(t, at, cols.length)));
    };
    draw(groups, group, cols.length + 1);
    listen(table);
    return table;
  };

  // A click anywhere in a row is a click on its task; the column under the pointer is shown in the head.
  function listen(table) {
    table.addEventListener('click', e => {
      const row = e.target.closest('tr.task');
      if (row && !e.target.closest('a,button') && !String(window.getSelection())) row.querySelector('a').click();
    });
    table.addEventListener('mouseover', e => hover(table, e.target.closest('td')));
    table.addEventListener('mouseleave', () => hover(table, null));
  }

  function hover(table, td) {
    const old = table.querySelector('th.hot');
    if (old) old.classList.remove('hot');
    const on = td && td.parentNode.classList.contains('task') && table.tHead.rows[0].cells[td.cellIndex];
    if (on) on.classList.add('hot');
  }

  const card = t => h('li.card', taskLink(t), h('div', extras(t)), PG.chips(PG.resp(t.id)));

  PG.matrixCards = (groups, state) => {
    const closed = closedSet(state);
    const many = PG.inScope(state).length > 1;
    return h(
      'div.cardlist',
      groups.map((g, i) => {
        const fresh = news(g, groups[i - 1], many);
        return [
          fresh.doc ? h('h2.dochead', PG.docTitle(PG.db.documents[g.doc])) : null,
          fresh.domain ? h('h2', g.domain) : null,
          g.area || !g.domain ? h('h3', fold(g, i, !closed[i], 'fold')) : null,
          closed[i] ? null : PG.growing('ul.plain', g.tasks, card, 60)
        ];
      })
    );
  };
})(PG);
