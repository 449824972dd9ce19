//! Servers that are slow, endless, broken or hostile: told at the assignment, and never a hang.

use std::io::Write;
use std::net::TcpStream;

use serde_json::{Value, json};

use super::server::{Got, reply};
use super::*;

type Play = fn(&Got, &mut TcpStream);

const EMPTY: &str = "{\"totalResults\":0,\"Resources\":[]}";

/// Finds nobody, and does this with everything else.
fn after_the_look(got: &Got, stream: &mut TcpStream, play: Play) {
    if got.method == "GET" && got.target.contains("filter=") {
        reply(stream, 200, "application/scim+json", EMPTY);
    } else {
        play(got, stream);
    }
}

fn endless(stream: &mut TcpStream, head: &str, part: &[u8]) {
    let _ = stream.write_all(head.as_bytes());
    while stream.write_all(part).is_ok() {}
}

#[test]
fn a_server_that_does_not_do_its_work_is_told_at_the_assignment() {
    let cases: &[(&str, bool, Play, &str)] = &[
        ("slow", false, |_, _| std::thread::sleep(Duration::from_secs(30)), "did not answer within 400 ms"),
        (
            "slow body",
            true,
            |_, stream| {
                let _ = stream.write_all(b"HTTP/1.1 201 X\r\ncontent-length: 100\r\n\r\n{");
                std::thread::sleep(Duration::from_secs(30));
            },
            "did not answer within 400 ms",
        ),
        (
            "endless body",
            false,
            |_, stream| endless(stream, "HTTP/1.1 200 X\r\n\r\n", &[b' '; 1 << 16]),
            "the server",
        ),
        (
            "endless head",
            false,
            |_, stream| endless(stream, "HTTP/1.1 200 X\r\n", b"x-a: bcd\r\n"),
            "the server",
        ),
        (
            "redirect",
            false,
            |_, stream| {
                let _ = stream.write_all(
                    b"HTTP/1.1 302 X\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
                );
            },
            "Error while verifying if user ada@example.com exists: Found",
        ),
        (
            "a page",
            false,
            |_, stream| reply(stream, 502, "text/html", "<html>Bad gateway</html>"),
            "Bad Gateway. Errors reported by remote server: Invalid JSON: expected value at line 1 column 1",
        ),
        (
            "a page that says it is well",
            false,
            |_, stream| reply(stream, 200, "text/html", "<html>Welcome</html>"),
            "Errors reported by remote server: Invalid JSON",
        ),
        ("nothing", false, |_, _| {}, "the server cannot be asked"),
        (
            "no HTTP",
            false,
            |_, stream| drop(stream.write_all(b"SSH-2.0-x\r\n\r\n")),
            "the server cannot be asked",
        ),
        (
            "totals as text",
            false,
            |_, stream| reply(stream, 200, "application/json", "{\"totalResults\":\"0\",\"Resources\":[]}"),
            "integer totalResults",
        ),
        (
            "found without an id",
            false,
            |_, stream| reply(stream, 200, "application/json", "{\"totalResults\":1,\"Resources\":[{}]}"),
            "what was found has no id",
        ),
        (
            "deep",
            false,
            |_, stream| reply(stream, 200, "application/json", &"[".repeat(100_000)),
            "Invalid JSON",
        ),
        (
            "refused",
            false,
            |_, stream| reply(stream, 401, "application/json", "{\"detail\":\"bad token\"}"),
            "exists: Unauthorized. Errors reported by remote server: bad token",
        ),
        (
            "taken",
            true,
            |_, stream| reply(stream, 409, "application/json", "{\"detail\":\"taken\"}"),
            "Error while creating user ada@example.com: Conflict. Errors reported by remote server: taken",
        ),
        (
            "an error of the old form",
            true,
            |_, stream| {
                reply(
                    stream,
                    400,
                    "application/json",
                    "{\"Errors\":[{\"description\":\"odd\",\"code\":\"400\"}]}",
                )
            },
            "Bad Request. Errors reported by remote server: odd",
        ),
        (
            "created and not shown",
            true,
            |_, stream| reply(stream, 201, "application/json", ""),
            "Error while creating user ada@example.com: Create new user returned empty user.",
        ),
        (
            "created without an id",
            true,
            |_, stream| reply(stream, 201, "application/json", "[1]"),
            "Create new user returned empty user.",
        ),
    ];
    for (name, looked, play, says) in cases {
        let (looked, play) = (*looked, *play);
        let server =
            Server::playing(
                move |got, stream| {
                    if looked { after_the_look(got, stream, play) } else { play(got, stream) }
                },
            );
        let scene = Scene::of(Client::new(), &wizard(), server);
        scene.connect(&json!({ "test": false, "timeoutMs": 400 })).expect(200);
        let begun = Instant::now();
        let (_, assigned) = scene.provision("ada@example.com");
        assert_eq!(assigned["syncState"], "ERROR", "{name}");
        assert_eq!(
            (&assigned["status"], &assigned["externalId"]),
            (&json!("STAGED"), &Value::Null),
            "{name}"
        );
        let error = scene.error();
        assert!(
            error.starts_with("Automatic provisioning of user ada@example.com to app Wiki failed: "),
            "{error}"
        );
        assert!(error.contains(says), "{name}: {error}");
        let sync = "application.provision.user.sync".to_owned();
        assert!(scene.events().contains(&sync), "{name}");
        assert!(begun.elapsed() < PATIENCE, "{name}");
        let posts = scene.server.lines().iter().filter(|line| line.starts_with("POST")).count();
        assert_eq!(posts, usize::from(looked), "{name}: nothing is sent twice");
    }
}

