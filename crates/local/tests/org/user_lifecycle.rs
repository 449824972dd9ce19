//! Every cell of the user lifecycle: each operation from each status, with the status that it leads to or the
//! error that it answers.

use crate::client::Client;
use serde_json::{Value, json};

const STATUSES: [&str; 8] = [
    "STAGED",
    "PROVISIONED",
    "ACTIVE",
    "PASSWORD_EXPIRED",
    "RECOVERY",
    "LOCKED_OUT",
    "SUSPENDED",
    "DEPROVISIONED",
];

/// What a cell says: the HTTP status, then the user's status afterwards or the error code.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Cell {
    /// It is done, and the user has this status now.
    To(&'static str),
    /// It is done, and the user's status is as before.
    Stays,
    /// It is done, and the user is gone.
    Gone,
    /// It is refused with this HTTP status and error code.
    No(u16, &'static str),
}

use Cell::{Gone, No, Stays, To};

struct Row {
    operation: &'static str,
    method: &'static str,
    path: &'static str,
    body: fn() -> Value,
    /// In the order of `STATUSES`.
    cells: [Cell; 8],
}

fn nothing() -> Value {
    Value::Null
}

const ACTIVE: Cell = To("ACTIVE");
const PROVISIONED: Cell = To("PROVISIONED");
const RECOVERY: Cell = To("RECOVERY");
const EXPIRED: Cell = To("PASSWORD_EXPIRED");
const GONE: Cell = To("DEPROVISIONED");
const NOT_SUSPENDABLE: Cell = No(400, "E0000001");
const WRONG_STATUS: Cell = No(403, "E0000038");
const ALREADY_ACTIVE: Cell = No(403, "E0000016");
const NOT_LOCKED: Cell = No(403, "E0000032");
const NO_FORGOT: Cell = No(403, "E0000034");
const NO_CHANGE: Cell = No(403, "E0000035");
const NO_QUESTION: Cell = No(403, "E0000036");
const NOT_FOUND: Cell = No(404, "E0000007");

#[rustfmt::skip]
fn table() -> Vec<Row> {
    let row = |operation, method, path, body, cells| Row { operation, method, path, body, cells };
    vec![
        //                                                                                             STAGED            PROVISIONED       ACTIVE            PASSWORD_EXPIRED  RECOVERY          LOCKED_OUT        SUSPENDED         DEPROVISIONED
        row("activate", "POST", "/lifecycle/activate?sendEmail=false", nothing,                        [ACTIVE,          ALREADY_ACTIVE,   ALREADY_ACTIVE,   ALREADY_ACTIVE,   ALREADY_ACTIVE,   ALREADY_ACTIVE,   ALREADY_ACTIVE,   PROVISIONED]),
        row("reactivate", "POST", "/lifecycle/reactivate", nothing,                                    [WRONG_STATUS,    Stays,            WRONG_STATUS,     WRONG_STATUS,     Stays,            WRONG_STATUS,     WRONG_STATUS,     WRONG_STATUS]),
        row("deactivate", "POST", "/lifecycle/deactivate", nothing,                                    [GONE,            GONE,             GONE,             GONE,             GONE,             GONE,             GONE,             NOT_FOUND]),
        row("delete", "DELETE", "", nothing,                                                           [GONE,            GONE,             GONE,             GONE,             GONE,             GONE,             GONE,             Gone]),
        row("suspend", "POST", "/lifecycle/suspend", nothing,                                          [NOT_SUSPENDABLE, NOT_SUSPENDABLE,  To("SUSPENDED"),  To("SUSPENDED"),  NOT_SUSPENDABLE,  NOT_SUSPENDABLE,  NOT_SUSPENDABLE,  NOT_SUSPENDABLE]),
        row("unsuspend", "POST", "/lifecycle/unsuspend", nothing,                                      [NOT_SUSPENDABLE, NOT_SUSPENDABLE,  NOT_SUSPENDABLE,  NOT_SUSPENDABLE,  NOT_SUSPENDABLE,  NOT_SUSPENDABLE,  ACTIVE,           NOT_SUSPENDABLE]),
        row("unlock", "POST", "/lifecycle/unlock", nothing,                                            [NOT_LOCKED,      NOT_LOCKED,       NOT_LOCKED,       NOT_LOCKED,       NOT_LOCKED,       ACTIVE,           NOT_LOCKED,       NOT_LOCKED]),
        row("reset password", "POST", "/lifecycle/reset_password?sendEmail=false", nothing,            [No(403, "E0000017"), RECOVERY,     RECOVERY,         RECOVERY,         Stays,            RECOVERY,         WRONG_STATUS,     WRONG_STATUS]),
        row("expire password", "POST", "/lifecycle/expire_password", nothing,                          [WRONG_STATUS,    WRONG_STATUS,     EXPIRED,          Stays,            WRONG_STATUS,     EXPIRED,          WRONG_STATUS,     WRONG_STATUS]),
        row("expire with temporary", "POST", "/lifecycle/expire_password_with_temp_password", nothing, [WRONG_STATUS,    WRONG_STATUS,     EXPIRED,          Stays,            WRONG_STATUS,     EXPIRED,          WRONG_STATUS,     WRONG_STATUS]),
        row("reset factors", "POST", "/lifecycle/reset_factors", nothing,                              [Stays,           Stays,            Stays,            Stays,            Stays,            Stays,            Stays,            NOT_FOUND]),
        row("forgot password", "POST", "/credentials/forgot_password?sendEmail=false", nothing,        [NO_FORGOT,       NO_FORGOT,        Stays,            NO_FORGOT,        NO_FORGOT,        NO_FORGOT,        NO_FORGOT,        NO_FORGOT]),
        row("forgot password, by answer", "POST", "/credentials/forgot_password_recovery_question", by_answer, [NO_FORGOT, NO_FORGOT,       Stays,            ACTIVE,           ACTIVE,           NO_FORGOT,        NO_FORGOT,        NO_FORGOT]),
        row("change password", "POST", "/credentials/change_password", new_password,                   [Stays,           NO_CHANGE,        Stays,            ACTIVE,           ACTIVE,           NO_CHANGE,        NO_CHANGE,        NO_CHANGE]),
        row("change recovery question", "POST", "/credentials/change_recovery_question", new_question, [Stays,           NO_QUESTION,      Stays,            NO_QUESTION,      Stays,            NO_QUESTION,      NO_QUESTION,      NO_QUESTION]),
        row("update profile", "POST", "", nick_name,                                                   [Stays,           Stays,            Stays,            Stays,            Stays,            Stays,            Stays,            WRONG_STATUS]),
        row("replace profile", "PUT", "", whole_profile,                                               [Stays,           Stays,            Stays,            Stays,            Stays,            Stays,            Stays,            WRONG_STATUS]),
        row("set password", "POST", "", admin_password,                                                [Stays,           ACTIVE,           Stays,            ACTIVE,           ACTIVE,           ACTIVE,           Stays,            WRONG_STATUS]),
        row("set password by replacing", "PUT", "", admin_password,                                    [Stays,           ACTIVE,           Stays,            ACTIVE,           ACTIVE,           ACTIVE,           Stays,            WRONG_STATUS]),
    ]
}

fn by_answer() -> Value {
    json!({ "password": { "value": "superPass239" }, "recovery_question": { "answer": "Annie Oakley" } })
}

fn new_password() -> Value {
    json!({ "oldPassword": { "value": PASSWORD }, "newPassword": { "value": "superPass239" } })
}

fn new_question() -> Value {
    json!({ "password": { "value": PASSWORD }, "recovery_question": { "question": "Pet?", "answer": "Muffin" } })
}

fn nick_name() -> Value {
    json!({ "profile": { "nickName": "Probie" } })
}

fn whole_profile() -> Value {
    json!({ "profile": { "login": "tmcgee@example.gov", "email": "tmcgee@example.gov", "firstName": "Tim", "lastName": "McGee" } })
}

fn admin_password() -> Value {
    json!({ "credentials": { "password": { "value": "superPass921380" } } })
}

const PASSWORD: &str = "superPass1";

/// A user in this status, reached as a client would reach it.
fn user_in(client: &Client, status: &str) -> String {
    let with_password = !matches!(status, "PROVISIONED");
    let mut credentials =
        json!({ "recovery_question": { "question": "Favourite book?", "answer": "annie oakley" } });
    if with_password {
        credentials["password"] = json!({ "value": PASSWORD });
    }
    let activate = status != "STAGED";
    let created = client.post(
        &format!("/api/v1/users?activate={activate}"),
        &json!({ "profile": whole_profile()["profile"], "credentials": credentials }),
    );
    let id = created.json()["id"].as_str().expect("an id").to_owned();
    let path = format!("/api/v1/users/{id}");
    let go = |suffix: &str| client.post(&format!("{path}/lifecycle/{suffix}"), &Value::Null).expect(200);
    match status {
        "PASSWORD_EXPIRED" => drop(go("expire_password")),
        "RECOVERY" => drop(go("reset_password?sendEmail=false")),
        "SUSPENDED" => drop(go("suspend")),
        "DEPROVISIONED" => drop(go("deactivate")),
        "LOCKED_OUT" => {
            for _ in 0..10 {
                let body = json!({ "username": "tmcgee@example.gov", "password": "Wrong-password-1" });
                client.post("/api/v1/authn", &body).expect(401);
            }
        }
        _ => {}
    }
    assert_eq!(
        client.get(&path).json()["status"],
        status,
        "the user was brought to the status to start from"
    );
    id
}

#[test]
fn every_operation_from_every_status() {
    for row in table() {
        for (status, cell) in STATUSES.iter().zip(row.cells) {
            let client = Client::new();
            let id = user_in(&client, status);
            let path = format!("/api/v1/users/{id}");
            let answer = client.send(row.method, &format!("{path}{}", row.path), &(row.body)());
            let after = client.get(&path);
            let what = format!("{} from {status}: {} {}", row.operation, answer.status, answer.text());
            match cell {
                To(expected) => {
                    assert!(answer.status < 300, "{what}");
                    assert_eq!(after.json()["status"], expected, "{what}");
                    assert_ne!(*status, expected, "{what}");
                }
                Stays => {
                    assert!(answer.status < 300, "{what}");
                    assert_eq!(after.json()["status"], *status, "{what}");
                }
                Gone => {
                    assert!(answer.status < 300, "{what}");
                    assert_eq!(after.status, 404, "{what}");
                }
                No(http, code) => {
                    assert_eq!(
                        (answer.status, answer.json()["errorCode"].as_str()),
                        (http, Some(code)),
                        "{what}"
                    );
                    assert_eq!(after.json()["status"], *status, "{what}");
                }
            }
        }
    }
}

/// Who may sign in, and what the answer says to the others.
#[test]
fn signing_in_from_every_status() {
    let expected = [
        ("STAGED", 401, None),
        ("PROVISIONED", 401, None),
        ("ACTIVE", 200, Some("SUCCESS")),
        ("PASSWORD_EXPIRED", 200, Some("PASSWORD_EXPIRED")),
        ("RECOVERY", 401, None),
        ("LOCKED_OUT", 401, None),
        ("SUSPENDED", 401, None),
        ("DEPROVISIONED", 401, None),
    ];
    for (status, http, result) in expected {
        let client = Client::new();
        user_in(&client, status);
        let answer =
            client.post("/api/v1/authn", &json!({ "username": "tmcgee@example.gov", "password": PASSWORD }));
        assert_eq!(answer.status, http, "{status}: {}", answer.text());
        assert_eq!(answer.json()["status"].as_str(), result, "{status}: {}", answer.text());
    }
}

/// Any user but a deactivated one can be put into a group.
#[test]
fn joining_a_group_from_every_status() {
    for status in STATUSES {
        let client = Client::new();
        let id = user_in(&client, status);
        let group = client.post("/api/v1/groups", &json!({ "profile": { "name": "Engineering" } })).json();
        let group = group["id"].as_str().expect("an id").to_owned();
        let answer = client.send("PUT", &format!("/api/v1/groups/{group}/users/{id}"), &Value::Null);
        let expected = if status == "DEPROVISIONED" { 404 } else { 204 };
        assert_eq!(answer.status, expected, "{status}: {}", answer.text());
    }
}

/// The links of a user tell what can be done; in a list there is none but the user's own.
#[test]
fn links_in_every_status() {
    const ACTIVE: &str = "suspend schema resetPassword forgotPassword expirePassword changeRecoveryQuestion self resetFactors \
                          type changePassword deactivate";
    let locked_out = ACTIVE.replace("schema", "schema unlock");
    let expected = [
        ("STAGED", "schema activate self resetFactors type"),
        ("PROVISIONED", "suspend schema resetPassword reactivate self resetFactors type deactivate"),
        ("ACTIVE", ACTIVE),
        ("PASSWORD_EXPIRED", ACTIVE),
        (
            "RECOVERY",
            "suspend schema resetPassword reactivate self resetFactors type changePassword deactivate",
        ),
        ("LOCKED_OUT", &locked_out),
        ("SUSPENDED", "schema unsuspend self resetFactors type deactivate"),
        ("DEPROVISIONED", "schema activate self resetFactors type delete"),
    ];
    for (status, links) in expected {
        let client = Client::new();
        let id = user_in(&client, status);
        let user = client.get(&format!("/api/v1/users/{id}")).expect(200).json();
        let names: Vec<&str> =
            user["_links"].as_object().expect("links").keys().map(String::as_str).collect();
        assert_eq!(names.join(" "), links, "{status}");
        let list = client.get(&format!("/api/v1/users?filter=id+eq+%22{id}%22")).expect(200).json();
        let own = json!({ "self": { "href": format!("http://localhost/api/v1/users/{id}") } });
        assert_eq!(list[0]["_links"], own, "{status}");
    }
}
