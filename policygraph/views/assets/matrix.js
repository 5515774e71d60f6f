// Tasks × organisations. On a wide screen a table, on a narrow one a card for each task.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;
  const FEW = 300;
  const COLUMNS = 40;

  const GAPS = [
    ['', 'allTasks', () => true],
    ['nobody', 'unowned', t => !PG.resp(t.id).length && named(t.doc)],
    ['none', 'noLead', t => PG.resp(t.id).length && !PG.leads(t).length],
    ['many', 'manyLeads', t => PG.leads(t).length > 1],
    ['one', 'oneLead', t => PG.leads(t).length === 1],
    ['indicators', 'withIndicators', t => Boolean(PG.taskIndicators[t.id])],
    ['deadline', 'withDeadline', t => Boolean(t.deadline)],
    [
      'inferred',
      'doubtful',
      t => PG.weak(t) || (PG.bodyLink(t) || {}).confidence === 'guessed' || PG.resp(t.id).some(PG.weak)
    ],
    ['findings', 'hasFinding', t => (PG.findingsOf[t.id] || []).some(f => f.severity !== 'info')]
  ];

  // What a document never says of any task is no gap of one of them: many name no owners, or no leads.
  let spoken = null;
  function said(doc) {
    if (!spoken) {
      spoken = PG.map();
      PG.db.responsibilities.forEach(r => {
        (spoken[r.doc] = spoken[r.doc] || {}).any = true;
        if (r.role === 'lead') spoken[r.doc].lead = true;
      });
    }
    return spoken[doc] || {};
  }
  function named(doc) {
    return Boolean(said(doc).any);
  }
  function missing(t) {
    if (!PG.resp(t.id).length) return named(t.doc) ? h('span.gap', T('unowned')) : null;
    return PG.leads(t).length || !said(t.doc).lead ? null : h('span.tag.plain', P('未写牵头', 'no lead named'));
  }

  function textOf(task) {
    if (task.folded === undefined)
      task.folded = PG.fold(
        [task.number || '', task.text, task.domain || '', task.area || '']
          .concat(PG.resp(task.id).map(r => r.mention + ' ' + PG.orgName(r)))
          .join(' ')
      );
    return task.folded;
  }

  PG.filterTasks = (tasks, words) => {
    const parts = PG.fold(words || '')
      .split(/\s+/)
      .filter(Boolean);
    return parts.length ? tasks.filter(t => parts.every(p => textOf(t).indexOf(p) >= 0)) : tasks;
  };

  function columns(tasks, sort) {
    const seen = PG.map();
    const list = [];
    tasks.forEach(t => {
      PG.resp(t.id).forEach(r => {
        if (!r.organization || !PG.byId[r.organization]) return;
        let entry = seen[r.organization];
        if (!entry) {
          entry = seen[r.organization] = { org: PG.byId[r.organization], lead: 0, all: 0 };
          list.push(entry);
        }
        entry.all++;
        if (r.role === 'lead') entry.lead++;
      });
    });
    if (sort === 'order') list.sort((a, b) => a.org.index - b.org.index);
    else if (sort === 'name') list.sort((a, b) => a.org.name.localeCompare(b.org.name, 'zh-CN'));
    else list.sort((a, b) => b.lead - a.lead || b.all - a.all || a.org.index - b.org.index);
    return list;
  }

  function groups(tasks) {
    const out = [];
    let last = null;
    tasks.forEach(t => {
      const key = [t.doc, t.domain || '', t.area || ''].join('\u0001');
      if (!last || last.key !== key) {
        last = { key, doc: t.doc, domain: t.domain, area: t.area, tasks: [] };
        out.push(last);
      }
      last.tasks.push(t);
    });
    return out;
  }

  function taskLink(t) {
    return h(
      'a.tasklink',
      { href: PG.fact(t.id), 'data-f': t.id },
      t.number ? h('span.no', t.number) : null,
      h('span', t.text)
    );
  }
  function extras(t) {
    const n = (PG.taskIndicators[t.id] || []).length;
    const link = PG.bodyLink(t);
    const state = PG.status(t.id);
    return [
      state ? h('span.tag.state', state) : null,
      n ? h('span.tag.plain', P('指标 ', 'indicators ') + n) : null,
      t.deadline ? h('span.tag.plain', t.deadline.text) : null,
      missing(t),
      PG.badge(t),
      link && link.confidence === 'guessed' ? h('span.tag.guessed', P('出处存疑', 'doubtful source')) : null
    ];
  }

  function cell(rs) {
    return rs.length
      ? h(
          'td',
          rs.map(r =>
            h(
              'span.cell' + (PG.weak(r) ? '.' + r.confidence : ''),
              PG.mark(r.role, r.order),
              h('span.vh', PG.roleName(r) + (PG.weak(r) ? '（' + T(r.confidence) + '）' : ''))
            )
          )
        )
      : h('td');
  }

  function closedSet(state) {
    const set = PG.map();
    (state.q.c || '').split(',').forEach(i => {
      if (i !== '') set[i] = true;
    });
    return set;
  }

  function bigTable(groupsOf, cols, state, total) {
    const closed = closedSet(state);
    let doc = null;
    let domain = null;
    const width = cols.length + 1;
    const many = PG.inScope(state).length > 1;
    const head = h(
      'thead',
      h(
        'tr',
        h(
          'th.corner',
          { scope: 'col' },
          h(
            'span.quiet',
            cols.length
              ? P(
                  '点单位名看该单位全部任务，点任务看原文依据。',
                  'Click an organisation for all of its tasks, a task for the sentence that says so.'
                )
              : P('点任务看原文依据。', 'Click a task for the sentence that says so.')
          ),
          T('task'),
          h('span.count', total)
        ),
        cols.map(c =>
          h(
            'th.orgcol',
            { scope: 'col' },
            h(
              'a',
              {
                href: PG.to('org', c.org.id),
                title:
                  c.org.name +
                  P('：牵头 ' + c.lead + ' 项，共 ' + c.all + ' 项', ': leads ' + c.lead + ' of ' + c.all)
              },
              h('span.v', c.org.name),
              h('span.n', c.lead || c.all)
            )
          )
        )
      )
    );
    const table = h('table.matrix', h('caption.vh', T('matrix')), head);
    let shown = 0;
    groupsOf.forEach((g, at) => {
      const body = h('tbody');
      const open = !closed[at];
      if (many && doc !== g.doc) {
        body.appendChild(
          h(
            'tr.docrow',
            h('th', { colspan: width, scope: 'colgroup' }, h('span.sticky', PG.docTitle(PG.db.documents[g.doc])))
          )
        );
        domain = null;
      }
      if (g.domain && domain !== g.domain)
        body.appendChild(
          h('tr.domain', h('th', { colspan: width, scope: 'colgroup' }, h('span.sticky', g.domain)))
        );
      doc = g.doc;
      domain = g.domain;
      if (g.area || !g.domain)
        body.appendChild(
          h(
            'tr.area',
            h(
              'th',
              { colspan: width, scope: 'rowgroup' },
              PG.button(
                '',
                () => {
                  toggle(at);
                },
                { class: 'fold sticky', 'aria-expanded': String(open) }
              )
            )
          )
        );
      const label = body.querySelector('.fold');
      if (label)
        PG.append(label, [
          h('span.tri', { 'aria-hidden': 'true' }, open ? '▾' : '▸'),
          g.area || T('tasks'),
          h('span.count', g.tasks.length)
        ]);
      if (open)
        g.tasks.forEach(t => {
          shown++;
          const by = PG.map();
          PG.resp(t.id).forEach(r => {
            (by[r.organization] = by[r.organization] || []).push(r);
          });
          body.appendChild(
            h(
              'tr.task',
              h('th', { scope: 'row' }, taskLink(t), extras(t)),
              cols.map(c => cell(by[c.org.id] || []))
            )
          );
        });
      table.appendChild(body);
    });
    // A click anywhere in a row is a click on its task.
    table.addEventListener('click', e => {
      const row = e.target.closest('tr.task');
      if (row && !e.target.closest('a,button') && !String(window.getSelection())) row.querySelector('a').click();
    });
    table.addEventListener('mouseover', e => {
      hover(table, e.target.closest('td'));
    });
    table.addEventListener('mouseleave', () => {
      hover(table, null);
    });
    return table;
  }

  function hover(table, td) {
    const old = table.querySelector('th.hot');
    if (old) old.classList.remove('hot');
    const on = td && td.parentNode.classList.contains('task') && table.tHead.rows[0].cells[td.cellIndex];
    if (on) on.classList.add('hot');
  }

  function toggle(at) {
    const closed = closedSet(PG.state);
    if (closed[at]) delete closed[at];
    else closed[at] = true;
    PG.replace({ c: Object.keys(closed).join(',') });
    const button = document.querySelectorAll('#main .fold')[at];
    if (button) button.focus();
  }

  function cards(groupsOf, state) {
    const closed = closedSet(state);
    let domain = null;
    let doc = null;
    const many = PG.inScope(state).length > 1;
    return h(
      'div.cardlist',
      groupsOf.map((g, at) => {
        const parts = [];
        const open = !closed[at];
        if (many && doc !== g.doc) parts.push(h('h2.dochead', PG.docTitle(PG.db.documents[g.doc])));
        if (g.domain && domain !== g.domain) parts.push(h('h2', g.domain));
        domain = g.domain;
        doc = g.doc;
        if (g.area || !g.domain)
          parts.push(
            h(
              'h3',
              PG.button(
                [
                  h('span.tri', { 'aria-hidden': 'true' }, open ? '▾' : '▸'),
                  g.area || T('tasks'),
                  h('span.count', g.tasks.length)
                ],
                () => {
                  toggle(at);
                },
                { class: 'fold', 'aria-expanded': String(open) }
              )
            )
          );
        if (open)
          parts.push(
            PG.growing(
              'ul.plain',
              g.tasks,
              t => h('li.card', taskLink(t), h('div', extras(t)), PG.chips(PG.resp(t.id))),
              60
            )
          );
        return parts;
      })
    );
  }

  // “Where is my bureau” is the first thing asked: every unit as a button, the busiest first.
  function quick(cols) {
    const mine = PG.remember('org');
    return h(
      'nav.quick',
      { 'aria-label': P('按单位查看', 'By organisation') },
      h('span.quiet', P('按单位看：', 'By organisation: ')),
      cols
        .slice(0, 24)
        .map(c =>
          h(
            'a.pill' + (c.org.id === mine ? '.mine' : ''),
            { href: PG.to('org', c.org.id) },
            c.org.name,
            h('span.n', c.lead || c.all)
          )
        ),
      cols.length > 24
        ? h('a', { href: PG.to('orgs') }, P('全部 ' + cols.length + ' 个单位', 'all ' + cols.length))
        : null
    );
  }

  function exportRows(tasks) {
    const head = [
      '序号',
      '任务',
      '领域',
      '分领域',
      '牵头单位',
      '责任单位',
      '配合单位',
      '指导单位',
      '完成时限',
      '指标',
      '依据原文',
      '文件',
      '编号'
    ];
    const names = (t, role) =>
      PG.resp(t.id)
        .filter(r => r.role === role)
        .map(PG.orgName)
        .join('、');
    return [head].concat(
      tasks.map(t => {
        const doc = PG.docOf(t);
        const spans = t.body_spans || t.spans;
        return [
          t.number,
          t.text,
          t.domain,
          t.area,
          names(t, 'lead'),
          names(t, 'responsible'),
          names(t, 'support'),
          names(t, 'guide'),
          t.deadline && t.deadline.text,
          (PG.taskIndicators[t.id] || []).map(i => i.name + ' ' + PG.valueText(i)).join('；'),
          PG.flat(spans.map(x => PG.quote(doc, x)).join('')),
          PG.docShort(doc),
          t.id
        ];
      })
    );
  }
  PG.exportTasks = (tasks, name) => {
    PG.csv(name + '.csv', exportRows(tasks));
    PG.say(P('已导出 ' + tasks.length + ' 项', tasks.length + ' rows exported'));
  };

  PG.views.matrix = (main, state) => {
    const all = PG.scoped(state, PG.db.tasks);
    const words = PG.filterTasks(all, state.q.w);
    const gap = GAPS.filter(g => g[0] === (state.q.gap || ''))[0] || GAPS[0];
    const tasks = words.filter(gap[2]);
    const cols = columns(all, state.q.cols);
    const list = groups(tasks);
    const narrow = PG.narrow();
    const box = h('input', {
      type: 'search',
      value: state.q.w || '',
      placeholder: T('filterHere'),
      'aria-label': T('filterHere'),
      id: 'w',
      on: {
        input: e => {
          PG.typing({ w: e.target.value });
        }
      }
    });
    main.classList.add('full');
    const all0 = PG.scoped(state, PG.db.responsibilities).filter(r => PG.kindOf[r.subject] === 'task');
    main.appendChild(
      h(
        'div.toolbar.noprint',
        PG.heading(T('matrix'), PG.legend(all0)),
        cols.length
          ? quick(columns(all, 'load'))
          : all.length
            ? h(
                'p.note',
                P(
                  '文件没有写明责任单位，所以没有单位列；任务、指标和原文照常可看。',
                  'The document names no responsible organisations, so there are no columns.'
                )
              )
            : null,
        h(
          'div.filters',
          box,
          h(
            'span.chipset',
            { role: 'group', 'aria-label': P('筛选任务', 'Filter tasks') },
            GAPS.map(g => {
              const n = words.filter(g[2]).length;
              const on = g === gap;
              return g[0] && !n && !on
                ? null
                : PG.button(
                    [T(g[1]), h('span.n', n)],
                    () => {
                      PG.replace({ gap: g[0], c: '' });
                    },
                    { class: 'toggle', 'aria-pressed': String(on) }
                  );
            })
          ),
          h('span.grow'),
          narrow
            ? null
            : PG.select(
                T('columnsBy'),
                state.q.cols || '',
                [
                  ['', T('byLoad')],
                  ['order', T('byOrder')],
                  ['name', T('byName')]
                ],
                v => {
                  PG.replace({ cols: v });
                }
              ),
          PG.button(state.q.c ? T('expandAll') : T('collapseAll'), () => {
            PG.replace({ c: state.q.c ? '' : list.map((g, i) => i).join(',') });
          }),
          PG.button(T('exportShown'), () => {
            PG.exportTasks(tasks, T('matrix'));
          }),
          PG.button(T('print'), () => {
            window.print();
          })
        )
      )
    );
    main.appendChild(
      h(
        'h1.printonly',
        (PG.inScope(state).length === 1 ? PG.docTitle(PG.inScope(state)[0]) + ' · ' : '') + T('matrix')
      )
    );
    if (!tasks.length) {
      main.appendChild(
        PG.empty(
          all.length
            ? P('没有符合筛选条件的任务。', 'No task passes the filters.')
            : P(
                '这份文件里没有识别出任务：可能是通知、解读或法规，而不是分工文件。可到“原文”查看全文。',
                'No tasks were found in this document; see the text.'
              )
        )
      );
      if (all.length)
        main.appendChild(
          PG.button(P('清除筛选', 'Clear filters'), () => {
            PG.replace({ w: '', gap: '' });
          })
        );
      return;
    }
    if (narrow) {
      main.appendChild(cards(list, state));
      return;
    }
    main.appendChild(
      h(
        'div.scroll',
        { tabindex: '0', role: 'region', 'aria-label': T('matrix') },
        sliced(list, cols, state, tasks.length)
      )
    );
  };

  // A first slice at once; the rest when asked, so that two thousand tasks do not hold up the first screen.
  function sliced(list, cols, state, total) {
    const limit = Number(state.q.n) || FEW;
    let count = 0;
    const some = [];
    list.forEach(g => {
      if (count < limit) {
        some.push(g);
        count += g.tasks.length;
      }
    });
    const wide = state.q.wide ? cols : cols.slice(0, COLUMNS);
    const table = bigTable(some, wide, state, total);
    return [
      table,
      some.length < list.length
        ? h(
            'p.more-row',
            PG.button(
              T('showMore') + '（' + (total - count) + '）',
              () => {
                PG.replace({ n: String(limit + FEW) });
              },
              { class: 'more' }
            )
          )
        : null,
      wide.length < cols.length
        ? h(
            'p.more-row',
            P(
              '只列出任务最多的 ' + COLUMNS + ' 个单位，其余 ' + (cols.length - COLUMNS) + ' 个见“单位”。',
              'The ' + COLUMNS + ' busiest organisations are shown. '
            ),
            PG.button(P('列出全部单位', 'Show all'), () => {
              PG.replace({ wide: '1' });
            })
          )
        : null
    ];
  }
})(PG);
