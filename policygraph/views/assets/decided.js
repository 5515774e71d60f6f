// What people decided, row by row, with the way back: undo what only this browser knows, withdraw what is in force.
// The verdict on a finding or a link; the list of all decisions and what became of the earlier ones.
(function (PG) {
  'use strict';
  const h = PG.h;
  const T = PG.T;
  const P = PG.P;

  const named = d => d.about || d.target;
  const noteOf = d => (d.note ? h('span.quiet', '（' + d.note + '）') : null);
  const signedBy = d => [d.author, d.date].filter(Boolean).join('，');

  function undo(d, about) {
    const run = () => {
      if (d.sent) PG.withdraw(d, '');
      else PG.undecide(d);
      PG.redraw();
    };
    return PG.button(P('撤销', 'undo'), run, { class: 'link noprint', 'aria-label': P('撤销：', 'undo: ') + about });
  }

  // A reason is asked for where the button was: what is taken back is seen beside it.
  function withdrawing(d, about) {
    const note = h('input.note-in', {
      type: 'text',
      placeholder: P('理由（可不填）', 'Reason (optional)'),
      'aria-label': P('撤回的理由：', 'Reason to withdraw: ') + about
    });
    const submit = e => {
      e.preventDefault();
      PG.withdraw(Object.assign({ about }, d), note.value.trim());
      PG.redraw();
    };
    return h(
      'details.takeback.noprint',
      h('summary', { 'aria-label': P('撤回：', 'Withdraw: ') + about }, P('撤回', 'Withdraw')),
      h('form', { on: { submit } }, note, ' ', h('button.tiny', { type: 'submit' }, P('确认撤回', 'Withdraw it')))
    );
  }

  const back = (d, about) =>
    PG.decisions().indexOf(d) >= 0 && !d.sent
      ? undo(d, about)
      : [h('span.tag', d.sent ? P('已保存', 'saved') : P('已生效', 'in force')), ' ', withdrawing(d, about)];

  // Yes and no; what was decided, with its note, and a way back. ``recorded`` is what the record says of it.
  PG.verdict = (target, about, recorded) => {
    const made = PG.verdictOf(target, recorded);
    if (made)
      return h('div.verdict', h('span', '✓ ' + PG.actionName(made.action)), noteOf(made), ' ', back(made, about));
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
    const taken = PG.withdrawn(target).map(d => h('span.taken', what(d), noteOf(d), ' ', undo(d, about)));
    return h('div.verdict.noprint', taken, choose('confirm'), choose('dismiss'), note);
  };

  // A withdrawal says what it takes back: 撤回“更正”.
  const what = d =>
    h('span.tag', PG.actionName(d.action) + (d.withdraws ? '“' + PG.actionName(d.withdraws) + '”' : ''));

  const valueOf = d => (d.field === 'role' ? T(d.value) : d.value) || '';
  const words = d => [
    what(d),
    ' ',
    h('span.said', named(d), valueOf(d) ? h('strong', '：' + valueOf(d)) : null),
    noteOf(d)
  ];
  const by = d => (signedBy(d) ? h('span.quiet.small', ' ' + signedBy(d)) : null);
  const row = d => h('li', words(d), by(d), ' ', back(d, named(d)));

  // How it ended: withdrawn, or decided otherwise; who, when, why.
  function past(ended) {
    const how =
      ended.by.action === 'withdraw'
        ? P('已撤回', 'withdrawn')
        : [P('后改为：', 'then: '), PG.actionName(ended.by.action), ' ', valueOf(ended.by)];
    return h(
      'li.past',
      h('span.was', words(ended.was), by(ended.was)),
      h('div.quiet', '→ ', how, noteOf(ended.by), by(ended.by))
    );
  }

  // Everything decided on some facts, for the panel.
  PG.decidedList = ids => {
    const on = d => ids.indexOf(d.target) >= 0;
    const now = PG.inForce().concat(PG.decisions()).filter(on);
    const before = PG.pastDecisions().filter(ended => on(ended.was));
    return now.length + before.length
      ? { open: now.length > 0, list: h('ul.plain.decided', now.map(row), before.map(past)) }
      : null;
  };

  const HOW = {
    none: '还没有决定。在“核查”里可以确认或否定一条意见；在任务、指标旁的面板里可以更正单位、角色、时限、数值，填写进展。',
    offline:
      '这些决定暂存在本浏览器里。下载 decisions.json，放进存放文件的 corpus 文件夹，替换同名文件' +
      '（已生效的决定也在里面），重新构建后生效。',
    served:
      '填写令牌后，每条决定随即存到服务器，刷新页面可见。标“已保存”的在服务器上，其余暂存在本浏览器里。'
  };
  const EN = {
    none: 'No decisions yet. Confirm or dismiss findings; correct facts in the panel.',
    offline: 'Kept in this browser. Put decisions.json into the corpus folder; it is replayed at the next build.',
    served: 'With the token each decision goes to the server at once. Those not marked saved are kept in this browser.'
  };

  function signature() {
    const box = h('input', { type: 'text', id: 'author', value: PG.remember('author') || '' });
    box.addEventListener('change', () => PG.remember('author', box.value.trim() || null));
    return h('label.pick', h('span', P('署名', 'Signed')), box);
  }

  function tools(list) {
    const get = () => PG.download('decisions.json', PG.decisionsText(), 'application/json');
    const waiting = PG.sendAll && list.some(d => !d.sent);
    return [
      PG.button(P('下载 decisions.json', 'Download decisions.json'), get),
      signature(),
      PG.tokenField ? PG.tokenField() : null,
      waiting ? PG.button(P('存到服务器', 'Save on the server'), PG.sendAll) : null
    ];
  }

  function section(title, list, draw) {
    if (!list.length) return null;
    return h('section', h('h2', title + ' ', PG.count(list.length)), PG.growing('ul.plain.findings', list, draw, 50));
  }

  PG.views.decisions = main => {
    const list = PG.decisions();
    const now = PG.inForce();
    const before = PG.pastDecisions();
    main.appendChild(PG.heading(P('人工决定', 'Decisions') + ' ', PG.count(list.length)));
    if (!list.length && !now.length && !before.length) {
      PG.append(main, [PG.empty(P(HOW.none, EN.none)), PG.tokenField ? h('p.actions', PG.tokenField()) : null]);
      return;
    }
    const how = PG.post ? 'served' : 'offline';
    if (list.length) main.appendChild(h('p.quiet', P(HOW[how], EN[how])));
    main.appendChild(h('p.actions.noprint', tools(list)));
    if (list.length) main.appendChild(h('ul.plain.findings', list.map(row)));
    PG.append(main, [
      section(P('已生效的决定', 'In force'), now, row),
      section(P('已撤回的决定', 'Withdrawn'), before.filter(ended => ended.by.action === 'withdraw'), past),
      section(P('已另作决定的', 'Decided otherwise'), before.filter(ended => ended.by.action !== 'withdraw'), past)
    ]);
  };
})(PG);
