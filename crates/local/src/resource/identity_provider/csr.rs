//! Certificate signing requests of an identity provider. All but whose they are is as with applications.

use oktars_catalog::op;

use crate::kernel::context::{Context, Handlers};
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::app::csr::{Owner, generate, get, list, publish, revoke};
use crate::resource::identity_provider;

pub const HANDLERS: Handlers = &[
    (&op::LIST_CSRS_FOR_IDENTITY_PROVIDER, |context| list(context, &owner(context)?)),
    (&op::GENERATE_CSR_FOR_IDENTITY_PROVIDER, |context| generate(context, &owner(context)?)),
    (&op::GET_CSR_FOR_IDENTITY_PROVIDER, |context| get(context, &owner(context)?)),
    (&op::REVOKE_CSR_FOR_IDENTITY_PROVIDER, |context| revoke(context, &owner(context)?)),
    (&op::PUBLISH_CSR_FOR_IDENTITY_PROVIDER, |context| publish(context, &owner(context)?)),
];

fn owner(context: &Context<'_>) -> Result<Owner, Problem> {
    let provider = identity_provider::of_path(context)?;
    let path = context.url(&format!("/idps/{}/credentials/csrs", id_of(&provider)));
    let keys = kind::IDENTITY_PROVIDER_SIGNING_KEY;
    Ok(Owner { id: id_of(&provider).to_owned(), path, named_by: "idpCsrId", keys })
}
