// The interface in two languages; what documents say stays as they say it.
(function (PG) {
  'use strict';
  var WORDS = {
    matrix: ['责任矩阵', 'Responsibility matrix'], orgs: ['单位', 'Organisations'], org: ['单位页', 'Organisation'],
    indicators: ['指标', 'Indicators'], text: ['原文', 'Text'], together: ['协同', 'Co-work'],
    findings: ['核查', 'Findings'], graph: ['关系图', 'Graphs'], documents: ['文件', 'Documents'],
    about: ['下载', 'Downloads'], search: ['搜索', 'Search'],
    lead: ['牵头', 'lead'], responsible: ['责任', 'responsible'], support: ['配合', 'support'], guide: ['指导', 'guide'],
    first_lead: ['牵头（列第一位）', 'lead, named first'], other_lead: ['牵头（列其后）', 'lead, named later'],
    searchHint: ['搜索任务、单位、指标、原文（按 / ）', 'Search tasks, organisations, indicators, text (press /)'],
    allDocs: ['全部文件', 'All documents'], theme: ['深浅色', 'Theme'], light: ['浅色', 'Light'], dark: ['深色', 'Dark'],
    auto: ['跟随系统', 'System'], language: ['English', '中文'], menu: ['视图', 'Views'],
    tasks: ['任务', 'Tasks'], task: ['任务', 'Task'], items: ['项', ''], indicator: ['指标', 'Indicator'],
    goal: ['目标', 'Goal'], citation: ['引用文件', 'Citation'], responsibility: ['责任', 'Responsibility'],
    allTasks: ['全部', 'All'], noLead: ['未写牵头', 'No lead'], manyLeads: ['多家牵头', 'Several leads'],
    oneLead: ['一家牵头', 'One lead'],
    withIndicators: ['有指标', 'With indicators'], withDeadline: ['有时限', 'With deadline'], doubtful: ['含推断', 'Inferred'],
    hasFinding: ['有核查意见', 'With findings'],
    filterHere: ['在任务、单位中筛选', 'Filter tasks and organisations'], columnsBy: ['单位排序', 'Columns by'],
    byLoad: ['任务多的在前', 'load'], byOrder: ['原文出现顺序', 'order in text'], byName: ['名称', 'name'],
    collapseAll: ['全部折叠', 'Collapse all'], expandAll: ['全部展开', 'Expand all'], print: ['打印', 'Print'],
    exportShown: ['导出所示（CSV）', 'Export what is shown (CSV)'], close: ['关闭', 'Close'], previous: ['上一项', 'Previous'],
    next: ['下一项', 'Next'], copyCitation: ['复制引文', 'Copy citation'], copied: ['已复制引文', 'Citation copied'],
    inText: ['在全文中查看', 'See in full text'], leads: ['牵头', 'leads'], owners: ['责任单位', 'Responsible'],
    deadline: ['完成时限', 'Deadline'], domain: ['领域', 'Domain'], area: ['分领域', 'Area'], section: ['章节', 'Section'], page: ['页', 'p.'],
    rule: ['识别规则', 'Rule'], confidence: ['确定程度', 'Confidence'], stated: ['原文写明', 'stated'],
    inferred: ['推断', 'inferred'], guessed: ['存疑', 'doubtful'], why: ['理由', 'Reason'],
    evidence: ['依据原文', 'Evidence'], bodyPassage: ['正文出处', 'Passage in the body'], ownPassage: ['原文', 'Where it stands'],
    annexRow: ['附件条目', 'Annex row'], measures: ['具体举措', 'Measures'], number: ['序号', 'No.'],
    name: ['名称', 'Name'], value: ['目标值', 'Target'], by: ['年份', 'By'], kind: ['属性', 'Kind'], owner: ['责任单位', 'Owner'],
    unowned: ['无人负责', 'Nobody'], year: ['年份', 'Year'], any: ['全部', 'All'], sort: ['排序', 'Sort'],
    baseline: ['基期', 'Baseline'], scope: ['范围', 'Scope'], partners: ['共同单位', 'With'], count: ['次数', 'Count'],
    found: ['条结果', 'results'], nothing: ['没有结果', 'Nothing found'], severity: ['程度', 'Severity'],
    error: ['错误', 'Error'], warning: ['需关注', 'Warning'], info: ['提示', 'Note'], showMore: ['继续显示', 'Show more'],
    load: ['承担任务数', 'Load'], myOrg: ['我的单位', 'My organisation'], setMine: ['设为我的单位', 'Make it mine'],
    unsetMine: ['取消我的单位', 'Not mine'], issuer: ['发文机关', 'Issuer'], docNumber: ['文号', 'Number'],
    issued: ['成文日期', 'Issued'], level: ['层级', 'Level'], docKind: ['文种', 'Kind'], legend: ['图例', 'Legend'],
    help: ['帮助', 'Help'], showContext: ['展开整段', 'Whole paragraph'], file: ['文件', 'File'], size: ['大小', 'Size'],
    relation: ['关系', 'Relation'], org_one: ['单位', 'Organisation'], outline: ['目录', 'Outline'], from: ['自', 'from'],
    toc: ['目录', 'Contents'], combined: ['合并', 'Combine'], view: ['查看', 'View'], whole: ['整体', 'Overview'],
    noDeadline: ['原文未写时限', 'none in the text'], relative: ['相对要求', 'Relative']
  };
  var at = PG.remember('lang') === 'en' ? 1 : 0;
  PG.T = function (key) { return WORDS[key] ? WORDS[key][at] : key; };
  // P(zh, en): a sentence used once, written where it is used.
  PG.P = function (zh, en) { return at ? en : zh; };
  PG.lang = function () { return at ? 'en' : 'zh-CN'; };
  PG.setLang = function (english) { at = english ? 1 : 0; PG.remember('lang', english ? 'en' : 'zh'); document.documentElement.lang = PG.lang(); };
  PG.n = function (count) { return at ? String(count) : count + ' 项'; };
}(PG));
