// Decisions of people: confirm, dismiss, correct. Kept in this browser until they are downloaded as decisions.json,
// which lies in the corpus folder and is replayed at every build. A server that may be written to takes them at once.
(function (PG) {
  'use strict';
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
  const same = (a, b) => ['target', 'action', 'field', 'value'].every(key => (a[key] || '') === (b[key] || ''));
  const replaces = (a, b) => a.target === b.target && (a.field || '') === (b.field || '') && b.action !== 'add';

  function read() {
    try {
      const list = JSON.parse(PG.remember('decisions') || '[]');
      return Array.isArray(list) ? list.filter(d => d && typeof d === 'object') : [];
    } catch (error) {
      return [];
    }
  }
  let list = read();

  // What was downloaded and has been replayed by a later build is no longer waiting.
  PG.settleDecisions = () => {
    list = list.filter(d => !(PG.db.decisions || []).some(done => same(d, done)));
    keep();
  };

  // Decisions already replayed at the build, but for those decided anew.
  const old = () => (PG.db.decisions || []).filter(d => !list.some(n => replaces(n, d)));
  const keep = () => PG.remember('decisions', list.length ? JSON.stringify(list) : null);

  PG.decisions = () => list;
  PG.replayed = ids => old().filter(d => ids.indexOf(d.target) >= 0);
  PG.decidedOn = target => list.filter(d => d.target === target);
  PG.actionName = action => (ACTIONS[action] ? P(ACTIONS[action][0], ACTIONS[action][1]) : action);

  const reported = (id, field) => {
    const found = PG.replayed([id]).concat(PG.decidedOn(id));
    const told = found.filter(d => d.action === 'progress' && d.field === field);
    return told.length ? told[told.length - 1].value : '';
  };
  PG.status = id => reported(id, 'status');
  PG.progress = id => reported(id, 'progress');

  // What was decided on a finding: here, in the file that was replayed, or in its record.
  PG.verdictOn = finding => {
    const made = finding.key && (PG.decidedOn(finding.key)[0] || PG.replayed([finding.key])[0]);
    return made || finding.decision || null;
  };
  PG.dismissed = finding => (PG.verdictOn(finding) || {}).action === 'dismiss';

  // The later decision about the same field of the same thing takes the place of the earlier.
  PG.decide = decision => {
    const made = Object.assign({ date: new Date().toISOString().slice(0, 10) }, decision);
    list = list.filter(d => (decision.action === 'add' ? !same(d, made) : !replaces(made, d)));
    list.push(made);
    keep();
    PG.say(P('已记下，共 ' + list.length + ' 条，记得下载。', 'Noted; remember to download.'));
    if (PG.post) PG.post(clean(made));
  };
  PG.undecide = decision => {
    list = list.filter(d => d !== decision);
    keep();
  };

  function clean(decision) {
    const out = {};
    FIELDS.forEach(key => {
      if (decision[key]) out[key] = decision[key];
    });
    return out;
  }

  // The file replaces the one in the corpus folder, so what was replayed stands in it too.
  PG.decisionsText = () =>
    JSON.stringify({ schema: SCHEMA, decisions: old().concat(list).map(clean) }, null, 1) + '\n';

  PG.redraw = () => {
    PG.rerender();
    const id = PG.state.q.f;
    if (!id) return;
    document.getElementById('panel').removeAttribute('data-id');
    PG.renderPanel(PG.state, PG.state);
  };
})(PG);
