// The scene, indexed once: facts by id, responsibilities by task, tasks by organisation.
(function (PG) {
  'use strict';
  const KINDS = {
    tasks: 'task',
    indicators: 'indicator',
    goals: 'goal',
    citations: 'citation',
    responsibilities: 'responsibility',
    duties: 'duty'
  };
  const ROLES = (PG.ROLES = ['lead', 'responsible', 'support', 'guide']);

  function push(map, key, value) {
    (map[key] = map[key] || []).push(value);
  }

  PG.load = db => {
    PG.db = db;
    PG.byId = PG.map();
    PG.kindOf = PG.map();
    PG.respOf = PG.map();
    PG.orgTasks = PG.map();
    PG.orgDuties = PG.map();
    PG.taskDuties = PG.map();
    PG.orgIndicators = PG.map();
    PG.taskIndicators = PG.map();
    PG.linksOf = PG.map();
    PG.findingsOf = PG.map();
    PG.sections = PG.map();
    db.documents.forEach((doc, index) => {
      doc.index = index;
      doc.at = PG.offsets(doc.text);
      doc.tasks = [];
      doc.indicators = [];
      doc.findings = 0;
      doc.sections.forEach(section => {
        section.doc = index;
        PG.sections[section.id] = section;
      });
    });
    db.organizations.forEach((org, index) => {
      org.index = index;
      PG.byId[org.id] = org;
      PG.kindOf[org.id] = 'org';
    });
    Object.keys(KINDS).forEach(list => {
      db[list].forEach(fact => {
        PG.byId[fact.id] = fact;
        PG.kindOf[fact.id] = KINDS[list];
      });
    });
    db.links.forEach(link => {
      push(PG.linksOf, link.left, link);
      if (link.right !== link.left) push(PG.linksOf, link.right, link);
    });
    db.responsibilities.forEach(r => {
      push(PG.respOf, r.subject, r);
    });
    Object.keys(PG.respOf).forEach(id => {
      PG.respOf[id].sort(byRole);
    });
    db.tasks.forEach((task, index) => {
      task.index = index;
      db.documents[task.doc].tasks.push(task);
    });
    db.indicators.forEach(indicator => {
      db.documents[indicator.doc].indicators.push(indicator);
      if (indicator.task) push(PG.taskIndicators, indicator.task, indicator);
    });
    db.duties.forEach(duty => {
      if (duty.task) push(PG.taskDuties, duty.task, duty);
    });
    const owned = { indicator: PG.orgIndicators, duty: PG.orgDuties, task: PG.orgTasks };
    db.responsibilities.forEach(r => {
      const into = owned[PG.kindOf[r.subject]];
      if (into && r.organization) push(into, r.organization, r);
    });
    db.citations.forEach(c => {
      const gone = c.relation === 'repeals' && db.documents.filter(d => d.id === c.target)[0];
      if (gone) gone.repealed = c.id;
    });
    db.findings.forEach((finding, index) => {
      finding.id = 'f' + index;
      db.documents[finding.doc].findings++;
      (finding.facts || []).forEach(id => {
        push(PG.findingsOf, id, finding);
      });
    });
  };

  function byRole(a, b) {
    return ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || (a.order || 0) - (b.order || 0);
  }

  PG.resp = id => PG.respOf[id] || [];
  PG.leads = task => PG.resp(task.id).filter(r => r.role === 'lead');
  PG.orgName = r => {
    const org = PG.byId[r.organization];
    return org ? PG.placed(org) : r.mention;
  };
  PG.orgKey = r => r.organization || '';
  PG.docOf = fact => PG.db.documents[fact.doc];
  PG.docTitle = doc => doc.title || doc.notice_title || (doc.source && doc.source.name) || doc.number || '—';
  PG.docShort = doc => doc.number || PG.docTitle(doc);

  // The place a document speaks for, and the places of the documents in view.
  PG.placeOf = thing =>
    thing.region || (thing.level === 'national' ? PG.P('国家', 'national') : PG.P('未写地区', 'no place named'));
  PG.places = docs => docs.map(PG.placeOf).filter((x, at, all) => all.indexOf(x) === at);
  // Bureaus of two places may have one name: then the place is said, wherever two places are in view.
  let names = null;
  PG.placed = org => {
    if (!names) {
      names = PG.map();
      PG.db.organizations.forEach(o => push(names, o.name, o));
    }
    return names[org.name].length > 1 && PG.places(PG.inScope(PG.state)).length > 1
      ? org.name + '（' + PG.placeOf(org) + '）'
      : org.name;
  };

  // Who answers for an indicator: the record says it, and how that is known.
  PG.owners = indicator => indicator.who || (indicator.who = ownersOf(indicator));

  const HOW = {
    task: () => PG.P('按所在任务的责任单位', 'the units of the task it stands in'),
    duty: () => PG.P('按所在任务中的职责', 'the units of a duty of its task'),
    same_indicator: () => PG.P('按文中另一处同一指标', 'the same indicator elsewhere in the text')
  };
  const ownersOf = indicator => {
    const list = (indicator.owners || []).map(owner => PG.byId[owner.responsibility]).filter(Boolean);
    const how = list.length ? indicator.owners[0].how : 'none';
    return { list, how: how === 'own' ? 'stated' : how === 'none' ? how : 'inferred', why: HOW[how] && HOW[how]() };
  };

  const SIGN = { '>=': '≥', '>': '>', '<=': '≤', '<': '<', '=': '', '~': '约 ' };
  PG.valueText = i => {
    if (i.value === undefined) return i.relative || '—';
    const value = i.comparator === 'range' ? i.value + '～' + i.value_max : (SIGN[i.comparator] || '') + i.value;
    return (
      value +
      (i.unit && /^[A-Za-z]/.test(i.unit) ? ' ' : '') +
      (i.unit || '') +
      (i.cumulative ? PG.P('（累计）', ' (cumulative)') : '')
    );
  };

  // The section path as a reader says it: 三 重点任务 › （一）推动… › 1 …
  PG.trail = id => {
    const out = [];
    for (
      let section = PG.sections[id], guard = 0;
      section && guard < 12;
      section = PG.sections[section.parent], guard++
    )
      out.unshift(section);
    return out;
  };

  // Documents in view: the address's ``doc`` (ids joined by commas), else all.
  PG.inScope = state => {
    const wanted = state.q.doc ? state.q.doc.split(',') : null;
    return PG.db.documents.filter(doc => !wanted || wanted.indexOf(doc.id) >= 0);
  };
  PG.scoped = (state, list) => {
    if (!state.q.doc) return list;
    const on = [];
    PG.inScope(state).forEach(doc => {
      on[doc.index] = true;
    });
    return list.filter(fact => on[fact.doc]);
  };

  PG.weak = fact => fact.confidence && fact.confidence !== 'stated';
  PG.bodyLink = task => (PG.linksOf[task.id] || []).filter(l => l.kind === 'annex_of' && l.left === task.id)[0];
})(PG);
