//! Sign-in: how many a core can do, and how much memory sessions take.
//!
//! One thread asks an org in the same process, as the browser and the server of an app would.

use std::process::Command;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response};
use oktars_local::{App, Org, StartedApp};
use serde_json::{Value, json};

use crate::Outcome;

/// How many times a browser with a session gets tokens.
const ROUNDS: usize = 3_000;
const SESSIONS: usize = 100_000;
const CALLBACK: &str = "http://localhost:3000/callback";
const VERIFIER: &str = "a-verifier-of-forty-three-characters-or-more-0";
/// The SHA-256 of the verifier, in base64url.
const CHALLENGE: &str = "EZ7-Z0w7u1Y0cBuWMt9kfkIyF49b13ZOIP42wG-kmK4";
/// Memory is measured in processes of their own.
const ENDED: &str = "--ended";
const KEPT: &str = "--kept";
/// So many seconds pass after so many sign-ins. Sessions are over after two hours, unless a policy says otherwise.
const PASS: i64 = 3 * 60 * 60;
const EVERY: usize = 1_000;

pub fn run(arguments: &[String]) -> Outcome {
    match arguments {
        [flag, count] if flag == ENDED => memory(number(count)?, false),
        [flag, count] if flag == KEPT => memory(number(count)?, true),
        [] => all(ROUNDS, SESSIONS),
        [rounds] => all(number(rounds)?, SESSIONS),
        [rounds, sessions] => all(number(rounds)?, number(sessions)?),
        _ => Err("say how many rounds, and how many sessions".to_owned()),
    }
}

fn number(text: &str) -> Result<usize, String> {
    text.replace(['_', ','], "").parse().map_err(|_| format!("{text} is not a number"))
}

fn all(rounds: usize, sessions: usize) -> Outcome {
    println!(
        "| {rounds} times authorize with a session, then tokens for the code | a second | CPU, ms each |"
    );
    println!("|---|--:|--:|");
    for (name, kind, server) in [
        ("a custom server, an app in a browser with PKCE", App::spa(CALLBACK), "/default"),
        ("a custom server, a web app with a secret", App::web(CALLBACK), "/default"),
        ("the org's own server, a web app", App::web(CALLBACK), ""),
    ] {
        let (wall, cpu) = throughput(kind, server, rounds)?;
        let count = rounds as f64;
        println!("| {name} | {:.0} | {:.2} |", count / wall.as_secs_f64(), cpu.as_secs_f64() * 1e3 / count);
    }
    println!();
    let (ended, kept) = (memory_of(sessions, ENDED)?, memory_of(sessions, KEPT)?);
    println!("| memory, MB | |");
    println!("|---|--:|");
    println!("| {sessions} sign-ins whose sessions are over: the log of them | {} |", ended >> 10);
    println!("| {sessions} sign-ins whose sessions are there | {} |", kept >> 10);
    println!("| so {sessions} sessions | {} |", (i128::from(kept) - i128::from(ended)) >> 10);
    Ok(())
}

/// How long a number of rounds takes, on the wall and on the processor.
fn throughput(kind: App, server: &str, rounds: usize) -> Result<(Duration, Duration), String> {
    let scene = Scene::new(kind)?;
    let cookies = scene.session()?;
    // The first round makes keys.
    scene.round(server, &cookies)?;
    let (wall, cpu) = (Instant::now(), processor_time()?);
    for _ in 0..rounds {
        scene.round(server, &cookies)?;
    }
    Ok((wall.elapsed(), processor_time()? - cpu))
}

/// So many people sign in, each in a browser of their own, and time passes on the way. So codes and requests end, and
/// sessions too, unless a policy keeps them. What is logged is the same: the difference is what the sessions take.
fn memory(sign_ins: usize, are_kept: bool) -> Outcome {
    let scene = Scene::new(App::spa(CALLBACK))?;
    scene.org.record_requests(false);
    if are_kept {
        scene.keep_sessions()?;
    }
    let first = scene.session()?;
    for number in 1..sign_ins {
        scene.session()?;
        if number.is_multiple_of(EVERY) {
            scene.org.advance(PASS);
        }
    }
    let is_there = scene.send("GET", "http://localhost/api/v1/sessions/me", &first, String::new())?;
    if sign_ins > EVERY && is_there.status().is_success() != are_kept {
        return Err(format!("the first session: {}", is_there.status()));
    }
    println!("{}", memory_of_process("VmRSS:")?);
    Ok(())
}

/// The memory of a process of its own, in KB.
fn memory_of(sign_ins: usize, flag: &str) -> Result<u64, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let run = Command::new(program).args(["sign-in", flag, &sign_ins.to_string()]).output();
    let output = run.map_err(|error| error.to_string())?;
    let told = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    told.parse().map_err(|_| String::from_utf8_lossy(&output.stderr).into_owned())
}

/// An org that signs every browser in, and an app.
struct Scene {
    org: Org,
    app: StartedApp,
}

impl Scene {
    fn new(kind: App) -> Result<Self, String> {
        // The person to whom apps belong that an org begins with.
        let builder = Org::builder().app(kind).sign_in_as("user@localhost.example");
        let org = builder.build().map_err(|error| error.to_string())?;
        let app = org.apps().into_iter().next().ok_or("the org has no app")?;
        Ok(Scene { org, app })
    }

