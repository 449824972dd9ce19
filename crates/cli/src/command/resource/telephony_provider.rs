//! `oktars telephony-providers`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "telephony-providers",
    one: "telephony provider",
    about: "Providers of your own for text messages and calls",
    columns: Columns {
        table: "id,enabled,isPrimaryProvider,providerName,providerSid",
        csv: "providerCapability,providerSettings",
    },
    verbs: &[
        Verb::read(
            "list",
            "List telephony providers",
            op::LIST_ALL_CUSTOM_TELEPHONY_PROVIDER_CREDENTIALS,
            "",
        ),
        Verb::read(
            "get",
            "Show a telephony provider",
            op::GET_CUSTOM_TELEPHONY_PROVIDER_CREDENTIAL,
            "oct1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "create",
            "Add a telephony provider",
            op::CREATE_CUSTOM_TELEPHONY_PROVIDER_CREDENTIALS,
            "added",
            "--input provider.json",
        ),
        Verb::step(
            "update",
            "Change some members of a telephony provider; the others stay as they are",
            op::UPDATE_CUSTOM_TELEPHONY_PROVIDER_CREDENTIAL,
            "updated",
            "oct1gjh63g214q0Hq0g4 --input change.json",
        ),
        Verb::step(
            "activate",
            "Activate a telephony provider",
            op::ACTIVATE_CUSTOM_TELEPHONY_CREDENTIAL,
            "activated",
            "oct1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate a telephony provider",
            op::DEACTIVATE_CUSTOM_TELEPHONY_CREDENTIAL,
            "Deactivate",
            "oct1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete a telephony provider that is not active",
            op::DELETE_CUSTOM_TELEPHONY_PROVIDER_CREDENTIAL,
            "Delete",
            "oct1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::step(
            "set-primary",
            "Make a telephony provider the one that Okta uses first",
            op::SET_AS_PRIMARY_CUSTOM_TELEPHONY_CREDENTIAL,
            "chose",
            "oct1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "test",
            "Send a message over a telephony provider, to see that it works",
            op::SEND_TEST_CUSTOM_TELEPHONY_PROVIDER_CREDENTIAL,
            "tested",
            "oct1gjh63g214q0Hq0g4 --set factor=SMS --set phoneNumber=+15555550100 --set countryCodeIso2=US",
        ),
    ],
};
