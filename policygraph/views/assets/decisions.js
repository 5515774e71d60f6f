// Decisions of people: confirm, dismiss, correct. Kept in this browser until they are downloaded as decisions.json,
// which lies beside the corpus and is replayed at every build.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;
  const SCHEMA = 'policygraph/decisions/1';
  const FIELDS = ['target', 'action', 'field', 'value', 'note', 'author', 'date', 'about'];
  const ACTIONS = {
    confirm: ['确认', 'confirm'],
    dismiss: ['不成立', 'dismiss'],
    correct: ['更正', 'correct'],
    add: ['增加', 'add'],
    progress: ['进展', 'progress']
  };

  function read() {
    try {
      const list = JSON.parse(PG.remember('decisions') || '[]');
      return Array.isArray(list) ? list : [];
    } catch (error) {
      return [];
    }
  }
  let list = read();
  // Decisions already replayed at the build, but for those decided anew.
  function old() {
    return (PG.db.decisions || []).filter(
      d => !list.some(n => n.target === d.target && (n.field || '') === (d.field || '') && d.action !== 'add')
    );
  }
  PG.replayed = ids => old().filter(d => ids.indexOf(d.target) >= 0);
  PG.status = id => {
    const found = PG.replayed([id])
      .concat(PG.decidedOn(id))
      .filter(d => d.action === 'progress' && d.field === 'status');
    return found.length ? found[found.length - 1].value : '';
  };
  function keep() {
    PG.remember('decisions', list.length ? JSON.stringify(list) : null);
  }

  PG.decisions = () => list;
  PG.decidedOn = target => list.filter(d => d.target === target);
  PG.actionName = action => (ACTIONS[action] ? P(ACTIONS[action][0], ACTIONS[action][1]) : action);

  // The later decision about the same field of the same thing takes the place of the earlier.
  PG.decide = decision => {
    list = list.filter(
      d => d.target !== decision.target || (d.field || '') !== (decision.field || '') || decision.action === 'add'
    );
    list.push(Object.assign({ date: new Date().toISOString().slice(0, 10) }, decision));
    keep();
    PG.say(P('已记下，共 ' + list.length + ' 条，记得下载。', 'Noted; remember to download.'));
  };
  PG.undecide = decision => {
    list = list.filter(d => d !== decision);
    keep();
  };

  PG.decisionsText = () => {
    // The file replaces the one beside the corpus, so what was replayed stands in it too.
    const rows = old()
      .concat(list)
      .map(d => {
        const out = {};
        FIELDS.forEach(key => {
          if (d[key]) out[key] = d[key];
        });
        return out;
      });
    return JSON.stringify({ schema: SCHEMA, decisions: rows }, null, 1) + '\n';
  };

  function again() {
    PG.rerender();
    const id = PG.state.q.f;
    if (id) {
      document.getElementById('panel').removeAttribute('data-id');
      PG.renderPanel(PG.state, PG.state);
    }
  }

  // Yes and no for a finding or a link; what was decided, and a way back.
  PG.verdict = (target, about) => {
    const made = PG.decidedOn(target)[0];
    const before = PG.replayed([target])[0];
    if (!made && before)
      return h('span.verdict', '✓ ', PG.actionName(before.action), before.note ? '：' + before.note : '');
    if (made)
      return h(
        'span.verdict',
        '✓ ',
        PG.actionName(made.action),
        made.note ? '：' + made.note : '',
        ' ',
        PG.button(
          P('撤销', 'undo'),
          () => {
            PG.undecide(made);
            again();
          },
          { class: 'link' }
        )
      );
    function choose(action) {
      return PG.button(
        PG.actionName(action),
        () => {
          PG.decide({ target, action, about });
          again();
        },
        { class: 'tiny', 'aria-label': PG.actionName(action) + '：' + about }
      );
    }
    return h('span.verdict', choose('confirm'), choose('dismiss'));
  };

  function choices(fact, kind) {
    const out = [];
    if (kind === 'task') {
      PG.ROLES.forEach(role => {
        out.push([fact.id, 'add', role, P('增加' + T(role) + '单位', 'add: ' + T(role))]);
      });
      PG.resp(fact.id).forEach(r => {
        out.push([
          r.id,
          'correct',
          'organization',
          P('把“' + PG.orgName(r) + '”改为单位…', 'replace ' + PG.orgName(r))
        ]);
        out.push([r.id, 'correct', 'role', P('改“' + PG.orgName(r) + '”的角色', 'role of ' + PG.orgName(r))]);
        out.push([r.id, 'dismiss', '', P('去掉“' + PG.orgName(r) + '”', 'remove ' + PG.orgName(r))]);
      });
      out.push(
        [fact.id, 'correct', 'deadline', P('更正完成时限', 'deadline')],
        [fact.id, 'progress', 'status', P('填写状态', 'status')],
        [fact.id, 'progress', 'progress', P('填写进展', 'progress')]
      );
    } else if (kind === 'indicator') {
      out.push(
        [fact.id, 'correct', 'value', P('更正目标值', 'value')],
        [fact.id, 'correct', 'unit', P('更正计量单位', 'unit')],
        [fact.id, 'correct', 'by', P('更正年份', 'year')]
      );
    }
    out.push([fact.id, 'dismiss', '', P('这一条不成立', 'not a fact')]);
    return out;
  }

  PG.correction = (fact, kind) => {
    const options = choices(fact, kind);
    const pick = h(
      'select',
      { id: 'c-what' },
      options.map((o, at) => h('option', { value: at }, o[3]))
    );
    const roles = h(
      'select',
      { id: 'c-role', 'aria-label': P('角色', 'Role'), hidden: true },
      PG.ROLES.map(role => h('option', { value: role }, T(role)))
    );
    const value = h('input', {
      type: 'text',
      id: 'c-value',
      'aria-label': P('内容', 'Value'),
      list: 'c-orgs',
      placeholder: P('内容', 'Value')
    });
    const names = h(
      'datalist',
      { id: 'c-orgs' },
      PG.db.organizations.slice(0, 500).map(o => h('option', { value: o.name }))
    );
    const note = h('input', {
      type: 'text',
      'aria-label': P('理由', 'Reason'),
      placeholder: P('理由（可不填）', 'Reason (optional)')
    });
    function shape() {
      const o = options[pick.value];
      value.hidden = o[1] === 'dismiss' || o[2] === 'role';
      roles.hidden = o[2] !== 'role';
    }
    pick.addEventListener('change', shape);
    function save(e) {
      e.preventDefault();
      const o = options[pick.value];
      const text = o[2] === 'role' ? roles.value : value.value.trim();
      if (o[1] !== 'dismiss' && !text) {
        value.focus();
        return;
      }
      PG.decide({
        target: o[0],
        action: o[1],
        field: o[2],
        value: o[1] === 'dismiss' ? '' : text,
        note: note.value.trim(),
        about: (fact.text || fact.name || '').slice(0, 60) + ' · ' + o[3]
      });
      again();
    }
    const ids = [fact.id].concat(kind === 'task' ? PG.resp(fact.id).map(r => r.id) : []);
    const made = list.filter(d => ids.indexOf(d.target) >= 0);
    shape();
    return h(
      'details.correct.noprint',
      { open: made.length + PG.replayed(ids).length > 0 },
      h('summary', P('更正或填写进展', 'Correct or report progress')),
      PG.replayed(ids).length
        ? h(
            'ul.plain',
            PG.replayed(ids).map(d =>
              h(
                'li',
                h('span.tag', PG.actionName(d.action)),
                ' ',
                d.about || d.target,
                d.value ? h('strong', '：' + d.value) : null,
                d.note ? h('span.quiet', '（' + d.note + '）') : null
              )
            )
          )
        : null,
      made.length ? h('ul.plain', made.map(row)) : null,
      h(
        'form.filters',
        { on: { submit: save } },
        h('label.vh', { for: 'c-what' }, P('更正什么', 'What')),
        pick,
        value,
        roles,
        names,
        note,
        h('button', { type: 'submit' }, P('记下', 'Note'))
      )
    );
  };

  function row(d) {
    return h(
      'li',
      h('span.tag', PG.actionName(d.action)),
      ' ',
      d.about || d.target,
      d.value ? h('strong', '：' + (d.field === 'role' ? T(d.value) : d.value)) : null,
      d.note ? h('span.quiet', '（' + d.note + '）') : null,
      ' ',
      PG.button(
        P('撤销', 'undo'),
        () => {
          PG.undecide(d);
          again();
        },
        { class: 'link', 'aria-label': P('撤销：', 'undo: ') + (d.about || d.target) }
      )
    );
  }

  PG.views.decisions = main => {
    main.appendChild(PG.heading(P('人工决定', 'Decisions') + ' ', PG.count(list.length)));
    if (!list.length) {
      main.appendChild(
        PG.empty(
          P(
            '还没有决定。在“核查”里可以确认或否定一条意见，在任务、指标旁的面板里可以更正单位、角色、时限、数值，填写进展。',
            'No decisions yet. Confirm or dismiss findings, correct facts in the side panel.'
          )
        )
      );
      return;
    }
    main.appendChild(
      h(
        'p.quiet',
        P(
          '决定只存在这个浏览器里。下载 decisions.json，放在 corpus 文件夹旁，替换原来的同名文件（已生效的决定也在里面），下次构建时生效。',
          'Kept in this browser only. Download decisions.json, put it beside the corpus in place of the old one (what was replayed is in it too); it is replayed at the next build.'
        )
      )
    );
    main.appendChild(
      h(
        'p.actions',
        PG.button(P('下载 decisions.json', 'Download decisions.json'), () => {
          PG.download('decisions.json', PG.decisionsText(), 'application/json');
        })
      )
    );
    main.appendChild(h('ul.plain.findings', list.map(row)));
  };
})(PG);
