// Which tasks are on the screen: gaps, words, columns and groups. No drawing here.
(function (PG) {
  'use strict';

  const weakLink = t => (PG.bodyLink(t) || {}).confidence === 'guessed';
  const checked = t => (PG.findingsOf[t.id] || []).some(f => f.severity !== 'info' && !PG.dismissed(f));

  // key of the address, word of the interface, test
  PG.GAPS = [
    ['', 'allTasks', () => true],
    ['nobody', 'unowned', t => !PG.resp(t.id).length && Boolean(said(t.doc).any)],
    ['none', 'noLead', t => PG.resp(t.id).length && !PG.leads(t).length],
    ['many', 'manyLeads', t => PG.leads(t).length > 1],
    ['one', 'oneLead', t => PG.leads(t).length === 1],
    ['indicators', 'withIndicators', t => Boolean(PG.taskIndicators[t.id])],
    ['deadline', 'withDeadline', t => Boolean(t.due) && !PG.dueInferred(t)],
    ['inferred', 'doubtful', t => PG.weak(t) || weakLink(t) || PG.resp(t.id).some(PG.weak)],
    ['findings', 'hasFinding', checked]
  ];

  // What a document never says of any task is no gap of one of them: many name no owners, or no leads.
  let spoken = null;
  function said(doc) {
    if (!spoken) {
      spoken = PG.map();
      PG.db.responsibilities.forEach(r => {
        (spoken[r.doc] = spoken[r.doc] || {}).any = true;
        if (r.role === 'lead') spoken[r.doc].lead = true;
      });
    }
    return spoken[doc] || {};
  }

  PG.missing = t => {
    if (!PG.resp(t.id).length) return said(t.doc).any ? PG.h('span.gap', PG.T('unowned')) : null;
    if (PG.leads(t).length || !said(t.doc).lead) return null;
    return PG.h('span.tag.plain', PG.P('未写牵头', 'no lead named'));
  };

  // The words of a task are folded once and kept.
  function textOf(task) {
    if (task.folded === undefined) {
      const owners = PG.resp(task.id).map(r => r.mention + ' ' + PG.orgName(r));
      task.folded = PG.fold(
        [task.number || '', task.text, task.domain || '', task.area || ''].concat(owners).join(' ')
      );
    }
    return task.folded;
  }

  PG.filterTasks = (tasks, words) => {
    const parts = PG.fold(words || '')
      .split(/\s+/)
      .filter(Boolean);
    return parts.length ? tasks.filter(t => parts.every(p => textOf(t).indexOf(p) >= 0)) : tasks;
  };

  const ORDERS = {
    order: (a, b) => a.org.index - b.org.index,
    name: (a, b) => a.org.name.localeCompare(b.org.name, 'zh-CN'),
    load: (a, b) => b.main - a.main || b.all - a.all || a.org.index - b.org.index
  };

  // Organisations of some tasks, with counts: ``main`` where they lead or are responsible, ``all`` in any role.
  PG.columnsOf = (tasks, sort) => {
    const seen = PG.map();
    const list = [];
    tasks.forEach(t =>
      PG.resp(t.id).forEach(r => {
        const org = r.organization && PG.byId[r.organization];
        if (!org) return;
        let entry = seen[org.id];
        if (!entry) list.push((entry = seen[org.id] = { org, lead: 0, main: 0, all: 0 }));
        entry.all++;
        if (r.role === 'lead') entry.lead++;
        if (r.role === 'lead' || r.role === 'responsible') entry.main++;
      })
    );
    return list.sort(ORDERS[sort] || ORDERS.load);
  };

  // Runs of tasks of one document, domain and area.
  PG.groupsOf = tasks => {
    const out = [];
    let last = null;
    tasks.forEach(t => {
      const key = [t.doc, t.domain || '', t.area || ''].join('\u0001');
      if (!last || last.key !== key)
        out.push((last = { key, doc: t.doc, domain: t.domain, area: t.area, tasks: [] }));
      last.tasks.push(t);
    });
    return out;
  };
})(PG);
