// One organisation: its tasks, partners and indicators; and the list of all organisations by load.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;

  function entries(id, state) {
    return PG.scoped(state, PG.orgTasks[id] || []);
  }
  function uniqueTasks(rs) {
    const seen = PG.map();
    const out = [];
    rs.forEach(r => {
      if (!seen[r.subject]) {
        seen[r.subject] = true;
        out.push(PG.byId[r.subject]);
      }
    });
    return out.sort((a, b) => a.index - b.index);
  }

  PG.partners = (id, state) => {
    const seen = PG.map();
    const list = [];
    uniqueTasks(entries(id, state)).forEach(t => {
      const once = PG.map();
      PG.resp(t.id).forEach(r => {
        if (r.organization === id || !PG.byId[r.organization] || once[r.organization]) return;
        once[r.organization] = true;
        if (!seen[r.organization]) {
          seen[r.organization] = { org: PG.byId[r.organization], tasks: [] };
          list.push(seen[r.organization]);
        }
        seen[r.organization].tasks.push(t);
      });
    });
    return list.sort((a, b) => b.tasks.length - a.tasks.length || a.org.index - b.org.index);
  };

  function indicatorsOf(id, state) {
    return PG.scoped(state, PG.db.indicators).filter(i => PG.owners(i).list.some(r => r.organization === id));
  }

  function item(t, id, many) {
    const mine = PG.resp(t.id).filter(r => r.organization === id);
    const others = PG.resp(t.id).filter(r => r.organization !== id);
    const own = PG.taskIndicators[t.id] || [];
    return h(
      'li.task',
      h(
        'span.roles',
        mine.map(r => [PG.mark(r.role, r.order), h('span.vh', PG.roleName(r))])
      ),
      h(
        'div',
        h(
          'a.tasklink',
          { href: PG.fact(t.id), 'data-f': t.id },
          t.number ? h('span.no', t.number) : null,
          h('span', t.text)
        ),
        mine.map(PG.badge),
        PG.status(t.id) ? h('span.tag.state', PG.status(t.id)) : null,
        t.deadline ? h('span.tag.plain', t.deadline.text) : null,
        h(
          'p.sub',
          t.area ? h('span.quiet', t.area) : null,
          many ? h('span.quiet', PG.docShort(PG.docOf(t))) : null,
          others.length
            ? h(
                'span',
                h('span.quiet', T('partners') + '：'),
                others.map((r, at) => [
                  at ? '、' : '',
                  PG.mark(r.role, r.order),
                  h('span.vh', PG.roleName(r)),
                  PG.orgName(r)
                ])
              )
            : null
        ),
        own.length
          ? h(
              'p.sub',
              h('span.quiet', T('indicators') + '：'),
              own.map((i, at) => [
                at ? '；' : '',
                i.name + ' ',
                h('strong', PG.valueText(i)),
                i.by ? '（' + i.by + '）' : ''
              ])
            )
          : null
      )
    );
  }

  function groupTasks(list, id, many) {
    const out = [];
    let domain = null;
    let ul = null;
    list.forEach(t => {
      if (domain !== t.doc + (t.domain || '')) {
        domain = t.doc + (t.domain || '');
        ul = h('ul.plain.tasks');
        if (t.domain) out.push(h('h3', t.domain));
        out.push(ul);
      }
      ul.appendChild(item(t, id, many));
    });
    return out;
  }

  PG.views.org = (main, state) => {
    const org = PG.byId[state.arg];
    if (!org || PG.kindOf[state.arg] !== 'org') {
      main.appendChild(PG.heading(T('org')));
      main.appendChild(PG.empty(P('没有这个单位。', 'No such organisation.')));
      return;
    }
    const rs = entries(org.id, state);
    const many = PG.inScope(state).length > 1;
    const mine = PG.remember('org') === org.id;
    const tasks = uniqueTasks(rs);
    const leads = uniqueTasks(rs.filter(r => r.role === 'lead'));
    const rest = tasks.filter(t => leads.indexOf(t) < 0);
    const first = rs.filter(r => r.role === 'lead' && !(r.order > 1)).length;
    const partners = PG.partners(org.id, state);
    const own = indicatorsOf(org.id, state);
    const graph = PG.db.graphs && PG.db.graphs[org.id];
    main.appendChild(
      h(
        'p.printonly',
        PG.inScope(state)
          .map(d => PG.docTitle(d) + (d.number ? '（' + d.number + '）' : ''))
          .slice(0, 6)
          .join('；') +
          ' · ' +
          P('任务清单', 'Task list')
      )
    );
    main.appendChild(
      PG.heading(
        org.name,
        h(
          'span.actions.noprint',
          PG.button(
            mine ? T('unsetMine') : '☆ ' + T('setMine'),
            () => {
              PG.remember('org', mine ? null : org.id);
              PG.rerender();
            },
            { 'aria-pressed': String(mine) }
          ),
          PG.button(T('exportShown'), () => {
            PG.exportTasks(tasks, org.name);
          }),
          PG.button(T('print'), () => {
            window.print();
          }),
          graph ? h('a.button', { href: graph }, T('graph')) : null
        )
      )
    );
    main.appendChild(
      h(
        'p.quiet.whose',
        [(org.aliases || []).length ? P('又称：', 'also: ') + org.aliases.join('、') : null, org.region]
          .filter(Boolean)
          .join(' · ')
      )
    );
    main.appendChild(
      h(
        'p.sum',
        h(
          'span',
          T('lead'),
          h('strong', leads.length),
          first < leads.length ? P('（列第一位 ' + first + '）', '(first ' + first + ')') : ''
        ),
        rest.length ? h('span', P('参与', 'takes part in'), h('strong', rest.length)) : null,
        h('span', T('indicators'), h('strong', own.length)),
        h('span', P('共同单位', 'partners'), h('strong', partners.length))
      )
    );
    main.appendChild(PG.legend(rs));
    if (!tasks.length)
      main.appendChild(
        PG.empty(P('所选文件没有给这个单位安排任务。', 'The chosen documents give this organisation no task.'))
      );
    main.appendChild(
      h(
        'div.columns',
        h(
          'div.wide',
          leads.length
            ? h('section', h('h2', T('leads') + ' ', PG.count(leads.length)), groupTasks(leads, org.id, many))
            : null,
          rest.length
            ? h(
                'section',
                h('h2', P('责任、配合与指导', 'Responsible, support, guide') + ' ', PG.count(rest.length)),
                groupTasks(rest, org.id, many)
              )
            : null
        ),
        h(
          'div.narrow',
          h(
            'section',
            h('h2', T('indicators') + ' ', PG.count(own.length)),
            own.length
              ? h(
                  'ul.plain',
                  own.map(i =>
                    h(
                      'li',
                      h('a', { href: PG.fact(i.id), 'data-f': i.id }, i.name),
                      ' ',
                      h('strong', PG.valueText(i)),
                      i.by ? h('span.quiet', '（' + i.by + '）') : null,
                      PG.owners(i).how === 'inferred' ? h('span.tag.inferred', T('inferred')) : null
                    )
                  )
                )
              : h('p.quiet', P('没有落到这个单位的量化指标。', 'No indicator falls to it.'))
          ),
          h(
            'section',
            h('h2', T('partners') + ' ', PG.count(partners.length)),
            partners.length
              ? PG.bars(
                  partners.map(p => ({
                    label: p.org.name,
                    href: PG.to('together', org.id + '+' + p.org.id),
                    value: p.tasks.length
                  }))
                )
              : h('p.quiet', P('任务都由它单独承担。', 'It works alone.'))
          )
        )
      )
    );
  };

  PG.orgEntries = entries;
  PG.uniqueTasks = uniqueTasks;
})(PG);
