//! The local org as it grows: what stays flat, and what does not.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Method, Request};
use oktars_local::{Org, Seed};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::Outcome;

const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];
/// A size is measured in a process of its own, so that its memory is its own.
const ONE: &str = "--one";
const READS: usize = 2_000;
const PAGES: usize = 100;

/// One measured figure, as it stands in the table.
type Row = (&'static str, String);

pub fn run(arguments: &[String]) -> Outcome {
    if let [flag, users, file] = arguments
        && flag == ONE
    {
        return one(parse(users)?, Path::new(file));
    }
    let sizes = match arguments {
        [] => SIZES.to_vec(),
        given => given.iter().map(|text| parse(text)).collect::<Result<_, _>>()?,
    };
    let directory = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut columns = Vec::new();
    for users in &sizes {
        let file = directory.path().join(format!("{users}.org"));
        columns.push(in_its_own_process(*users, &file)?);
    }
    print_table(&sizes, &columns);
    Ok(())
}

fn parse(text: &str) -> Result<usize, String> {
    text.replace(['_', ','], "").parse().map_err(|_| format!("{text} is not a number of users"))
}

fn in_its_own_process(users: usize, file: &Path) -> Result<Vec<(String, String)>, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let make = Instant::now();
    let org =
        Org::builder().file(file).seed(Seed::Users(users)).build().map_err(|error| error.to_string())?;
    let made = make.elapsed();
    drop(org);
    let run = Command::new(program).args(["scale", ONE, &users.to_string()]).arg(file).output();
    let output = run.map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let rows = text.lines().filter_map(|line| line.split_once('\t'));
    let mut rows: Vec<_> = rows.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    rows.insert(0, ("making the file".to_owned(), seconds(made)));
    Ok(rows)
}

fn print_table(sizes: &[usize], columns: &[Vec<(String, String)>]) {
    let heads: Vec<_> = sizes.iter().map(|users| format!(" {users} users |")).collect();
    println!("| |{}", heads.concat());
    println!("|---|{}", "--:|".repeat(sizes.len()));
    for row in 0..columns.first().map_or(0, Vec::len) {
        let cells: Vec<_> = columns.iter().map(|column| format!(" {} |", column[row].1)).collect();
        println!("| {} |{}", columns[0][row].0, cells.concat());
    }
}

fn one(users: usize, file: &Path) -> Outcome {
    let open = Instant::now();
    let org = Org::builder().file(file).build().map_err(|error| error.to_string())?;
    let mut rows: Vec<Row> = vec![("opening it", milliseconds(open.elapsed()))];
    let size = std::fs::metadata(file).map_err(|error| error.to_string())?.len();
    rows.insert(0, ("the file", format!("{} MB", size >> 20)));

    let listing = Listing::walk(&org)?;
    if listing.items.len() < users * 9 / 10 {
        return Err(format!("the listing has {} of {users} users", listing.items.len()));
    }
    let picks: Vec<_> = (0..READS).map(|n| &listing.items[n * 7_919 % listing.items.len()]).collect();
    rows.push(("GET a user by id", median(picks.iter().map(|user| &user.id), |id| get(&org, id))?));
    rows.push(("GET a user by login", median(picks.iter().map(|user| &user.login), |id| get(&org, id))?));
    // In turn, so that neither has the better moment.
    let mut pages = (Vec::new(), Vec::new());
    for (first, last) in listing.ends() {
        pages.0.push(timed(|| send(&org, first).map(drop))?);
        pages.1.push(timed(|| send(&org, last).map(drop))?);
    }
    rows.push(("a page of 200, the first ones", microseconds(middle(&pages.0))));
    rows.push(("a page of 200, the last ones", microseconds(middle(&pages.1))));

    let some = &listing.items[listing.items.len() / 2];
    let created = org_created(&org, &some.id)?;
    for (name, search) in [
        ("search by login", format!("profile.login eq \"{}\"", some.login)),
        ("search by email", format!("profile.email eq \"{}\"", some.login)),
        ("search by first name", "profile.firstName eq \"First7\"".to_owned()),
        ("search by last name, its beginning", "profile.lastName sw \"Last49\"".to_owned()),
        ("search by status, of most", "status eq \"ACTIVE\"".to_owned()),
        ("search by status, of nobody", "status eq \"SUSPENDED\"".to_owned()),
        ("search by a date, all", format!("created ge \"{created}\"")),
        ("search by a date, nobody", "lastUpdated gt \"2099-01-01T00:00:00.000Z\"".to_owned()),
        ("search by another attribute, of one in 50", "profile.department eq \"Department 7\"".to_owned()),
        ("search by another attribute, of nobody", "profile.department eq \"none\"".to_owned()),
    ] {
        rows.push((name, median(0..5, |_| search_page(&org, &search))?));
    }
    rows.push(("200 a page, two threads", format!("{} pages/s", pages_a_second(&org)?)));
    rows.push(("memory at its peak", format!("{} MB", peak_memory()? >> 10)));
    for (name, value) in rows {
        println!("{name}\t{value}");
    }
    Ok(())
}

