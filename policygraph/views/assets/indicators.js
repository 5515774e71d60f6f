// Indicators: value, unit, year, owner; those nobody owns stand out.
(function (PG) {
  'use strict';
  var h = PG.h,
    T = PG.T,
    P = PG.P;

  function timeline(rows) {
    var years = PG.map();
    rows.forEach(function (i) {
      if (i.by) {
        var y = i.by.slice(0, 4);
        (years[y] = years[y] || []).push(i);
      }
    });
    var keys = Object.keys(years).sort();
    if (keys.length < 3) return null;
    return h(
      'section',
      h('h2', P('按年份', 'By year')),
      PG.bars(
        keys.map(function (y) {
          return { label: y, href: PG.here({ year: y }), value: years[y].length };
        })
      )
    );
  }

  // The goals in words, for what no number says.
  function goals(state) {
    var list = PG.scoped(state, PG.db.goals);
    return list.length
      ? h(
          'section',
          h('h2', T('goal') + ' ', PG.count(list.length)),
          PG.growing(
            'ul.plain.goals',
            list,
            function (g) {
              return h(
                'li',
                h('a', { href: PG.fact(g.id), 'data-f': g.id }, g.text),
                g.by ? h('span.quiet' + (PG.weak(g) ? '.soft' : ''), '（' + g.by + '）') : null,
                PG.db.documents.length > 1 ? h('span.quiet', ' ' + PG.docShort(PG.docOf(g))) : null
              );
            },
            40
          )
        )
      : null;
  }

  function ownerText(i) {
    return PG.owners(i).list.map(PG.orgName).join('、');
  }

  PG.views.indicators = function (main, state) {
    var all = PG.scoped(state, PG.db.indicators),
      q = state.q,
      words = PG.fold(q.w || '');
    var years = all
      .map(function (i) {
        return (i.by || '').slice(0, 4);
      })
      .filter(Boolean)
      .sort()
      .filter(function (y, at, l) {
        return l.indexOf(y) === at;
      });
    var kinds = all
      .map(function (i) {
        return i.kind || '';
      })
      .filter(Boolean)
      .sort()
      .filter(function (y, at, l) {
        return l.indexOf(y) === at;
      });
    var matching = all.filter(function (i) {
      return (
        (!words || PG.fold(i.name + ' ' + ownerText(i) + ' ' + (i.scope || '')).indexOf(words) >= 0) &&
        (!q.year || (q.year === 'none' ? !i.by : (i.by || '').slice(0, 4) === q.year)) &&
        (!q.kind || i.kind === q.kind)
      );
    });
    var lonely = matching.filter(function (i) {
        return !PG.owners(i).list.length;
      }),
      inferred = matching.filter(PG.weak);
    var rows = q.own === 'none' ? lonely : q.own === 'inferred' ? inferred : matching;
    function toggle(key, label, n) {
      return PG.button(
        [label, h('span.n', n)],
        function () {
          PG.replace({ own: key });
        },
        { class: 'toggle', 'aria-pressed': String((q.own || '') === key) }
      );
    }
    main.appendChild(PG.heading(T('indicators') + ' ', PG.count(rows.length)));
    main.appendChild(
      h(
        'div.filters.noprint',
        h('input', {
          type: 'search',
          id: 'w',
          value: q.w || '',
          placeholder: P('筛选指标、单位', 'Filter'),
          'aria-label': P('筛选指标、单位', 'Filter indicators and owners'),
          on: {
            input: function (e) {
              PG.typing({ w: e.target.value });
            }
          }
        }),
        h(
          'span.chipset',
          toggle('', T('any'), matching.length),
          lonely.length || q.own === 'none' ? toggle('none', T('unowned'), lonely.length) : null,
          inferred.length || q.own === 'inferred' ? toggle('inferred', T('doubtful'), inferred.length) : null
        ),
        years.length
          ? PG.select(
              T('year'),
              q.year || '',
              [['', T('any')]].concat(
                years.map(function (y) {
                  return [y, y];
                }),
                [['none', P('未写年份', 'no year')]]
              ),
              function (v) {
                PG.replace({ year: v });
              }
            )
          : null,
        kinds.length
          ? PG.select(
              T('kind'),
              q.kind || '',
              [['', T('any')]].concat(
                kinds.map(function (y) {
                  return [y, y];
                })
              ),
              function (v) {
                PG.replace({ kind: v });
              }
            )
          : null,
        h('span.grow'),
        PG.button(T('exportShown'), function () {
          PG.csv(
            T('indicators') + '.csv',
            [
              ['指标', '目标值', '单位', '比较', '年份', '属性', '责任单位', '章节', '依据原文', '文件', '编号']
            ].concat(
              rows.map(function (i) {
                var doc = PG.docOf(i);
                return [
                  i.name,
                  i.value === undefined ? i.relative : i.value,
                  i.unit,
                  i.comparator,
                  i.by,
                  i.kind,
                  ownerText(i),
                  i.section_path,
                  PG.flat(
                    i.spans
                      .map(function (x) {
                        return PG.quote(doc, x);
                      })
                      .join('')
                  ),
                  PG.docShort(doc),
                  i.id
                ];
              })
            )
          );
        })
      )
    );
    if (!rows.length) PG.append(main, [goals(state)]);
    if (!rows.length) {
      main.insertBefore(
        PG.empty(
          all.length
            ? P('没有符合条件的指标。', 'No indicator passes the filters.')
            : P('文件没有提出可量化的指标。', 'The documents set no measurable indicator.')
        ),
        main.querySelector('.filters').nextSibling
      );
      return;
    }
    var has = function (key) {
      return all.some(function (i) {
        return i[key] !== undefined;
      });
    };
    var columns = [
      {
        key: 'name',
        label: T('name'),
        sort: function (i) {
          return i.name;
        },
        cell: function (i) {
          return [
            h('a', { href: PG.fact(i.id), 'data-f': i.id }, i.name),
            i.scope ? h('span.quiet', '（' + i.scope + '）') : null
          ];
        }
      },
      {
        key: 'value',
        label: T('value'),
        cls: 'value',
        sort: function (i) {
          return i.value;
        },
        cell: function (i) {
          return h('strong', PG.valueText(i));
        }
      },
      {
        key: 'by',
        label: T('by'),
        sort: function (i) {
          return i.by || '';
        },
        cell: function (i) {
          return i.by
            ? [h('span' + (PG.weak(i) ? '.soft' : ''), i.by), PG.weak(i) ? PG.badge(i) : null]
            : h('span.quiet', '—');
        }
      },
      {
        key: 'owner',
        label: T('owner'),
        sort: ownerText,
        cell: function (i) {
          var o = PG.owners(i);
          return [
            PG.chips(o.list),
            o.how === 'inferred' ? h('span.tag.inferred', { title: o.why }, T('inferred')) : null
          ];
        }
      }
    ];
    if (has('kind'))
      columns.push({
        key: 'kind',
        label: T('kind'),
        sort: function (i) {
          return i.kind || '';
        },
        cell: function (i) {
          return i.kind || '—';
        }
      });
    if (has('baseline'))
      columns.push({
        key: 'base',
        label: T('baseline'),
        cell: function (i) {
          return i.baseline && i.baseline.value !== null && i.baseline.value !== undefined
            ? i.baseline.value + (i.baseline.by ? '（' + i.baseline.by + '）' : '')
            : '—';
        }
      });
    columns.push({
      key: 'at',
      label: T('section'),
      sort: function (i) {
        return i.spans[0][0];
      },
      cell: function (i) {
        var trail = PG.trail(i.section);
        return trail.length ? trail[trail.length - 1].heading : i.section_path || '—';
      }
    });
    if (PG.inScope(state).length > 1)
      columns.push({
        key: 'doc',
        label: T('file'),
        sort: function (i) {
          return i.doc;
        },
        cell: function (i) {
          return PG.docShort(PG.docOf(i));
        }
      });
    main.appendChild(
      PG.table(columns, rows, {
        caption: T('indicators'),
        row: function (i) {
          return { class: PG.owners(i).list.length ? null : 'lonely' };
        }
      })
    );
    PG.append(main, [timeline(rows), goals(state)]);
  };
})(PG);
