// The forms people decide with: yes or no for a finding or a link, corrections of a fact, and the list of them all.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;

  function undo(decision, about) {
    const run = () => {
      PG.undecide(decision);
      PG.redraw();
    };
    return PG.button(P('撤销', 'undo'), run, { class: 'link', 'aria-label': P('撤销：', 'undo: ') + about });
  }

  // A decision in force is taken back with a reason: a small form, opened where the button is.
  function takeBack(decision) {
    const about = decision.about || decision.target;
    const label = P('撤回的理由：', 'Why withdrawn: ') + about;
    const box = h('input.note-in', { type: 'text', 'aria-label': label, placeholder: P('理由（可不填）', 'Reason (optional)') });
    const submit = e => {
      e.preventDefault();
      PG.withdraw(decision, box.value.trim());
      PG.redraw();
    };
    const sure = h('button.tiny', { type: 'submit' }, P('确认撤回', 'Withdraw'));
    return h(
      'details.takeback.noprint',
      h('summary', { 'aria-label': P('撤回：', 'withdraw: ') + about }, P('撤回', 'withdraw')),
      h('form', { on: { submit } }, box, ' ', sure)
    );
  }
  const inForce = d => [h('span.tag', P('已生效', 'in force')), ' ', takeBack(d)];

  const noteOf = d => (d.note ? h('span.quiet', '（' + d.note + '）') : null);

  // Yes and no; what was decided, with its note, and a way back. ``recorded`` is what the record says of it.
  PG.verdict = (target, about, recorded) => {
    const made = PG.decidedOn(target)[0];
    const force = PG.replayed([target])[0];
    const before = made || force || recorded;
    if (before) {
      const plain = h('span.tag', P('已生效', 'in force'));
      const back = made ? undo(made, about) : force ? inForce(force) : plain;
      return h('div.verdict', '✓ ' + PG.actionName(before.action), noteOf(before), ' ', back);
    }
    const note = h('input.note-in', {
      type: 'text',
      placeholder: P('理由（可不填）', 'Reason (optional)'),
      'aria-label': P('理由：', 'Reason: ') + about
    });
    const choose = action => {
      const run = () => {
        PG.decide({ target, action, about, note: note.value.trim() });
        PG.redraw();
      };
      return PG.button(PG.actionName(action), run, {
        class: 'tiny',
        'aria-label': PG.actionName(action) + '：' + about
      });
    };
    return h('p.verdict.noprint', choose('confirm'), choose('dismiss'), note);
  };

  // [target, action, field, label]: everything that can be said of a fact.
  function ownerChoices(r) {
    const name = PG.orgName(r);
    return [
      [r.id, 'correct', 'organization', P('把“' + name + '”改为单位…', 'replace ' + name)],
      [r.id, 'correct', 'role', P('改“' + name + '”的角色', 'role of ' + name)],
      [r.id, 'dismiss', '', P('去掉“' + name + '”', 'remove ' + name)]
    ];
  }

  function taskChoices(task) {
    const owners = PG.resp(task.id).map(ownerChoices);
    const adds = PG.ROLES.map(role => [task.id, 'add', role, P('增加' + T(role) + '单位', 'add: ' + T(role))]);
    const own = [
      [task.id, 'progress', 'status', P('填写状态', 'status')],
      [task.id, 'progress', 'progress', P('填写进展', 'progress')],
      [task.id, 'correct', 'deadline', P('更正完成时限', 'deadline')]
    ];
    return own.concat(
      owners.reduce((all, some) => all.concat(some), []),
      adds
    );
  }

  function choices(fact, kind) {
    const wrong = [fact.id, 'dismiss', '', P('这一条不成立', 'not a fact')];
    if (kind === 'task') return taskChoices(fact).concat([wrong]);
    return [
      [fact.id, 'correct', 'value', P('更正目标值', 'value')],
      [fact.id, 'correct', 'unit', P('更正计量单位', 'unit')],
      [fact.id, 'correct', 'by', P('更正年份', 'year')],
      wrong
    ];
  }

  function line(label, attrs, options) {
    const box = options ? h('select', attrs, options) : h('input', Object.assign({ type: 'text' }, attrs));
    return { box, row: h('label.field', h('span', label), box) };
  }

  function fields(options) {
    const names = PG.db.organizations.slice(0, 500).map(o => h('option', { value: o.name }));
    const roles = PG.ROLES.map(role => h('option', { value: role }, T(role)));
    const pick = options.map((o, at) => h('option', { value: at }, o[3]));
    return {
      what: line(P('事项', 'What'), { id: 'c-what' }, pick),
      role: line(P('角色', 'Role'), { id: 'c-role' }, roles),
      value: line(P('内容', 'Value'), { id: 'c-value', list: 'c-list' }),
      note: line(P('理由', 'Reason'), { id: 'c-note', placeholder: P('可不填', 'optional') }),
      names,
      list: h('datalist', { id: 'c-list' })
    };
  }

  const STATES = ['未启动', '进行中', '已完成', '滞后', '调整'];

  // The boxes a choice needs: a role is chosen, a state or a unit is offered, nothing is asked to remove something.
  function shape(form, choice) {
    const unit = choice[2] === 'organization' || choice[1] === 'add';
    form.value.row.hidden = choice[1] === 'dismiss' || choice[2] === 'role';
    form.role.row.hidden = choice[2] !== 'role';
    PG.append(PG.clear(form.list), unit ? form.names : choice[2] === 'status' ? states() : []);
  }
  const states = () => STATES.map(value => h('option', { value }));

  function wanted(form, choice) {
    if (choice[1] === 'dismiss') return '';
    return choice[2] === 'role' ? form.role.box.value : form.value.box.value.trim();
  }

  function save(form, choice, fact) {
    const value = wanted(form, choice);
    if (choice[1] !== 'dismiss' && !value) {
      form.value.box.focus();
      return;
    }
    const about = (fact.text || fact.name || '').slice(0, 60) + ' · ' + choice[3];
    const note = form.note.box.value.trim();
    PG.decide({ target: choice[0], action: choice[1], field: choice[2], value, note, about });
    PG.redraw();
  }

  PG.correction = (fact, kind) => {
    const options = choices(fact, kind);
    const form = fields(options);
    const chosen = () => options[form.what.box.value];
    const owners = kind === 'task' ? PG.resp(fact.id).map(r => r.id) : [];
    const ids = [fact.id].concat(owners);
    const before = PG.replayed(ids);
    const made = PG.decisions().filter(d => ids.indexOf(d.target) >= 0);
    form.what.box.addEventListener('change', () => shape(form, chosen()));
    shape(form, chosen());
    const submit = e => {
      e.preventDefault();
      save(form, chosen(), fact);
    };
    return h(
      'details.correct.noprint',
      { open: made.length + before.length > 0 },
      h('summary', P('更正或填写进展', 'Correct or report progress')),
      before.length + made.length ? h('ul.plain', before.map(done), made.map(row)) : null,
      h(
        'form.fields',
        { on: { submit } },
        [form.what.row, form.value.row, form.role.row, form.list, form.note.row],
        h('button', { type: 'submit' }, P('记下', 'Note'))
      )
    );
  };

  function words(d) {
    const value = d.field === 'role' ? T(d.value) : d.value;
    const of = d.withdraws ? '“' + PG.actionName(d.withdraws) + '”' : '';
    return [
      h('span.tag', PG.actionName(d.action) + of),
      ' ',
      d.about || d.target,
      value ? h('strong', '：' + value) : null
    ];
  }
  const row = d => h('li', words(d), noteOf(d), ' ', undo(d, d.about || d.target));
  const who = d => {
    const said = [d.author, d.date].filter(Boolean).join(' ');
    return said ? h('span.quiet', ' ' + said) : null;
  };
  const done = d => h('li', words(d), noteOf(d), who(d), ' ', inForce(d));
  const gone = one =>
    h('li', h('s', words(one.decision)), noteOf(one.decision), who(one.decision), ' → ', PG.actionName(one.by.action), noteOf(one.by), who(one.by));

  const HOW = {
    none: '还没有决定。在“核查”里可以确认或否定一条意见；在任务、指标旁的面板里可以更正单位、角色、时限、数值，填写进展。',
    offline:
      '这些决定暂存在本浏览器里。下载 decisions.json，放进存放文件的 corpus 文件夹，替换同名文件' +
      '（已生效的决定也在里面），重新构建后生效。'
  };

  PG.views.decisions = main => {
    const list = PG.decisions();
    const before = PG.inForce();
    const ended = PG.endedDecisions();
    main.appendChild(PG.heading(P('人工决定', 'Decisions') + ' ', PG.count(list.length)));
    if (!list.length && !before.length && !ended.length) {
      const none = PG.empty(P(HOW.none, 'No decisions yet. Confirm or dismiss findings; correct facts in the panel.'));
      PG.append(main, [none, PG.tokenField ? h('p.actions', PG.tokenField()) : null]);
      return;
    }
    const get = () => PG.download('decisions.json', PG.decisionsText(), 'application/json');
    const en = 'Kept in this browser. Put decisions.json into the corpus folder; it is replayed at the next build.';
    if (list.length) main.appendChild(h('p.quiet', P(HOW.offline, en)));
    const button = PG.button(P('下载 decisions.json', 'Download decisions.json'), get);
    main.appendChild(h('p.actions', button, PG.tokenField ? PG.tokenField() : null));
    if (list.length) main.appendChild(h('ul.plain.findings', list.map(row)));
    const part = (title, some, one) =>
      some.length
        ? h('section', h('h2', title + ' ', PG.count(some.length)), h('ul.plain.findings', some.map(one)))
        : null;
    PG.append(main, [
      part(P('已生效的决定', 'In force'), before, done),
      part(P('已撤回的决定', 'Withdrawn'), ended, gone)
    ]);
  };
})(PG);
