// The form people correct a fact with, or report progress.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;

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
    const decided = PG.decidedList(ids);
    form.what.box.addEventListener('change', () => shape(form, chosen()));
    shape(form, chosen());
    const submit = e => {
      e.preventDefault();
      save(form, chosen(), fact);
    };
    return h(
      'details.correct.noprint',
      { open: Boolean(decided && decided.open) },
      h('summary', P('更正或填写进展', 'Correct or report progress')),
      decided && decided.list,
      h(
        'form.fields',
        { on: { submit } },
        [form.what.row, form.value.row, form.role.row, form.list, form.note.row],
        h('button', { type: 'submit' }, P('记下', 'Note'))
      )
    );
  };
})(PG);
