// The whole text with what was found in it. Every highlight is a link to its facts.
(function (PG) {
  'use strict';
  var h = PG.h,
    T = PG.T,
    P = PG.P;
  var TYPES = [
    ['tasks', 'm-task', 'task'],
    ['indicators', 'm-indicator', 'indicator'],
    ['goals', 'm-goal', 'goal'],
    ['responsibilities', 'm-resp', 'responsibility'],
    ['citations', 'm-citation', 'citation']
  ];

  function marksOf(doc, off) {
    var marks = [];
    TYPES.forEach(function (type) {
      if (off[type[0]]) return;
      PG.db[type[0]].forEach(function (fact) {
        if (fact.doc !== doc.index) return;
        var cls = type[1] + (PG.weak(fact) ? ' weak' : '');
        marks = marks.concat(
          PG.markSpans(doc, fact.spans, cls, fact.id),
          PG.markSpans(doc, fact.body_spans, cls, fact.id)
        );
      });
    });
    return marks.sort(function (a, b) {
      return a.start - b.start;
    });
  }

  // The shortest fact over a piece is the one a click means; the others are named in its title.
  function piece(doc, seg, current) {
    var text = doc.text.slice(seg.start, seg.end);
    if (!seg.marks.length) return text;
    var near = seg.marks.slice().sort(function (a, b) {
        return a.end - a.start - (b.end - b.start);
      }),
      ids = near.map(function (m) {
        return m.fact;
      });
    var cls =
      near
        .map(function (m) {
          return m.cls;
        })
        .join(' ') + (ids.indexOf(current) >= 0 ? ' now' : '');
    var title = ids
      .filter(function (id, at) {
        return ids.indexOf(id) === at;
      })
      .map(function (id) {
        var f = PG.byId[id];
        return T(PG.kindOf[id]) + '：' + (f.name || f.mention || f.title || f.text || f.number);
      })
      .join('\n');
    return h('a', { class: 'hl ' + cls, href: PG.fact(ids[0]), 'data-f': ids[0], title: title }, text);
  }

  function outline(doc) {
    return h(
      'nav.toc.noprint',
      { 'aria-label': T('toc') },
      h('h2', T('toc')),
      h(
        'ul.plain',
        doc.sections.map(function (section) {
          return h(
            'li.l' + Math.min(4, section.level),
            h(
              'a',
              { href: PG.to('text', doc.id, { at: String(section.start) }) },
              section.number + ' ' + section.heading
            )
          );
        })
      )
    );
  }

  PG.views.text = function (main, state) {
    var docs = PG.inScope(state),
      doc =
        docs.filter(function (d) {
          return d.id === state.arg;
        })[0] || docs[0];
    if (!doc) {
      main.appendChild(PG.empty(P('没有可看的文件。', 'No document.')));
      return;
    }
    var off = PG.map();
    (state.q.off || '').split(',').forEach(function (key) {
      off[key] = true;
    });
    var marks = marksOf(doc, off),
      at = state.q.at ? doc.at(Number(state.q.at)) : -1,
      body = h('article.fulltext', { lang: 'zh-CN' }),
      next = 0;
    main.appendChild(PG.heading(PG.docTitle(doc)));
    main.appendChild(
      h('p.quiet', [doc.number, (doc.issuer || []).join('、'), doc.issued].filter(Boolean).join(' · '))
    );
    if (docs.length > 1)
      main.appendChild(
        PG.select(
          T('file'),
          doc.id,
          docs.map(function (d) {
            return [d.id, PG.docTitle(d)];
          }),
          function (v) {
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
          TYPES.map(function (type) {
            var n = PG.db[type[0]].filter(function (f) {
              return f.doc === doc.index;
            }).length;
            return PG.button(
              [h('span.swatch.' + type[1], T(type[2])), h('span.n', n)],
              function () {
                var list = TYPES.map(function (x) {
                  return x[0];
                }).filter(function (k) {
                  return k === type[0] ? !off[k] : off[k];
                });
                PG.replace({ off: list.join(',') });
              },
              { class: 'toggle', 'aria-pressed': String(!off[type[0]]) }
            );
          })
        ),
        h('span.quiet', h('span.swatch.weak', T('inferred')), ' ', P('虚线为推断', 'dashed = inferred'))
      )
    );
    var heads = PG.map();
    doc.sections.forEach(function (s) {
      heads[doc.at(s.start)] = s;
    });
    doc.paragraphs.forEach(function (p) {
      var start = doc.at(p[0]),
        end = doc.at(p[1]),
        section = heads[start];
      while (next < marks.length && marks[next].end <= start && marks[next].start < start) next++;
      var here = marks.slice(next).filter(function (m) {
        return m.start < end && m.end > start;
      });
      body.appendChild(
        h(
          'p' + (section ? '.sec.l' + Math.min(4, section.level) : '') + (at >= start && at < end ? '.target' : ''),
          PG.segments(start, end, here).map(function (seg) {
            return piece(doc, seg, state.q.f);
          })
        )
      );
    });
    main.appendChild(h('div.textcols', outline(doc), body));
    var target = body.querySelector('.target .now') || body.querySelector('.target') || body.querySelector('.now');
    if (target)
      setTimeout(function () {
        target.scrollIntoView({ block: 'center' });
      }, 0);
  };
})(PG);
