/**
 * The smallest bundle that the command line can drive: adds nine names from a web service to a tab,
 * three an execution, by key, and goes on by a recurring trigger.
 */
var COUNT = 9;
var PER_EXECUTION = 3;

function describeSettings() {
  return JSON.stringify({
    settings: [
      {
        name: 'TOKEN',
        group: 'Keys',
        label: 'Token',
        help: 'Sent along.',
        default: '',
        dummy: 'dummy-token',
      },
      { name: 'IMDB', group: 'Sources', label: 'IMDb', help: 'On or off.', default: 'off', dummy: null },
      { name: 'COUNT', group: 'Rules', label: 'Count', help: 'How many names.', default: '9', dummy: null },
    ],
  });
}

function describeSteps() {
  return JSON.stringify({
    steps: [
      { id: 'all', title: 'All', kind: 'all' },
      { id: 'names', title: 'Names', kind: 'stage' },
      { id: 'names.add', title: 'Add', kind: 'step' },
    ],
  });
}

function saveSettings(json) {
  var values = JSON.parse(json);
  if (values.COUNT !== null && !/^\d+$/.test(values.COUNT)) {
    return JSON.stringify({ ok: false, errors: [{ name: 'COUNT', message: 'must be a number.' }] });
  }
  PropertiesService.getUserProperties().setProperty('SETTINGS', json);
  return JSON.stringify({ ok: true, errors: [] });
}

function settings() {
  return JSON.parse(PropertiesService.getUserProperties().getProperty('SETTINGS'));
}

function load() {
  return JSON.parse(PropertiesService.getDocumentProperties().getProperty('RUN'));
}

function store(run) {
  PropertiesService.getDocumentProperties().setProperty('RUN', JSON.stringify(run));
}

function dropTriggers() {
  ScriptApp.getProjectTriggers().forEach(function (trigger) {
    ScriptApp.deleteTrigger(trigger);
  });
}

function startRun(json) {
  var request = JSON.parse(json);
  if (request.options.limit === 13)
    return JSON.stringify({ ok: false, usage: true, message: '13 is refused.' });
  var run = load();
  if (!(run && run.state === 'running' && request.options.resume)) {
    run = {
      id: 'r' + Date.now(),
      state: 'running',
      step: request.step,
      added: 0,
      requests: 0,
      endedAt: null,
    };
  }
  store(run);
  dropTriggers();
  ScriptApp.newTrigger('continueRun').timeBased().everyMinutes(10).create();
  work(run);
  return JSON.stringify({ ok: true, message: '', runId: run.id });
}

function continueRun() {
  work(load());
}

function tab() {
  var book = SpreadsheetApp.getActiveSpreadsheet();
  var sheet = book.getSheetByName('Names');
  if (!sheet) {
    sheet = book.insertSheet('Names');
    sheet.getRange(1, 1, 1, 2).setValues([['Name', 'Note']]);
    sheet.setFrozenRows(1);
  }
  return sheet;
}

function missing(sheet, count) {
  var last = sheet.getLastRow();
  var names = last > 1 ? sheet.getRange(2, 1, last - 1, 1).getValues() : [];
  var have = names.map(function (row) {
    return row[0];
  });
  var wanted = [];
  for (var i = 1; i <= count; i++) if (have.indexOf('=Name ' + i) < 0) wanted.push(i);
  return wanted;
}

function work(run) {
  var sheet = tab();
  var token = encodeURIComponent(settings().TOKEN);
  var count = Number(settings().COUNT || COUNT);
  var wanted = missing(sheet, count).slice(0, PER_EXECUTION);
  wanted.forEach(function (i) {
    var answer = UrlFetchApp.fetch('https://names.example/name?n=' + i + '&token=' + token, {
      muteHttpExceptions: true,
    });
    if (answer.getResponseCode() !== 200) {
      answer = UrlFetchApp.fetch('https://names.example/name?n=' + i + '&token=' + token);
    }
    var range = sheet.getRange(sheet.getLastRow() + 1, 1);
    range.setNumberFormat('@');
    range.setValue(answer.getContentText());
    SpreadsheetApp.flush();
    run.added++;
    run.requests++;
    store(run);
  });
  if (missing(sheet, count).length === 0) {
    run.state = 'done';
    run.endedAt = new Date().toISOString();
    dropTriggers();
    store(run);
  }
}

function runStatus() {
  var run = load();
  if (!run) return JSON.stringify({ run: null });
  var step = {
    step: 'names.add',
    looked: run.added,
    added: run.added,
    updated: 0,
    removed: 0,
    unchanged: 0,
    failed: 0,
    parked: 0,
    conflicts: 0,
    batches: 1,
    requests: run.requests,
    retries: 0,
    cacheHits: 2,
    sheet: { reads: 0, flushes: 0, cellsRead: 0, cellsWritten: 0 },
    virtualMs: 10,
  };
  var report = {
    runId: run.id,
    step: run.step,
    dryRun: false,
    state: run.state,
    message: '',
    startedAt: '',
    endedAt: run.endedAt,
    startedBy: 'person',
    executions: 1,
    stages: [{ stage: 'names', steps: [step] }],
    parked: [],
    quality: [],
    errors: [],
    givenUp: [],
  };
  report.stepIndex = 0;
  report.stepCount = 1;
  report.progress = { done: run.added, total: COUNT };
  return JSON.stringify({ run: report });
}
