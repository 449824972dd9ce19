//! Answers that orgs of Okta gave, through a mirror: what is stored equals what was answered.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use oktars::Okta;
use oktars_mirror::{KINDS, Kind, Mirror, Reader, SyncOptions};
use serde_json::{Map, Value, json};
use tower::Service;

use crate::contents;

/// Where the recordings lie, beside the repository. They are no part of it.
fn recordings() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/okta/recordings.ndjson");
    path.exists().then_some(path)
}

/// What was answered, by path: the objects of lists, or the one document.
#[derive(Clone, Default)]
struct Recorded(Arc<BTreeMap<String, Vec<Value>>>);

impl Recorded {
    fn read(path: &Path) -> Self {
        let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for line in BufReader::new(std::fs::File::open(path).unwrap()).lines() {
            let mut line: Value = serde_json::from_str(&line.unwrap()).unwrap();
            if !matches!(line["status"].as_u64(), Some(200 | 201)) {
                continue;
            }
            let path = line["path"].as_str().unwrap().to_owned();
            let body = line["response_body"].take();
            let (list, kind) = match (kind_at(&path), path.rsplit_once('/')) {
                (Some(kind), _) => (path.clone(), kind),
                // One object by itself, or after a change: it is one of a list.
                (None, Some((list, id))) if body["id"] == id => match kind_at(list) {
                    Some(kind) => (list.to_owned(), kind),
                    None => continue,
                },
                _ => continue,
            };
            let known = found.entry(list).or_default();
            match body {
                Value::Array(items) if line["method"] == "GET" => {
                    items.into_iter().for_each(|item| add(known, item, kind.id))
                }
                document if kind.id.is_empty() && line["method"] == "GET" => *known = vec![document],
                object if object["id"].is_string() && kind.id == ["id"] => add(known, object, kind.id),
                _ => {}
            }
        }
        Recorded(Arc::new(found))
    }

    fn answer(&self, path: &str, query: &str) -> Option<Value> {
        let kind = kind_at(path)?;
        let known = self.0.get(path).cloned().unwrap_or_default();
        if kind.id.is_empty() {
            return known.into_iter().next();
        }
        let of_type =
            query.split('&').find_map(|pair| pair.strip_prefix("type=")).filter(|_| kind.name == "policies");
        Some(known.into_iter().filter(|object| of_type.is_none_or(|kind| object["type"] == kind)).collect())
    }
}

/// The kind that is read at a path: where two fit, the one that says more of it.
fn kind_at(path: &str) -> Option<&'static Kind> {
    let fitting = KINDS.iter().filter(|kind| fits(kind.operation.path, path));
    fitting.min_by_key(|kind| kind.operation.path.matches('{').count())
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path) = (template.split('/'), path.split('/'));
    template.clone().count() == path.clone().count()
        && template.zip(path).all(|(known, part)| known.starts_with('{') && !part.is_empty() || known == part)
}

/// Of an object that was recorded more than once, the last is what the org would answer now.
fn add(known: &mut Vec<Value>, item: Value, id: &[&str]) {
    let name = |item: &Value| {
        id.iter().find_map(|path| item.pointer(&format!("/{}", path.replace('.', "/"))).cloned())
    };
    known.retain(|other| name(other) != name(&item));
    known.push(item);
}

impl Service<Request<Bytes>> for Recorded {
    type Response = Response<Bytes>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Bytes>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        let (path, query) = (request.uri().path(), request.uri().query().unwrap_or_default());
        let answer = self.answer(path, query);
        let status = if answer.is_some() { 200 } else { 404 };
        let body = answer.unwrap_or_else(|| json!({ "errorCode": "E0000007", "errorSummary": "Not found" }));
        let response = Response::builder().status(status).header("content-type", "application/json");
        ready(Ok(response.body(Bytes::from(body.to_string())).unwrap()))
    }
}

