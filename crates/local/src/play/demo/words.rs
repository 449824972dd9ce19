//! What the demo company is called and made of: names, departments, offices, apps.

/// Departments with the titles of their people; the first one leads.
pub const DEPARTMENTS: &[(&str, &[&str])] = &[
    ("Engineering", &["VP Engineering", "Staff Engineer", "Engineer", "Engineer", "QA Engineer"]),
    ("Sales", &["VP Sales", "Account Executive", "Account Executive", "Sales Engineer"]),
    ("Support", &["Head of Support", "Support Engineer", "Support Engineer"]),
    ("Marketing", &["CMO", "Content Manager", "Designer"]),
    ("Finance", &["CFO", "Accountant", "Controller"]),
    ("Human Resources", &["Head of People", "Recruiter", "HR Partner"]),
    ("Legal", &["General Counsel", "Paralegal"]),
    ("IT", &["CIO", "System Administrator", "Security Engineer"]),
];

/// Who leads a team below the head of a department: the department and the title.
pub const TEAM_LEADS: [(usize, &str); 4] =
    [(0, "Engineering Manager"), (0, "Engineering Manager"), (1, "Sales Manager"), (2, "Support Manager")];

/// An office, and where its people come from in the System Log.
pub struct Office {
    pub city: &'static str,
    pub state: &'static str,
    pub country: &'static str,
    pub country_code: &'static str,
    pub postal_code: &'static str,
    pub latitude: f64,
    pub longitude: f64,
    /// The first three parts of its addresses, which belong to nobody.
    pub network: &'static str,
}

pub const OFFICES: &[Office] = &[
    Office {
        city: "Berlin",
        state: "Land Berlin",
        country: "Germany",
        country_code: "DE",
        postal_code: "10115",
        latitude: 52.53,
        longitude: 13.38,
        network: "192.0.2",
    },
    Office {
        city: "Lisbon",
        state: "Lisbon",
        country: "Portugal",
        country_code: "PT",
        postal_code: "1100-148",
        latitude: 38.71,
        longitude: -9.14,
        network: "198.51.100",
    },
    Office {
        city: "Austin",
        state: "Texas",
        country: "United States",
        country_code: "US",
        postal_code: "78701",
        latitude: 30.27,
        longitude: -97.74,
        network: "203.0.113",
    },
    Office {
        city: "Osaka",
        state: "Osaka",
        country: "Japan",
        country_code: "JP",
        postal_code: "530-0001",
        latitude: 34.7,
        longitude: 135.5,
        network: "198.18.0",
    },
];

/// What an app is.
pub enum Kind {
    Bookmark,
    Saml,
    /// An OpenID Connect client of this type, with the grant that it uses.
    Oidc(&'static str, &'static str),
}

pub struct App {
    pub label: &'static str,
    pub kind: Kind,
    pub url: &'static str,
    /// The groups whose members have it.
    pub groups: &'static [&'static str],
}

const fn app(label: &'static str, kind: Kind, url: &'static str, groups: &'static [&'static str]) -> App {
    App { label, kind, url, groups }
}

pub const EVERYONE: &str = "Everyone";
pub const CONTRACTORS: &str = "Contractors";
pub const ENGINEERING_TOOLS: &str = "Engineering Tools";
/// The app that people have in three ways: directly, by a group, and by a group that a rule fills.
pub const NESTED_APP: &str = "Deploy Console";

pub const APPS: &[App] = &[
    app("Wiki", Kind::Bookmark, "https://wiki.acme.example", &[EVERYONE]),
    app("Travel", Kind::Bookmark, "https://travel.acme.example", &[EVERYONE]),
    app("Payroll", Kind::Bookmark, "https://payroll.acme.example", &["Finance", "Human Resources"]),
    app("CRM", Kind::Bookmark, "https://crm.acme.example", &["Sales", "Marketing"]),
    app("Ticket Desk", Kind::Bookmark, "https://tickets.acme.example", &["Support", "IT"]),
    app("Source Control", Kind::Bookmark, "https://git.acme.example", &["Engineering", "IT"]),
    app("Build Farm", Kind::Bookmark, "https://ci.acme.example", &["Engineering"]),
    app("Contracts", Kind::Bookmark, "https://contracts.acme.example", &["Legal", "Finance"]),
    app("Expenses", Kind::Saml, "https://expenses.acme.example", &["Sales", "Marketing"]),
    app("Time Sheets", Kind::Saml, "https://time.acme.example", &[CONTRACTORS, "Finance"]),
    app(
        NESTED_APP,
        Kind::Oidc("web", "authorization_code"),
        "https://deploy.acme.example",
        &["IT", ENGINEERING_TOOLS],
    ),
    app(
        "Status Board",
        Kind::Oidc("browser", "authorization_code"),
        "https://status.acme.example",
        &["Support"],
    ),
    app("Nightly Reports", Kind::Oidc("service", "client_credentials"), "https://reports.acme.example", &[]),
];

/// The programs with which people sign in.
pub const USER_AGENTS: [&str; 4] = [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
];

const FIRST_NAMES: &[&str] = &[
    "Ada", "Bela", "Chidi", "Dana", "Emil", "Farah", "Goran", "Hana", "Ivo", "Jana", "Kofi", "Lena", "Mateo",
    "Nadia", "Omar", "Petra", "Quentin", "Rosa", "Sanjay", "Tove", "Uma", "Viktor", "Wanda", "Yara", "Zoë",
];
const LAST_NAMES: &[&str] = &[
    "Adler",
    "Bianchi",
    "Castro",
    "Dvořák",
    "Eriksen",
    "Fischer",
    "Gupta",
    "Haddad",
    "Ito",
    "Jansen",
    "Kowalski",
    "Lindqvist",
    "Moreau",
    "Nakamura",
    "O'Brien",
    "Petrov",
    "Rossi",
    "Silva",
    "Tanaka",
    "Ueda",
    "Virtanen",
    "Weber",
    "Yılmaz",
];

/// The first and the last name of the person of this number.
pub fn name(number: usize) -> (&'static str, &'static str) {
    (FIRST_NAMES[number % FIRST_NAMES.len()], LAST_NAMES[number * 3 % LAST_NAMES.len()])
}
