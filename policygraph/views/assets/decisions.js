// Decisions of people: confirm, dismiss, correct, and taking that back. Kept in this browser until they are downloaded
// as decisions.json, which lies in the corpus folder and is replayed at every build. A server that may be written to
// takes them at once. The file only grows: what is withdrawn or decided otherwise stays in it, before what ended it.
(function (PG) {
  'use strict';
  const P = PG.P;
  const SCHEMA = 'policygraph/decisions/1';
  const FIELDS = ['target', 'action', 'field', 'value', 'note', 'author', 'date', 'about', 'withdraws'];
  const ACTIONS = {
    confirm: ['确认', 'confirm'],
    dismiss: ['不成立', 'dismiss'],
    correct: ['更正', 'correct'],
    add: ['增加', 'add'],
    progress: ['进展', 'progress'],
    'same-body': ['同一机构', 'same body'],
    'other-body': ['另一机构', 'other body'],
    withdraw: ['撤回', 'withdraw']
  };
  const equal = (a, b, keys) => keys.every(key => (a[key] || '') === (b[key] || ''));
  const same = (a, b) => equal(a, b, ['target', 'action', 'field', 'value', 'withdraws']);
  const names = (withdrawal, d) =>
    withdrawal.withdraws === d.action && equal(withdrawal, d, ['target', 'field', 'value']);
  // What can be decided one way only. Additions stand beside each other, each by its value.
  const about = d =>
    JSON.stringify([d.target, d.field || '', (d.withdraws || d.action) === 'add' ? '+' + (d.value || '') : '']);
  const withdraws = d => d.action === 'withdraw';

  function read() {
    try {
      const list = JSON.parse(PG.remember('decisions') || '[]');
      return Array.isArray(list) ? list.filter(d => d && typeof d === 'object') : [];
    } catch (error) {
      return [];
    }
  }
  let list = read();
  const keep = () => PG.remember('decisions', list.length ? JSON.stringify(list) : null);

  const file = () => PG.db.decisions || [];
  const standing = () => file().filter(d => !d.ended && !withdraws(d));
  // Those in force, but for those decided anew or withdrawn here.
  const old = () => standing().filter(d => !list.some(made => about(made) === about(d)));

  // What was downloaded and has been replayed by a later build is no longer waiting, even if it has been ended since.
  function arrived(made) {
    const written = file().slice(made.after || 0);
    if (written.some(d => same(made, d) && equal(made, d, ['note', 'date']))) return true;
    return withdraws(made) ? !standing().some(d => names(made, d)) : standing().some(d => same(made, d));
  }
  PG.settleDecisions = () => {
    list = list.filter(made => !arrived(made));
    keep();
  };

  PG.decisions = () => list;
  PG.inForce = old;
  PG.replayed = ids => old().filter(d => ids.indexOf(d.target) >= 0);
  PG.decidedOn = target => list.filter(d => d.target === target && !withdraws(d));
  PG.withdrawn = target => list.filter(d => d.target === target && withdraws(d));
  PG.actionName = action => (ACTIONS[action] ? P(ACTIONS[action][0], ACTIONS[action][1]) : action);
  // Entries that a later one ended, each with that one; the last to be ended first.
  PG.pastDecisions = () =>
    file()
      .filter(d => d.ended && file()[d.ended])
      .map(d => ({ was: d, by: file()[d.ended], at: d.ended }))
      .sort((a, b) => b.at - a.at);

  const reported = (id, field) => {
    const found = PG.replayed([id]).concat(PG.decidedOn(id));
    const told = found.filter(d => d.action === 'progress' && d.field === field);
    return told.length ? told[told.length - 1].value : '';
  };
  PG.status = id => reported(id, 'status');
  PG.progress = id => reported(id, 'progress');

  // Yes or no to a finding or a link: decided here, or in force. ``recorded`` is what its record says of it.
  PG.verdictOf = (target, recorded) => {
    const yesOrNo = d => d.action === 'confirm' || d.action === 'dismiss';
    const made = PG.decidedOn(target).concat(PG.replayed([target])).filter(yesOrNo)[0];
    if (made) return made;
    return recorded && !PG.withdrawn(target).length ? Object.assign({ target }, recorded) : null;
  };
  PG.verdictOn = finding => (finding.key ? PG.verdictOf(finding.key, finding.decision) : finding.decision || null);
  PG.dismissed = finding => (PG.verdictOn(finding) || {}).action === 'dismiss';

  // The later one about the same takes the place of the earlier. ``after`` is where the file ended when it was made.
  PG.decide = decision => {
    const made = Object.assign({ date: new Date().toISOString().slice(0, 10), after: file().length }, decision);
    list = list.filter(d => about(d) !== about(made));
    list.push(made);
    keep();
    PG.say(P('已记下，共 ' + list.length + ' 条，记得下载。', 'Noted; remember to download.'));
    if (PG.post) PG.post(made);
  };

  // What only this browser knows is forgotten; what is in force, or was sent, is ended by an entry that says so.
  PG.undecide = decision => {
    list = list.filter(d => d !== decision);
    keep();
  };
  PG.withdraw = (d, note) =>
    PG.decide({
      target: d.target,
      action: 'withdraw',
      withdraws: d.action,
      field: d.field,
      value: d.value,
      about: d.about,
      note
    });

  // A server has it now: it can no longer be forgotten here.
  PG.sent = decision => {
    decision.sent = true;
    keep();
  };

  PG.entry = decision => {
    const out = {};
    const signed = Object.assign({ author: PG.remember('author') || '' }, decision);
    FIELDS.forEach(key => {
      if (signed[key]) out[key] = signed[key];
    });
    return out;
  };

  // The file replaces the one in the corpus folder, so what was replayed stands in it too, as it was.
  PG.decisionsText = () => {
    const before = file().map(d => {
      const entry = Object.assign({}, d);
      delete entry.ended;
      return entry;
    });
    return JSON.stringify({ schema: SCHEMA, decisions: before.concat(list.map(PG.entry)) }, null, 1) + '\n';
  };

  PG.redraw = () => {
    PG.rerender();
    const id = PG.state.q.f;
    if (!id) return;
    document.getElementById('panel').removeAttribute('data-id');
    PG.renderPanel(PG.state, PG.state);
  };
})(PG);
