//! Mail addresses to which Okta sends nothing more, since mail came back from them.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::model::parts;

handle! {
    /// The addresses to which Okta sends nothing more; made by
    /// [`Okta::email_bounces`](crate::Okta::email_bounces). Okta's page is "Email Customization".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::email_bounce::BouncedAddresses;
    ///
    /// let addresses = BouncedAddresses::new(["nobody@example.gov"]);
    /// for wrong in okta.email_bounces().remove(&addresses).await?.errors {
    ///     println!("{}: {}", wrong.email_address, wrong.reason);
    /// }
    /// # Ok(()) }
    /// ```
    pub struct EmailBounces;
    /// The addresses to which Okta sends nothing more.
    okta.email_bounces()
}

impl EmailBounces<'_> {
    /// Has Okta send mail to these addresses again: `POST /api/v1/org/email/bounces/remove-list`. It takes a while; the
    /// answer has the addresses that cannot be freed.
    pub fn remove(self, addresses: &BouncedAddresses) -> Call<BounceRemoval> {
        self.call(op::BULK_REMOVE_EMAIL_ADDRESS_BOUNCES, []).body(addresses).json()
    }
}

parts! {
    /// Addresses to which Okta should send mail again.
    pub struct BouncedAddresses {
        /// The addresses.
        email_addresses: Vec<String> = "emailAddresses",
    }

    /// What comes of it.
    pub struct BounceRemoval {
        /// The addresses that cannot be freed.
        errors: Vec<BounceError> = "errors",
    }

    /// An address that cannot be freed.
    pub struct BounceError {
        /// The address.
        email_address: String = "emailAddress",
        /// Why.
        reason: String = "reason",
    }
}

impl BouncedAddresses {
    /// These addresses.
    pub fn new<S: Into<String>>(addresses: impl IntoIterator<Item = S>) -> Self {
        BouncedAddresses {
            email_addresses: addresses.into_iter().map(Into::into).collect(),
            ..BouncedAddresses::default()
        }
    }
}
