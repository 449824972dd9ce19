//! The words in which an operation is written on one line.
use crate::{Body, Kind, Method, Operation, Paging, Query};

pub(crate) const fn get(id: &'static str, path: &'static str, tag: &'static str) -> Operation {
    operation(Method::Get, id, path, tag)
}

pub(crate) const fn post(id: &'static str, path: &'static str, tag: &'static str) -> Operation {
    operation(Method::Post, id, path, tag)
}

pub(crate) const fn put(id: &'static str, path: &'static str, tag: &'static str) -> Operation {
    operation(Method::Put, id, path, tag)
}

pub(crate) const fn patch(id: &'static str, path: &'static str, tag: &'static str) -> Operation {
    operation(Method::Patch, id, path, tag)
}

pub(crate) const fn delete(id: &'static str, path: &'static str, tag: &'static str) -> Operation {
    operation(Method::Delete, id, path, tag)
}

const fn operation(method: Method, id: &'static str, path: &'static str, tag: &'static str) -> Operation {
    Operation {
        id,
        method,
        path,
        tag,
        query: &[],
        choices: &[],
        body: Body::None,
        paging: Paging::None,
        scopes: &[],
        deprecated: false,
        repeatable: false,
    }
}

impl Operation {
    pub(crate) const fn query(mut self, query: &'static [Query]) -> Operation {
        self.query = query;
        self
    }

    pub(crate) const fn choices(
        mut self,
        choices: &'static [(&'static str, &'static [&'static str])],
    ) -> Operation {
        self.choices = choices;
        self
    }

    pub(crate) const fn json(mut self) -> Operation {
        self.body = Body::Json;
        self
    }

    pub(crate) const fn json_optional(mut self) -> Operation {
        self.body = Body::Optional;
        self
    }

    pub(crate) const fn other_body(mut self) -> Operation {
        self.body = Body::Other;
        self
    }

    pub(crate) const fn whole(mut self) -> Operation {
        self.paging = Paging::Whole;
        self
    }

    pub(crate) const fn pages(mut self, default: Option<u32>, max: Option<u32>) -> Operation {
        self.paging = Paging::Link { default, max };
        self
    }

    pub(crate) const fn pages_in(mut self, member: &'static str) -> Operation {
        self.paging = Paging::Object(member);
        self
    }

    pub(crate) const fn scopes(mut self, scopes: &'static [&'static str]) -> Operation {
        self.scopes = scopes;
        self
    }

    pub(crate) const fn deprecated(mut self) -> Operation {
        self.deprecated = true;
        self
    }

    pub(crate) const fn repeatable(mut self) -> Operation {
        self.repeatable = true;
        self
    }
}

impl Query {
    pub(crate) const fn required(mut self) -> Query {
        self.required = true;
        self
    }
}

pub(crate) const fn text(name: &'static str) -> Query {
    Query { name, required: false, kind: Kind::String }
}

pub(crate) const fn integer(name: &'static str) -> Query {
    Query { name, required: false, kind: Kind::Integer }
}

pub(crate) const fn flag(name: &'static str) -> Query {
    Query { name, required: false, kind: Kind::Boolean }
}

pub(crate) const fn many(name: &'static str) -> Query {
    Query { name, required: false, kind: Kind::Array }
}
