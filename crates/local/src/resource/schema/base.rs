//! The attributes that every org has.

use serde_json::{Map, Value, json};

/// What a user may do with their own attribute.
use crate::resource::schema::base::Own::{Hide, Read, Write};

#[derive(Clone, Copy)]
enum Own {
    Hide,
    Read,
    Write,
}

struct Base {
    name: &'static str,
    title: &'static str,
    own: Own,
    required: bool,
    format: Option<&'static str>,
    length: (Option<u32>, Option<u32>),
}

const fn base(name: &'static str, title: &'static str, own: Own) -> Base {
    Base { name, title, own, required: false, format: None, length: (None, None) }
}

impl Base {
    const fn required(self) -> Self {
        Base { required: true, ..self }
    }

    const fn format(self, format: &'static str) -> Self {
        Base { format: Some(format), ..self }
    }

    const fn length(self, least: u32, most: u32) -> Self {
        Base { length: (if least == 0 { None } else { Some(least) }, Some(most)), ..self }
    }
}

#[rustfmt::skip]
static USER: &[Base] = &[
    base("login", "Username", Read).required().length(5, 100),
    base("firstName", "First name", Write).required().length(1, 50),
    base("lastName", "Last name", Write).required().length(1, 50),
    base("middleName", "Middle name", Read),
    base("honorificPrefix", "Honorific prefix", Read),
    base("honorificSuffix", "Honorific suffix", Read),
    base("email", "Primary email", Write).required().format("email"),
    base("title", "Title", Read),
    base("displayName", "Display name", Read),
    base("nickName", "Nickname", Read),
    base("profileUrl", "Profile Url", Read).format("uri"),
    base("secondEmail", "Secondary email", Write).format("email"),
    base("mobilePhone", "Mobile phone", Write).length(0, 100),
    base("primaryPhone", "Primary phone", Hide).length(0, 100),
    base("streetAddress", "Street address", Hide),
    base("city", "City", Hide),
    base("state", "State", Hide),
    base("zipCode", "Zip code", Hide),
    base("countryCode", "Country code", Hide).format("country-code"),
    base("postalAddress", "Postal Address", Hide),
    base("preferredLanguage", "Preferred language", Read).format("language-code"),
    base("locale", "Locale", Read).format("locale"),
    base("timezone", "Time zone", Read).format("timezone"),
    base("userType", "User type", Read),
    base("employeeNumber", "Employee number", Read),
    base("costCenter", "Cost center", Read),
    base("organization", "Organization", Read),
    base("division", "Division", Read),
    base("department", "Department", Read),
    base("managerId", "ManagerId", Read),
    base("manager", "Manager", Read),
];

/// Longest values where the schema itself names none.
pub fn silent_limit(name: &str) -> Option<u64> {
    Some(match name {
        "email" | "secondEmail" => 100,
        "streetAddress" => 1024,
        "city" | "state" => 128,
        "zipCode" => 50,
        "postalAddress" => 4096,
        _ => return None,
    })
}

pub fn user_properties() -> Value {
    Value::Object(USER.iter().map(|base| (base.name.to_owned(), base.property())).collect())
}

pub fn group_properties() -> Value {
    let property = |title: &str, most: u32| {
        let mut property = Map::new();
        property.insert("title".into(), json!(title));
        property.insert("description".into(), json!(title));
        property.extend(base("", "", Write).length(0, most).tail());
        property
    };
    let mut name = property("Name", 255);
    name.insert("required".into(), json!(true));
    json!({ "name": name, "description": property("Description", 1024) })
}

impl Base {
    fn property(&self) -> Value {
        let mut property = Map::new();
        property.insert("title".into(), json!(self.title));
        property.extend(self.tail());
        Value::Object(property)
    }

    /// The members from `type` on.
    fn tail(&self) -> Map<String, Value> {
        let mut tail = Map::new();
        tail.insert("type".into(), json!("string"));
        if self.required {
            tail.insert("required".into(), json!(true));
        }
        if let Some(format) = self.format {
            tail.insert("format".into(), json!(format));
        }
        tail.insert("mutability".into(), json!("READ_WRITE"));
        tail.insert("scope".into(), json!("NONE"));
        if let Some(least) = self.length.0 {
            tail.insert("minLength".into(), json!(least));
        }
        if let Some(most) = self.length.1 {
            tail.insert("maxLength".into(), json!(most));
        }
        let action = match self.own {
            Hide => "HIDE",
            Read => "READ_ONLY",
            Write => "READ_WRITE",
        };
        tail.insert("permissions".into(), json!([{ "principal": "SELF", "action": action }]));
        tail.insert("master".into(), json!({ "type": "PROFILE_MASTER" }));
        tail
    }
}