    /// Has sessions last for 90 days without use, the longest that Okta takes.
    fn keep_sessions(&self) -> Outcome {
        let conditions = json!({ "people": { "groups": { "include": [self.everyone()?] } } });
        let policy = json!({ "type": "OKTA_SIGN_ON", "name": "Long sessions", "conditions": conditions });
        let policy = self.api("POST", "policies", &policy)?;
        let session = json!({ "usePersistentCookie": false, "maxSessionIdleMinutes": 129_600, "maxSessionLifetimeMinutes": 0 });
        let rule = json!({
            "type": "SIGN_ON", "name": "Long", "actions": { "signon": { "access": "ALLOW", "requireFactor": false, "session": session } },
        });
        let id = policy["id"].as_str().unwrap_or_default();
        self.api("POST", &format!("policies/{id}/rules"), &rule).map(drop)
    }

    fn everyone(&self) -> Result<Value, String> {
        let groups = self.api("GET", "groups?q=Everyone", &Value::Null)?;
        Ok(groups[0]["id"].clone())
    }

    fn api(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let request = Request::builder()
            .method(method)
            .uri(format!("http://localhost/api/v1/{path}"))
            .header("authorization", format!("SSWS {}", self.org.token()))
            .header("content-type", "application/json")
            .body(Bytes::from(body))
            .map_err(|error| error.to_string())?;
        let answer = self.org.handle(request);
        if !answer.status().is_success() {
            return Err(String::from_utf8_lossy(answer.body()).into_owned());
        }
        serde_json::from_slice(answer.body()).map_err(|error| error.to_string())
    }

    fn send(&self, method: &str, url: &str, cookies: &str, body: String) -> Result<Response<Bytes>, String> {
        let request = Request::builder()
            .method(method)
            .uri(url)
            .header("cookie", cookies)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Bytes::from(body))
            .map_err(|error| error.to_string())?;
        Ok(self.org.handle(request))
    }

    fn authorize(&self, server: &str, prompt: &str, cookies: &str) -> Result<Response<Bytes>, String> {
        let url = format!(
            "http://localhost/oauth2{server}/v1/authorize?client_id={}&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback\
             &response_type=code&scope=openid+profile+email&state=s&nonce=n&code_challenge={CHALLENGE}&code_challenge_method=S256{prompt}",
            self.app.client_id
        );
        self.send("GET", &url, cookies, String::new())
    }

    /// A sign-in in a new browser: its cookies after that.
    fn session(&self) -> Result<String, String> {
        let answer = self.authorize("/default", "&prompt=login", "")?;
        let set = answer.headers().get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
        let pairs: Vec<&str> = set.filter_map(|cookie| cookie.split(';').next()).collect();
        let cookies = pairs.join("; ");
        match answer.status().is_redirection() && cookies.contains("sid=") {
            true => self.send("GET", location(&answer)?, &cookies, String::new()).map(|_| cookies),
            false => Err(format!("nobody was signed in: {}", answer.status())),
        }
    }

    /// Authorize, the code, and tokens for it.
    fn round(&self, server: &str, cookies: &str) -> Outcome {
        let answer = self.authorize(server, "", cookies)?;
        let back = location(&answer)?;
        let code = back.split("code=").nth(1).and_then(|rest| rest.split('&').next());
        let code = code.ok_or_else(|| format!("no code: {back}"))?;
        let secret = self.app.client_secret.as_deref().unwrap_or_default();
        let proof = if secret.is_empty() { String::new() } else { format!("&client_secret={secret}") };
        let body = format!(
            "grant_type=authorization_code&code={code}&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback\
             &code_verifier={VERIFIER}&client_id={}{proof}",
            self.app.client_id
        );
        let answer = self.send("POST", &format!("http://localhost/oauth2{server}/v1/token"), "", body)?;
        let tokens: Value = serde_json::from_slice(answer.body()).map_err(|error| error.to_string())?;
        match tokens["id_token"].is_string() && tokens["access_token"].is_string() {
            true => Ok(()),
            false => Err(format!("no tokens: {} {}", answer.status(), tokens["error_description"])),
        }
    }
}

fn location(answer: &Response<Bytes>) -> Result<&str, String> {
    let found = answer.headers().get("location").and_then(|value| value.to_str().ok());
    found.ok_or_else(|| format!("no redirect: {}", answer.status()))
}

/// What this process has of a kind of memory, in KB.
fn memory_of_process(kind: &str) -> Result<u64, String> {
    let status = std::fs::read_to_string("/proc/self/status").map_err(|error| error.to_string())?;
    let line = status.lines().find_map(|line| line.strip_prefix(kind)).ok_or("no memory in /proc")?;
    line.trim().trim_end_matches(" kB").parse().map_err(|_| format!("{kind} is not a number"))
}

/// How long this process has used a processor, with all its threads.
fn processor_time() -> Result<Duration, String> {
    let line = std::fs::read_to_string("/proc/self/stat").map_err(|error| error.to_string())?;
    // The name of the program may hold anything, and ends with a parenthesis.
    let rest = line.rsplit_once(')').map(|(_, rest)| rest).unwrap_or_default();
    let ticks: Vec<u64> =
        rest.split_whitespace().skip(11).take(2).filter_map(|tick| tick.parse().ok()).collect();
    // Linux counts a hundred ticks a second on every machine of today.
    Ok(Duration::from_millis(ticks.iter().sum::<u64>() * 10))
}
