//! How a program gets at a resource: `okta.group_rules()`, `okta.factors(&user.id)`.

/// Defines the handle of a resource, and the method of [`Okta`](crate::Okta) that gives it.
///
/// A handle borrows the client and, where the resource belongs to something, the ids of that. Its `call`
/// puts ids into the braces of an operation's path: those first, then the ones that it is given.
macro_rules! handle {
    (
        $(#[$doc:meta])*
        pub struct $name:ident;
        $(#[$accessor_doc:meta])*
        okta.$accessor:ident($($owner:ident),*)
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name<'a> {
            okta: &'a $crate::client::Okta,
            $($owner: &'a str,)*
        }

        impl $crate::client::Okta {
            $(#[$accessor_doc])*
            pub fn $accessor<'a>(&'a self $(, $owner: &'a str)*) -> $name<'a> {
                $name { okta: self $(, $owner)* }
            }
        }

        impl $name<'_> {
            fn call<const N: usize>(
                self,
                operation: oktars_catalog::Operation,
                ids: [&str; N],
            ) -> $crate::call::Call {
                self.okta.call(operation).at([$(self.$owner),*].into_iter().chain(ids))
            }
        }
    };
}

pub(crate) use handle;