#[test]
fn a_connection_is_tested_before_it_is_kept() {
    let scene = Scene::of(
        Client::new(),
        &wizard(),
        Server::playing(|_, stream| {
            reply(stream, 401, "application/json", "{\"detail\":\"bad token\"}");
        }),
    );
    let refused = scene.connect(&json!({})).expect(400).json();
    let says = "nothing was changed: Unauthorized. Errors reported by remote server: bad token";
    assert!(refused["error"].as_str().is_some_and(|error| error.ends_with(says)), "{refused}");
    let (_, assigned) = scene.provision("ada@example.com");
    assert_eq!(assigned["syncState"], "DISABLED");
}

/// A server says how long, or the pause begins with five minutes and doubles. The org's clock counts.
#[test]
fn a_server_that_has_too_much_to_do_is_asked_again_ten_times() {
    let scene = Scene::connected(&wizard(), &json!({}));
    for (header, first) in [
        (json!({ "Retry-After": "30" }), 30),
        (json!({}), 300),
        (json!({ "Retry-After": "Mon, 30 Nov 2026 10:00:00 GMT" }), 300),
    ] {
        scene.send("DELETE", "/_local/faults", &Value::Null, 200);
        scene.send("DELETE", "/_local/scim", &Value::Null, 200);
        let fault = json!({ "path": "/_local/scim/*/Users", "status": 429, "headers": header, "times": 1 });
        scene.send("POST", "/_local/faults", &fault, 200);
        let user = scene.user(&format!("u{first}{}@example.com", header.to_string().len()));
        scene.send("POST", "/_local/clock", &json!({ "stop": true }), 200);
        scene.assign(&user);
        let sent = || scene.report()["exchanges"].as_array().map_or(0, Vec::len);
        wait_until(|| sent() == 1, || scene.report().to_string());
        scene.send("POST", "/_local/clock", &json!({ "advance": first - 1 }), 200);
        std::thread::sleep(Duration::from_millis(60));
        assert_eq!(sent(), 1, "{header}");
        scene.send("POST", "/_local/clock", &json!({ "advance": 1 }), 200);
        scene.settle();
        assert_eq!(scene.assigned(&user)["syncState"], "SYNCHRONIZED", "{header}");
        scene.send("POST", "/_local/clock", &json!({ "reset": true }), 200);
    }
    scene.send("DELETE", "/_local/scim", &Value::Null, 200);
    let fault = json!({ "path": "/_local/scim/*/Users", "status": 429, "headers": { "Retry-After": "0" } });
    scene.send("POST", "/_local/faults", &fault, 200);
    let (_, assigned) = scene.provision("never@example.com");
    assert_eq!(assigned["syncState"], "ERROR");
    assert_eq!(scene.report()["exchanges"].as_array().map(Vec::len), Some(10));
    assert!(scene.events().contains(&"application.integration.rate_limit_exceeded".to_owned()));
}

#[test]
fn faults_are_played_on_the_way_and_what_failed_is_tried_again_when_asked() {
    let scene = Scene::connected(&wizard(), &json!({}));
    // A fault for the org's own requests is none for these.
    let own = json!({ "path": "/**", "method": "POST", "status": 503, "after": 1000 });
    scene.send("POST", "/_local/faults", &own, 200);
    for (number, (fault, arrived)) in [
        (json!({ "status": 500, "html": true }), false),
        (json!({ "drop": "request" }), false),
        (json!({ "drop": "answer" }), true),
        (json!({ "cut": 3 }), true),
    ]
    .into_iter()
    .enumerate()
    {
        let mut fault = fault;
        fault["path"] = json!("/_local/scim/*/Users");
        fault["method"] = json!("POST");
        fault["times"] = json!(1);
        scene.send("POST", "/_local/faults", &fault, 200);
        let login = format!("u{number}@example.com");
        let (user, assigned) = scene.provision(&login);
        assert_eq!(assigned["syncState"], "ERROR", "{fault}");
        assert_eq!(scene.server.user(&login).is_object(), arrived, "{fault}");
        let again = json!({ "app": scene.app, "user": login });
        scene.send("POST", "/_local/scim/retries", &again, 200);
        scene.settle();
        assert_eq!(scene.assigned(&user)["syncState"], "SYNCHRONIZED", "{fault}");
        scene.send("POST", "/_local/scim/retries", &again, 404);
    }
    assert_eq!(scene.report()["failures"], json!([]));
}

/// The server of one app takes its time: the org answers, another app is provisioned, and a stop waits for nobody.
#[test]
fn a_slow_server_holds_up_nobody_else() {
    let slow = Server::playing(|_, _| std::thread::sleep(Duration::from_secs(120)));
    let scene = Scene::of(Client::new(), &wizard(), slow);
    scene.connect(&json!({ "test": false })).expect(200);
    let user = scene.user("ada@example.com");
    let begun = Instant::now();
    scene.assign(&user);
    wait_until(|| !scene.server.got().is_empty(), || scene.report().to_string());
    assert_eq!(scene.assigned(&user)["syncState"], "SYNCING");
    let other = Scene::of(Client::of(scene.client.org.clone()), &wizard(), Server::keeping());
    other.connect(&json!({})).expect(200);
    other.assign(&user);
    wait_until(|| other.assigned(&user)["syncState"] == "SYNCHRONIZED", || other.report().to_string());
    drop((scene, other));
    assert!(begun.elapsed() < PATIENCE);
}
