// One organisation: its tasks, partners and indicators; and the list of all organisations by load.
(function (PG) {
  'use strict';
  var h = PG.h,
    T = PG.T,
    P = PG.P;

  function entries(id, state) {
    return PG.scoped(state, PG.orgTasks[id] || []);
  }
  function uniqueTasks(rs) {
    var seen = PG.map(),
      out = [];
    rs.forEach(function (r) {
      if (!seen[r.subject]) {
        seen[r.subject] = true;
        out.push(PG.byId[r.subject]);
      }
    });
    return out.sort(function (a, b) {
      return a.index - b.index;
    });
  }

  PG.partners = function (id, state) {
    var seen = PG.map(),
      list = [];
    uniqueTasks(entries(id, state)).forEach(function (t) {
      var once = PG.map();
      PG.resp(t.id).forEach(function (r) {
        if (r.organization === id || !PG.byId[r.organization] || once[r.organization]) return;
        once[r.organization] = true;
        if (!seen[r.organization]) {
          seen[r.organization] = { org: PG.byId[r.organization], tasks: [] };
          list.push(seen[r.organization]);
        }
        seen[r.organization].tasks.push(t);
      });
    });
    return list.sort(function (a, b) {
      return b.tasks.length - a.tasks.length || a.org.index - b.org.index;
    });
  };

  function indicatorsOf(id, state) {
    return PG.scoped(state, PG.db.indicators).filter(function (i) {
      return PG.owners(i).list.some(function (r) {
        return r.organization === id;
      });
    });
  }

  function item(t, id, many) {
    var mine = PG.resp(t.id).filter(function (r) {
        return r.organization === id;
      }),
      others = PG.resp(t.id).filter(function (r) {
        return r.organization !== id;
      });
    var own = PG.taskIndicators[t.id] || [];
    return h(
      'li.task',
      h(
        'span.roles',
        mine.map(function (r) {
          return [PG.mark(r.role, r.order), h('span.vh', PG.roleName(r))];
        })
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
                others.map(function (r, at) {
                  return [at ? '、' : '', PG.mark(r.role, r.order), h('span.vh', PG.roleName(r)), PG.orgName(r)];
                })
              )
            : null
        ),
        own.length
          ? h(
              'p.sub',
              h('span.quiet', T('indicators') + '：'),
              own.map(function (i, at) {
                return [at ? '；' : '', i.name + ' ', h('strong', PG.valueText(i)), i.by ? '（' + i.by + '）' : ''];
              })
            )
          : null
      )
    );
  }

  function groupTasks(list, id, many) {
    var out = [],
      domain = null,
      ul = null;
    list.forEach(function (t) {
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

  PG.views.org = function (main, state) {
    var org = PG.byId[state.arg];
    if (!org || PG.kindOf[state.arg] !== 'org') {
      main.appendChild(PG.heading(T('org')));
      main.appendChild(PG.empty(P('没有这个单位。', 'No such organisation.')));
      return;
    }
    var rs = entries(org.id, state),
      many = PG.inScope(state).length > 1,
      mine = PG.remember('org') === org.id;
    var tasks = uniqueTasks(rs),
      leads = uniqueTasks(
        rs.filter(function (r) {
          return r.role === 'lead';
        })
      ),
      rest = tasks.filter(function (t) {
        return leads.indexOf(t) < 0;
      });
    var first = rs.filter(function (r) {
        return r.role === 'lead' && !(r.order > 1);
      }).length,
      partners = PG.partners(org.id, state),
      own = indicatorsOf(org.id, state);
    var graph = PG.db.graphs && PG.db.graphs[org.id];
    main.appendChild(
      h(
        'p.printonly',
        PG.inScope(state)
          .map(function (d) {
            return PG.docTitle(d) + (d.number ? '（' + d.number + '）' : '');
          })
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
            function () {
              PG.remember('org', mine ? null : org.id);
              PG.rerender();
            },
            { 'aria-pressed': String(mine) }
          ),
          PG.button(T('exportShown'), function () {
            PG.exportTasks(tasks, org.name);
          }),
          PG.button(T('print'), function () {
            window.print();
          }),
          graph ? h('a.button', { href: graph }, T('graph')) : null
        )
      )
    );
    main.appendChild(
      h(
        'p.quiet',
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
                  own.map(function (i) {
                    return h(
                      'li',
                      h('a', { href: PG.fact(i.id), 'data-f': i.id }, i.name),
                      ' ',
                      h('strong', PG.valueText(i)),
                      i.by ? h('span.quiet', '（' + i.by + '）') : null,
                      PG.owners(i).how === 'inferred' ? h('span.tag.inferred', T('inferred')) : null
                    );
                  })
                )
              : h('p.quiet', P('没有落到这个单位的量化指标。', 'No indicator falls to it.'))
          ),
          h(
            'section',
            h('h2', T('partners') + ' ', PG.count(partners.length)),
            partners.length
              ? PG.bars(
                  partners.map(function (p) {
                    return {
                      label: p.org.name,
                      href: PG.to('together', org.id + '+' + p.org.id),
                      value: p.tasks.length
                    };
                  })
                )
              : h('p.quiet', P('任务都由它单独承担。', 'It works alone.'))
          )
        )
      )
    );
  };

  // Bars with their numbers: a list for everybody, a picture for the eye.
  PG.bars = function (rows) {
    var top = Math.max.apply(
      null,
      rows
        .map(function (r) {
          return r.value;
        })
        .concat([1])
    );
    return h(
      'ul.bars',
      rows.map(function (r) {
        return h(
          'li',
          h('a', { href: r.href }, r.label),
          PG.s(
            'svg',
            { class: 'bar', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
            PG.s('rect', { x: 0, y: 0, width: (100 * r.value) / top, height: 8, class: 'b-rest' }),
            r.part ? PG.s('rect', { x: 0, y: 0, width: (100 * r.part) / top, height: 8, class: 'b-lead' }) : null
          ),
          h('span.num', r.value)
        );
      })
    );
  };

  PG.views.orgs = function (main, state) {
    var rows = PG.db.organizations
      .map(function (org) {
        var rs = entries(org.id, state),
          tasks = uniqueTasks(rs),
          roles = { lead: 0, responsible: 0, support: 0, guide: 0 };
        rs.forEach(function (r) {
          roles[r.role]++;
        });
        return {
          org: org,
          tasks: tasks.length,
          roles: roles,
          first: rs.filter(function (r) {
            return r.role === 'lead' && !(r.order > 1);
          }).length,
          own: indicatorsCount(org.id),
          docs: unique(
            rs.map(function (r) {
              return r.doc;
            })
          ).length
        };
      })
      .filter(function (r) {
        return r.tasks || r.own;
      });
    if (!state.q.sort)
      rows.sort(function (a, b) {
        return b.roles.lead - a.roles.lead || b.tasks - a.tasks || a.org.index - b.org.index;
      });
    var words = PG.fold(state.q.w || ''),
      shown = rows.filter(function (r) {
        return PG.fold([r.org.name].concat(r.org.aliases || []).join(' ')).indexOf(words) >= 0;
      });
    var top = Math.max.apply(
        null,
        rows
          .map(function (r) {
            return r.tasks;
          })
          .concat([1])
      ),
      many = PG.inScope(state).length > 1;
    main.appendChild(PG.heading(T('orgs') + ' ', PG.count(shown.length)));
    main.appendChild(
      h(
        'div.filters.noprint',
        h('input', {
          type: 'search',
          id: 'w',
          value: state.q.w || '',
          'aria-label': P('筛选单位', 'Filter organisations'),
          placeholder: P('筛选单位', 'Filter organisations'),
          on: {
            input: function (e) {
              PG.typing({ w: e.target.value });
            }
          }
        })
      )
    );
    if (!shown.length) {
      main.appendChild(
        PG.empty(
          rows.length
            ? P('没有这样的单位名称。', 'No such name.')
            : P('文件没有写明责任单位。', 'The documents name no responsible organisations.')
        )
      );
      return;
    }
    var columns = [
      {
        key: 'name',
        label: T('name'),
        sort: function (r) {
          return r.org.name;
        },
        cell: function (r) {
          return h('a', { href: PG.to('org', r.org.id) }, r.org.name);
        }
      },
      {
        key: 'load',
        label: T('load'),
        sort: function (r) {
          return r.tasks;
        },
        cell: function (r) {
          return h(
            'span.loadbar',
            PG.s(
              'svg',
              { class: 'bar', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
              PG.s('rect', { x: 0, y: 0, width: (100 * r.tasks) / top, height: 8, class: 'b-rest' }),
              PG.s('rect', { x: 0, y: 0, width: (100 * r.roles.lead) / top, height: 8, class: 'b-lead' })
            ),
            h('span.num', r.tasks)
          );
        }
      },
      {
        key: 'lead',
        label: T('lead'),
        num: true,
        sort: function (r) {
          return r.roles.lead;
        },
        cell: function (r) {
          return r.roles.lead || '–';
        }
      },
      {
        key: 'first',
        label: P('其中列第一位', 'named first'),
        num: true,
        sort: function (r) {
          return r.first;
        },
        cell: function (r) {
          return r.first || '–';
        }
      }
    ].concat(
      ['responsible', 'support', 'guide']
        .filter(function (role) {
          return rows.some(function (r) {
            return r.roles[role];
          });
        })
        .map(function (role) {
          return {
            key: role,
            label: T(role),
            num: true,
            sort: function (r) {
              return r.roles[role];
            },
            cell: function (r) {
              return r.roles[role] || '–';
            }
          };
        }),
      [
        {
          key: 'ind',
          label: T('indicators'),
          num: true,
          sort: function (r) {
            return r.own;
          },
          cell: function (r) {
            return r.own || '–';
          }
        }
      ],
      many
        ? [
            {
              key: 'docs',
              label: T('documents'),
              num: true,
              sort: function (r) {
                return r.docs;
              },
              cell: function (r) {
                return r.docs;
              }
            }
          ]
        : []
    );
    main.appendChild(PG.table(columns, shown, { caption: T('orgs') }));
    main.appendChild(
      h(
        'p.legend',
        h('span', h('span.sw.b-lead'), ' ', T('lead')),
        rows.some(function (r) {
          return r.tasks > r.roles.lead;
        })
          ? h('span', h('span.sw.b-rest'), ' ', P('其他角色', 'other roles'))
          : null
      )
    );
  };

  var counts = null;
  function indicatorsCount(id) {
    if (!counts || counts.key !== PG.state.q.doc) {
      counts = { key: PG.state.q.doc };
      PG.scoped(PG.state, PG.db.indicators).forEach(function (i) {
        unique(
          PG.owners(i).list.map(function (r) {
            return r.organization;
          })
        ).forEach(function (o) {
          counts[o] = (counts[o] || 0) + 1;
        });
      });
    }
    return counts[id] || 0;
  }
  function unique(list) {
    return list.filter(function (x, at) {
      return list.indexOf(x) === at;
    });
  }
})(PG);
