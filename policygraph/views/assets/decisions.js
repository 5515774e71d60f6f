// Decisions of people: confirm, dismiss, correct, withdraw. Kept in this browser until they are downloaded as
// decisions.json, which lies in the corpus folder and is replayed at every build. A server that may be written to takes
// them at once. What is in force is read from the whole file as ``decide.standing`` reads it.
(function (PG) {
  'use strict';
  const P = PG.P;
  const SCHEMA = 'policygraph/decisions/1';
  const FIELDS = ['target', 'action', 'withdraws', 'field', 'value', 'note', 'author', 'date', 'about'];
  const ACTIONS = {
    confirm: ['确认', 'confirm'],
    dismiss: ['不成立', 'dismiss'],
    correct: ['更正', 'correct'],
    add: ['增加', 'add'],
    progress: ['进展', 'progress'],
    withdraw: ['撤回', 'withdraw']
  };
  const WITHDRAW = 'withdraw';
  const alike = (a, b, keys) => keys.every(key => (a[key] || '') === (b[key] || ''));
  const same = (a, b) => alike(a, b, ['target', 'action', 'withdraws', 'field', 'value']);
  // A withdrawal names what it ends; an addition neither takes the place of anything nor gives up its own.
  const names = (w, d) => w.withdraws === d.action && alike(w, d, ['target', 'field', 'value']);
  const replaces = (a, b) => a.action !== 'add' && b.action !== 'add' && alike(a, b, ['target', 'field']);

  // {force: those in force, ended: [{decision, by: its withdrawal}]}, in the order of the file.
  function standing(all) {
    let force = [];
    const ended = [];
    all.forEach(d => {
      if (d.action !== WITHDRAW) {
        force.push(d);
        return;
      }
      const named = force.filter(x => names(d, x));
      const last = named[named.length - 1];
      if (!last) return;
      const older = force.slice(0, force.indexOf(last)).filter(x => replaces(last, x));
      named.forEach(x => ended.push({ decision: x, by: d }));
      force = force.filter(x => named.indexOf(x) < 0 && older.indexOf(x) < 0);
    });
    return { force, ended };
  }
  PG.standing = standing;
  const file = () => PG.db.decisions || [];

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
    const now = standing(file()).force;
    const waits = d => (d.action === WITHDRAW ? now.some(x => names(d, x)) : !now.some(x => same(d, x)));
    list = list.filter(waits);
    keep();
  };

  const withdrawn = d => list.some(w => w.action === WITHDRAW && names(w, d));
  // Decisions replayed at the build, but for those decided anew or withdrawn here.
  const old = () => standing(file()).force.filter(d => !withdrawn(d) && !list.some(n => replaces(n, d)));
  const keep = () => PG.remember('decisions', list.length ? JSON.stringify(list) : null);

  PG.decisions = () => list;
  PG.inForce = old;
  PG.endedDecisions = () => standing(file()).ended;
  PG.replayed = ids => old().filter(d => ids.indexOf(d.target) >= 0);
  PG.decidedOn = target => list.filter(d => d.target === target && d.action !== WITHDRAW);
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
    if (made || !finding.decision) return made || null;
    return list.some(d => d.target === finding.key) ? null : finding.decision; // withdrawn here
  };
  PG.dismissed = finding => (PG.verdictOn(finding) || {}).action === 'dismiss';

  // The document a decision is about: a server then need not look for it.
  function documentOf(target) {
    const fact = PG.byId[target] || PG.byId[target.split(':').pop()];
    const found = fact || PG.db.findings.filter(f => f.key === target)[0];
    return found && PG.db.documents[found.doc] ? PG.db.documents[found.doc].id : '';
  }

  function note(made) {
    list.push(made);
    keep();
    PG.say(P('已记下，共 ' + list.length + ' 条，记得下载。', 'Noted; remember to download.'));
    if (PG.post) PG.post(clean(made), documentOf(made.target));
  }
  const today = () => new Date().toISOString().slice(0, 10);

  // The later decision about the same field of the same thing takes the place of the earlier.
  PG.decide = decision => {
    const made = Object.assign({ date: today() }, decision);
    list = list.filter(d => (decision.action === 'add' ? !same(d, made) : !replaces(made, d)));
    note(made);
  };
  PG.undecide = decision => {
    list = list.filter(d => d !== decision);
    keep();
  };
  // Take back one that is in force: what was extracted holds again, and the file says who took it back and why.
  PG.withdraw = (decision, reason) => {
    const { target, field, value, about } = decision;
    const made = { target, action: WITHDRAW, withdraws: decision.action, field, value, about, note: reason, date: today() };
    note(clean(made));
  };

  function clean(decision) {
    const out = {};
    FIELDS.forEach(key => {
      if (decision[key]) out[key] = decision[key];
    });
    return out;
  }

  // The file replaces the one in the corpus folder, so all that it says stands in it too, but for what is in force and
  // was decided anew here.
  PG.decisionsText = () => {
    const gone = standing(file()).force.filter(d => list.some(n => n.action !== WITHDRAW && replaces(n, d)));
    const kept = file().filter(d => gone.indexOf(d) < 0);
    return JSON.stringify({ schema: SCHEMA, decisions: kept.concat(list).map(clean) }, null, 1) + '\n';
  };

  PG.redraw = () => {
    PG.rerender();
    const id = PG.state.q.f;
    if (!id) return;
    document.getElementById('panel').removeAttribute('data-id');
    PG.renderPanel(PG.state, PG.state);
  };
})(PG);