struct Item {
    id: String,
    login: String,
}

/// A whole listing, and the paths of its pages.
struct Listing {
    items: Vec<Item>,
    pages: Vec<String>,
}

impl Listing {
    fn walk(org: &Org) -> Result<Self, String> {
        let mut listing = Listing { items: Vec::new(), pages: Vec::new() };
        let mut next = Some("/api/v1/users?limit=200".to_owned());
        while let Some(path) = next {
            let response = send(org, &path)?;
            let page: Vec<Value> =
                serde_json::from_slice(response.body()).map_err(|error| error.to_string())?;
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let item = |user: &Value| Item { id: text(&user["id"]), login: text(&user["profile"]["login"]) };
            listing.items.extend(page.iter().map(item));
            listing.pages.push(path);
            next = next_link(&response);
        }
        Ok(listing)
    }

    /// The first pages and the last ones, in pairs. The very last is left out: it may hold fewer users.
    fn ends(&self) -> impl Iterator<Item = (&String, &String)> {
        let full = &self.pages[..self.pages.len() - 1];
        full.iter().zip(full.iter().rev()).take(PAGES)
    }
}

fn next_link(response: &http::Response<Bytes>) -> Option<String> {
    let mut links = response.headers().get_all("link").iter().filter_map(|value| value.to_str().ok());
    let next = links.find(|link| link.ends_with("rel=\"next\""))?;
    next.split(['<', '>']).nth(1)?.strip_prefix("http://localhost").map(str::to_owned)
}

fn send(org: &Org, path: &str) -> Result<http::Response<Bytes>, String> {
    let request = Request::builder()
        .method(Method::GET)
        .uri(format!("http://localhost{path}"))
        .header("authorization", format!("SSWS {}", org.token()))
        .body(Bytes::new())
        .map_err(|error| error.to_string())?;
    let response = org.handle(request);
    if response.status().is_success() {
        return Ok(response);
    }
    Err(format!("{path}: {} {}", response.status(), String::from_utf8_lossy(response.body())))
}

fn get(org: &Org, id: &str) -> Result<(), String> {
    send(org, &format!("/api/v1/users/{id}")).map(drop)
}

fn org_created(org: &Org, id: &str) -> Result<String, String> {
    let user: Value = serde_json::from_slice(send(org, &format!("/api/v1/users/{id}"))?.body())
        .map_err(|error| error.to_string())?;
    Ok(user["created"].as_str().unwrap_or_default().to_owned())
}

fn search_page(org: &Org, search: &str) -> Result<(), String> {
    let search = utf8_percent_encode(search, NON_ALPHANUMERIC);
    send(org, &format!("/api/v1/users?limit=200&search={search}")).map(drop)
}

/// How many pages of 200 two threads get in two seconds.
fn pages_a_second(org: &Org) -> Result<u64, String> {
    const TIME: Duration = Duration::from_secs(2);
    let count = || -> Result<u64, String> {
        let start = Instant::now();
        let mut pages = 0;
        while start.elapsed() < TIME {
            send(org, "/api/v1/users?limit=200")?;
            pages += 1;
        }
        Ok(pages)
    };
    let total: Result<u64, String> = std::thread::scope(|scope| {
        let threads = [scope.spawn(count), scope.spawn(count)];
        threads.into_iter().map(|thread| thread.join().map_err(|_| "a thread died".to_owned())?).sum()
    });
    total.map(|pages| pages / TIME.as_secs())
}

/// The most memory that this process had, in KB.
fn peak_memory() -> Result<u64, String> {
    let status = std::fs::read_to_string("/proc/self/status").map_err(|error| error.to_string())?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    line.trim().trim_end_matches(" kB").parse().map_err(|_| "VmHWM is no number".to_owned())
}

fn median<T>(
    inputs: impl Iterator<Item = T>,
    mut measured: impl FnMut(T) -> Result<(), String>,
) -> Result<String, String> {
    let mut times = Vec::new();
    for input in inputs {
        times.push(timed(|| measured(input))?);
    }
    Ok(microseconds(middle(&times)))
}

fn timed(measured: impl FnOnce() -> Result<(), String>) -> Result<Duration, String> {
    let start = Instant::now();
    measured()?;
    Ok(start.elapsed())
}

fn middle(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

/// Microseconds, or milliseconds above ten of them.
fn microseconds(time: Duration) -> String {
    if time > Duration::from_millis(10) { milliseconds(time) } else { format!("{} µs", time.as_micros()) }
}
