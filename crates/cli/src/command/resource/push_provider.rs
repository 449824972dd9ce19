//! `oktars push-providers`

use oktars::op;

use super::{Resource, Untold, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "push-providers",
    one: "push provider",
    about: "Services that deliver push notifications to your app",
    columns: Columns { table: "id,providerType,name,lastUpdatedDate", csv: "" },
    verbs: &[
        Verb::read("list", "List push providers", op::LIST_PUSH_PROVIDERS, ""),
        Verb::read("get", "Show a push provider", op::GET_PUSH_PROVIDER, "ppc1gjh63g214q0Hq0g4"),
        Verb::step(
            "create",
            "Create a push provider",
            op::CREATE_PUSH_PROVIDER,
            "created",
            "--input provider.json",
        ),
        Verb::update(
            "update",
            "Change some members of a push provider; you must give its key again",
            op::REPLACE_PUSH_PROVIDER,
            op::GET_PUSH_PROVIDER,
            "ppc1gjh63g214q0Hq0g4 --set name=Renamed --input key.json",
        )
        .untold(&[
            Untold { secret: "configuration.tokenSigningKey", beside: "configuration.keyId" },
            Untold { secret: "configuration.serviceAccountJson", beside: "configuration.projectId" },
        ]),
        Verb::remove(
            "delete",
            "Delete a push provider",
            op::DELETE_PUSH_PROVIDER,
            "Delete",
            "ppc1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
