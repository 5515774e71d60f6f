// The whole text with what was found in it. Every highlight is a link to its facts.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;
  const TYPES = [
    ['tasks', 'm-task', 'task'],
    ['duties', 'm-duty', 'duty'],
    ['indicators', 'm-indicator', 'indicator'],
    ['goals', 'm-goal', 'goal'],
    ['responsibilities', 'm-resp', 'responsibility'],
    ['citations', 'm-citation', 'citation']
  ];

  function marksOf(doc, off) {
    let marks = [];
    TYPES.forEach(type => {
      if (off[type[0]]) return;
      PG.db[type[0]].forEach(fact => {
        if (fact.doc !== doc.index) return;
        const cls = type[1] + (PG.weak(fact) ? ' weak' : '');
        marks = marks.concat(
          PG.markSpans(doc, fact.spans, cls, fact.id),
          PG.markSpans(doc, fact.body_spans, cls, fact.id)
        );
      });
    });
    return marks.sort((a, b) => a.start - b.start);
  }

  // The shortest fact over a piece is the one a click means; the others are named in its title.
  function piece(doc, seg, current) {
    const text = doc.text.slice(seg.start, seg.end);
    if (!seg.marks.length) return text;
    const near = seg.marks.slice().sort((a, b) => a.end - a.start - (b.end - b.start));
    const ids = near.map(m => m.fact);
    const cls = near.map(m => m.cls).join(' ') + (ids.indexOf(current) >= 0 ? ' now' : '');
    const title = ids
      .filter((id, at) => ids.indexOf(id) === at)
      .map(id => {
        const f = PG.byId[id];
        return T(PG.kindOf[id]) + '：' + (f.name || f.mention || f.title || f.text || f.number);
      })
      .join('\n');
    return h('a', { class: 'hl ' + cls, href: PG.fact(ids[0]), 'data-f': ids[0], title }, text);
  }

  // Where a heading ends that runs into its text: only the heading is bold.
  function headingEnd(doc, section, start, end) {
    const at = section.heading ? doc.text.indexOf(section.heading, start) : -1;
    return at >= 0 && at + section.heading.length <= end ? at + section.heading.length : end;
  }

  function outline(doc) {
    return h(
      'nav.toc.noprint',
      { 'aria-label': T('toc') },
      h('h2', T('toc')),
      h(
        'ul.plain',
        doc.sections.map(section =>
          h(
            'li.l' + Math.min(4, section.level),
            h(
              'a',
              { href: PG.to('text', doc.id, { at: String(section.start) }) },
              section.number + ' ' + section.heading
            )
          )
        )
      )
    );
  }

  PG.views.text = (main, state) => {
    const docs = PG.inScope(state);
    const doc = docs.filter(d => d.id === state.arg)[0] || docs[0];
    if (!doc) {
      main.appendChild(PG.empty(P('没有可看的文件。', 'No document.')));
      return;
    }
    const off = PG.map();
    (state.q.off || '').split(',').forEach(key => {
      off[key] = true;
    });
    const marks = marksOf(doc, off);
    const at = state.q.at ? doc.at(Number(state.q.at)) : -1;
    const body = h('article.fulltext', { lang: 'zh-CN' });
    let next = 0;
    main.appendChild(PG.heading(PG.docTitle(doc)));
    main.appendChild(
      h('p.quiet', [doc.number, (doc.issuer || []).join('、'), doc.issued].filter(Boolean).join(' · '))
    );
    if (docs.length > 1)
      main.appendChild(
        PG.select(
          T('file'),
          doc.id,
          docs.map(d => [d.id, PG.docTitle(d)]),
          v => {
            PG.go(PG.to('text', v));
          }
        )
      );
    main.appendChild(
      h(
        'div.filters.noprint',
        h(
          'span.chipset',
          { role: 'group', 'aria-label': T('legend') },
          TYPES.map(type => {
            const n = PG.db[type[0]].filter(f => f.doc === doc.index).length;
            return PG.button(
              [h('span.swatch.' + type[1], T(type[2])), h('span.n', n)],
              () => {
                const list = TYPES.map(x => x[0]).filter(k => (k === type[0] ? !off[k] : off[k]));
                PG.replace({ off: list.join(',') });
              },
              { class: 'toggle', 'aria-pressed': String(!off[type[0]]) }
            );
          })
        ),
        h('span.quiet', h('span.swatch.weak', T('inferred')), ' ', P('虚线为推断', 'dashed = inferred'))
      )
    );
    const heads = PG.map();
    doc.sections.forEach(s => {
      heads[doc.at(s.start)] = s;
    });
    doc.paragraphs.forEach(p => {
      const start = doc.at(p[0]);
      const end = doc.at(p[1]);
      const section = heads[start];
      while (next < marks.length && marks[next].end <= start && marks[next].start < start) next++;
      const here = marks.slice(next).filter(m => m.start < end && m.end > start);
      const spec =
        'p' + (section ? '.sec.l' + Math.min(4, section.level) : '') + (at >= start && at < end ? '.target' : '');
      const words = (from, to) => PG.segments(from, to, here).map(seg => piece(doc, seg, state.q.f));
      const cut = section ? headingEnd(doc, section, start, end) : start;
      body.appendChild(h(spec, cut > start ? h('span.head', words(start, cut)) : null, words(cut, end)));
    });
    main.appendChild(h('div.textcols', outline(doc), body));
    const target =
      body.querySelector('.target .now') || body.querySelector('.target') || body.querySelector('.now');
    if (target)
      setTimeout(() => {
        target.scrollIntoView({ block: 'center' });
      }, 0);
  };
})(PG);
