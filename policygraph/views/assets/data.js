// The scene, indexed once: facts by id, responsibilities by task, tasks by organisation.
(function (PG) {
  'use strict';
  var KINDS = {
    tasks: 'task',
    indicators: 'indicator',
    goals: 'goal',
    citations: 'citation',
    responsibilities: 'responsibility'
  };
  var ROLES = (PG.ROLES = ['lead', 'responsible', 'support', 'guide']);

  function push(map, key, value) {
    (map[key] = map[key] || []).push(value);
  }

  PG.load = function (db) {
    PG.db = db;
    PG.byId = PG.map();
    PG.kindOf = PG.map();
    PG.respOf = PG.map();
    PG.orgTasks = PG.map();
    PG.orgIndicators = PG.map();
    PG.taskIndicators = PG.map();
    PG.linksOf = PG.map();
    PG.findingsOf = PG.map();
    PG.sections = PG.map();
    db.documents.forEach(function (doc, index) {
      doc.index = index;
      doc.at = PG.offsets(doc.text);
      doc.tasks = [];
      doc.indicators = [];
      doc.findings = 0;
      doc.sections.forEach(function (section) {
        section.doc = index;
        PG.sections[section.id] = section;
      });
    });
    db.organizations.forEach(function (org, index) {
      org.index = index;
      PG.byId[org.id] = org;
      PG.kindOf[org.id] = 'org';
    });
    Object.keys(KINDS).forEach(function (list) {
      db[list].forEach(function (fact) {
        PG.byId[fact.id] = fact;
        PG.kindOf[fact.id] = KINDS[list];
      });
    });
    db.links.forEach(function (link) {
      push(PG.linksOf, link.left, link);
      if (link.right !== link.left) push(PG.linksOf, link.right, link);
    });
    db.responsibilities.forEach(function (r) {
      push(PG.respOf, r.subject, r);
    });
    Object.keys(PG.respOf).forEach(function (id) {
      PG.respOf[id].sort(byRole);
    });
    db.tasks.forEach(function (task, index) {
      task.index = index;
      db.documents[task.doc].tasks.push(task);
    });
    db.indicators.forEach(function (indicator) {
      db.documents[indicator.doc].indicators.push(indicator);
      if (indicator.task) push(PG.taskIndicators, indicator.task, indicator);
    });
    db.responsibilities.forEach(function (r) {
      var subject = PG.byId[r.subject];
      if (!subject || !r.organization) return;
      push(PG.kindOf[r.subject] === 'indicator' ? PG.orgIndicators : PG.orgTasks, r.organization, r);
    });
    db.findings.forEach(function (finding, index) {
      finding.id = 'f' + index;
      db.documents[finding.doc].findings++;
      (finding.facts || []).forEach(function (id) {
        push(PG.findingsOf, id, finding);
      });
    });
  };

  function byRole(a, b) {
    return ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || (a.order || 0) - (b.order || 0);
  }

  PG.resp = function (id) {
    return PG.respOf[id] || [];
  };
  PG.leads = function (task) {
    return PG.resp(task.id).filter(function (r) {
      return r.role === 'lead';
    });
  };
  PG.orgName = function (r) {
    var org = PG.byId[r.organization];
    return org ? org.name : r.mention;
  };
  PG.orgKey = function (r) {
    return r.organization || '';
  };
  PG.docOf = function (fact) {
    return PG.db.documents[fact.doc];
  };
  PG.docTitle = function (doc) {
    return doc.title || doc.notice_title || (doc.source && doc.source.name) || doc.number || '—';
  };
  PG.docShort = function (doc) {
    return doc.number || PG.docTitle(doc);
  };

  // Who answers for an indicator: its own units, else those of its task, else those of the same indicator elsewhere.
  PG.owners = function (indicator) {
    var own = PG.resp(indicator.id);
    if (own.length) return { list: own, how: 'stated' };
    var task = indicator.task ? PG.resp(indicator.task) : [];
    if (task.length)
      return {
        list: task,
        how: 'inferred',
        why: PG.P('按所在任务的责任单位', 'the units of the task it stands in')
      };
    var twins = (PG.linksOf[indicator.id] || []).filter(function (l) {
      return l.kind === 'same_indicator';
    });
    for (var i = 0; i < twins.length; i++) {
      var other = PG.byId[twins[i].left === indicator.id ? twins[i].right : twins[i].left];
      var list = other ? PG.resp(other.id).concat(other.task ? PG.resp(other.task) : []) : [];
      if (list.length)
        return {
          list: list,
          how: 'inferred',
          why: PG.P('按文中另一处同一指标', 'the same indicator elsewhere in the text')
        };
    }
    return { list: [], how: 'none' };
  };

  var SIGN = { '>=': '≥', '>': '>', '<=': '≤', '<': '<', '=': '', '~': '约 ' };
  PG.valueText = function (i) {
    if (i.value === undefined) return i.relative || '—';
    var value = i.comparator === 'range' ? i.value + '～' + i.value_max : (SIGN[i.comparator] || '') + i.value;
    return (
      value +
      (i.unit && /^[A-Za-z]/.test(i.unit) ? ' ' : '') +
      (i.unit || '') +
      (i.cumulative ? PG.P('（累计）', ' (cumulative)') : '')
    );
  };

  // The section path as a reader says it: 三 重点任务 › （一）推动… › 1 …
  PG.trail = function (id) {
    var out = [];
    for (
      var section = PG.sections[id], guard = 0;
      section && guard < 12;
      section = PG.sections[section.parent], guard++
    )
      out.unshift(section);
    return out;
  };

  // Documents in view: the address's ``doc`` (ids joined by commas), else all.
  PG.inScope = function (state) {
    var wanted = state.q.doc ? state.q.doc.split(',') : null;
    return PG.db.documents.filter(function (doc) {
      return !wanted || wanted.indexOf(doc.id) >= 0;
    });
  };
  PG.scoped = function (state, list) {
    var on = PG.inScope(state).map(function (doc) {
      return doc.index;
    });
    return list.filter(function (fact) {
      return on.indexOf(fact.doc) >= 0;
    });
  };

  PG.weak = function (fact) {
    return fact.confidence && fact.confidence !== 'stated';
  };
  PG.bodyLink = function (task) {
    return (PG.linksOf[task.id] || []).filter(function (l) {
      return l.kind === 'annex_of' && l.left === task.id;
    })[0];
  };
})(PG);