/// The paths of what is null in the file and was not.
fn lost(path: &str, answered: &Value, stored: &Value, found: &mut BTreeSet<String>) {
    match (answered, stored) {
        (Value::Object(answered), Value::Object(stored)) => {
            let nothing = Map::new();
            for name in answered.keys().chain(stored.keys()) {
                let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                let (one, other) = (answered.get(name), stored.get(name));
                let missing = Value::Object(nothing.clone());
                lost(&below, one.unwrap_or(&missing), other.unwrap_or(&missing), found);
            }
        }
        (Value::Array(answered), Value::Array(stored)) if answered.len() == stored.len() => {
            answered.iter().zip(stored).for_each(|(one, other)| lost(path, one, other, found));
        }
        (one, other) if one == other => {}
        (_, Value::Null) => {
            found.insert(path.to_owned());
        }
        _ => {
            found.insert(format!("{path} is another one"));
        }
    }
}

#[tokio::test]
async fn recorded_answers_are_stored_as_they_came() {
    let Some(file) = recordings() else {
        #[expect(clippy::print_stderr, reason = "who runs the tests should know")]
        {
            eprintln!(
                "skipped: recorded answers through a mirror: there are no recordings beside the repository"
            );
        }
        if let Some(list) = std::env::var_os("OKTARS_SKIPPED") {
            let mut list = std::fs::OpenOptions::new().append(true).create(true).open(list).unwrap();
            writeln!(
                list,
                "recorded answers through a mirror: there are no recordings beside the repository"
            )
            .unwrap();
        }
        return;
    };
    let recorded = Recorded::read(&file);
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("recorded.db");
    let okta = Okta::over(recorded.clone());
    let published = Mirror::open(&path).unwrap().sync(&okta, &SyncOptions::default()).await.unwrap();
    assert!(!published.is_partial(), "{published:?}");
    let mut named: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut keep = |row: Box<serde_json::value::RawValue>| {
        let row: Value = serde_json::from_str(row.get()).unwrap();
        let left_out = row["left_out"].as_str().unwrap_or_default().split(", ").map(str::to_owned);
        named.insert(row["kind"].as_str().unwrap().to_owned(), left_out.collect());
        Ok(())
    };
    let mut reader = Reader::open(&path).unwrap();
    reader
        .ask("select kind, left_out from status", std::time::Duration::from_secs(60), &mut keep)
        .unwrap()
        .unwrap();

    let (mut compared, mut wrong) = (BTreeMap::<&str, usize>::new(), Vec::new());
    for ((kind, key), stored) in contents(&path) {
        let described = oktars_mirror::kind(kind).unwrap();
        if !described.keeps_documents {
            continue;
        }
        let list: Vec<&str> = key.split('/').collect();
        let mut values = list.iter();
        let filled = described.operation.path.split('/').map(|part| {
            if part.starts_with('{') { values.next().copied().unwrap_or_default() } else { part }
        });
        let filled = filled.collect::<Vec<_>>().join("/");
        let answered = recorded.0.get(&filled).into_iter().flatten();
        let answered = answered.into_iter().find(|object| {
            described.id.is_empty() || {
                let list = filled_list(&key);
                described.key(&list, object).as_deref() == Some(&*key)
            }
        });
        let Some(answered) = answered else {
            wrong.push(format!("{kind} {key}: nothing like it was answered at {filled}"));
            continue;
        };
        let mut found = BTreeSet::new();
        lost("", answered, &stored, &mut found);
        let known = named.get(kind).cloned().unwrap_or_default();
        wrong.extend(found.difference(&known).map(|path| format!("{kind} {key}: {path}")));
        *compared.entry(kind).or_default() += 1;
    }
    assert!(wrong.is_empty(), "{}: {:#?}", wrong.len(), &wrong[..wrong.len().min(20)]);
    let all: usize = compared.values().sum();
    assert!(all > 500 && compared.len() > 12, "{all}: {compared:?}");
}

fn filled_list(key: &str) -> String {
    key.rsplit_once('/').map_or("", |(list, _)| list).to_owned()
}
