/// What is known of one operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operation {
    /// The operation id, for example `listUsers`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path with its parameters in braces, for example `/api/v1/users/{id}`.
    pub path: &'static str,
    /// The tag that Okta files it under, for example `User`.
    pub tag: &'static str,
    /// The query parameters.
    pub query: &'static [Query],
    /// The values that parameters of the path and the query take, where Okta's description lists them.
    pub choices: &'static [(&'static str, &'static [&'static str])],
    /// What body the request takes.
    pub body: Body,
    /// How the answer pages.
    pub paging: Paging,
    /// The OAuth scopes that a token needs; empty where no scope is asked for.
    pub scopes: &'static [&'static str],
    /// Okta has deprecated it.
    pub deprecated: bool,
    /// It is a POST or PATCH that does no more when it is sent twice: it sets what it names, or only looks.
    pub repeatable: bool,
}

impl Operation {
    /// The names in the braces of the path, in order.
    pub fn path_parameters(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('{').skip(1).filter_map(|rest| rest.split('}').next())
    }

    /// The query parameter of this name.
    pub fn query_parameter(&self, name: &str) -> Option<&'static Query> {
        self.query.iter().find(|query| query.name == name)
    }

    /// The values that a parameter takes; empty where any may do.
    pub fn values(&self, parameter: &str) -> &'static [&'static str] {
        self.choices.iter().find(|(name, _)| *name == parameter).map_or(&[], |(_, values)| values)
    }

    /// Which members the JSON of its body takes, as JSON; `None` where it takes no JSON, or no description tells.
    ///
    /// The name of a member that is required ends in `*`. A member is `text`, `number`, `boolean`, values such as
    /// `ACTIVE|INACTIVE`, an object, or an array of one of them. Where the members depend on the value of one, that
    /// stands as `{"?type":{"IP":{..},"DYNAMIC":{..}}}`.
    pub fn body_members(&self) -> Option<&'static str> {
        let is_of = |ids: &[&str]| ids.contains(&self.id);
        crate::generated::bodies::BODIES.iter().find(|(ids, _)| is_of(ids)).map(|(_, members)| *members)
    }

    /// Whether sending it twice does no more than sending it once.
    ///
    /// Deleting a user is the one DELETE that is not so: the first deactivates, the second removes for good.
    pub fn is_repeatable(&self) -> bool {
        match self.method {
            Method::Get | Method::Put => true,
            Method::Delete => self.id != "deleteUser",
            Method::Post | Method::Patch => self.repeatable,
        }
    }
}

/// An HTTP method that Okta uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
}

impl Method {
    /// The method as it stands in a request line.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
        }
    }
}

/// A query parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Query {
    /// Its name.
    pub name: &'static str,
    /// The request fails without it.
    pub required: bool,
    /// The type of its value.
    pub kind: Kind,
}

/// The type of a query parameter's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// Several texts.
    Array,
}

/// What body a request takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// None.
    None,
    /// JSON that may be left out.
    Optional,
    /// JSON that must be there.
    Json,
    /// Another media type than `application/json`: a form, a file, a merge patch.
    Other,
}

/// How an answer pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paging {
    /// It is no list.
    None,
    /// A list that comes whole.
    Whole,
    /// An array with a `next` link in the `Link` header; the default and the greatest page size, where known.
    Link {
        /// The page size when the request names none.
        default: Option<u32>,
        /// The greatest page size.
        max: Option<u32>,
    },
    /// An object with the items in this member and the next link in `_links.next`.
    Object(&'static str),
}

impl Paging {
    /// Whether the answer comes in pages.
    pub fn pages(self) -> bool {
        matches!(self, Paging::Link { .. } | Paging::Object(_))
    }
}
