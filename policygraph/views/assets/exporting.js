// What is shown, as a table for a spreadsheet.
(function (PG) {
  'use strict';
  const HEAD = [
    '序号',
    '任务',
    '原序号',
    '领域',
    '分领域',
    '牵头单位',
    '责任单位',
    '配合单位',
    '指导单位',
    '完成时限',
    '截止日期'
  ].concat(['指标', '依据原文', '页码', '状态', '文件', '编号']);

  const named = (t, role) =>
    PG.resp(t.id)
      .filter(r => r.role === role)
      .map(PG.orgName)
      .join('、');
  const targets = t => (PG.taskIndicators[t.id] || []).map(i => i.name + ' ' + PG.valueText(i)).join('；');

  function row(t, at) {
    const doc = PG.docOf(t);
    const spans = t.body_spans || t.spans;
    const all = spans.concat(t.measures || []).sort((a, b) => a[0] - b[0]);
    const quote = PG.flat(all.map(x => PG.quote(doc, x)).join(''));
    const page = spans.map(x => x[2]).filter(Boolean)[0];
    const owners = PG.ROLES.map(role => named(t, role));
    const due = t.deadline ? t.deadline.text : '';
    const day = (t.due && t.due.due_until) || '';
    return [at + 1, t.text, t.number, t.domain, t.area].concat(
      owners,
      [due, PG.dueInferred(t) && day ? day + '（推断）' : day, targets(t), quote, page, PG.status(t.id)],
      [PG.docShort(doc), t.id]
    );
  }

  PG.exportTasks = (tasks, name) => {
    PG.csv(name + '.csv', [HEAD].concat(tasks.map(row)));
    PG.say(PG.P('已导出 ' + tasks.length + ' 项', tasks.length + ' rows exported'));
  };
})(PG);
