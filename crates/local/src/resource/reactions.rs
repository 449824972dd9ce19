//! What follows when a user, a group, an app, a policy or a role changes or goes away: all of it, in this order.

use crate::kernel::context::Context;
use crate::kernel::occasion::Occasion;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::app::{
    grant as app_grant, group as app_group, interclient as app_interclient, policy as app_policy,
    provisioning, user as app_user,
};
use crate::resource::group::{member as group_member, owner as group_owner, rule as group_rule};
use crate::resource::resource_set::binding;
use crate::resource::role::target as role_target;
use crate::resource::user::client as user_client;
use crate::resource::{factor, linked_object, profile_mapping, role, session};

pub fn follow(context: &mut Context<'_>, occasion: Occasion<'_>) -> Result<(), Problem> {
    match occasion {
        Occasion::UserCreated { user, groups } => {
            app_group::user_came(context, user)?;
            for group in groups {
                group_member::add(context, group, user)?;
            }
            group_rule::reevaluate(context, id_of(user))
        }
        Occasion::UserActivated(user) => {
            app_group::user_came(context, user)?;
            provisioning::user_activated(context, user)?;
            group_rule::reevaluate(context, id_of(user))
        }
        Occasion::ProfileChanged { old, user } => app_user::user_changed(context, old, user),
        Occasion::UserChanged(user) => group_rule::reevaluate(context, id_of(user)),
        Occasion::UserSignedOut(user) => session::end_all(context, user),
        Occasion::UserDeactivated(user) => {
            app_user::forget_user(context, id_of(user))?;
            role::assignee_left(context, id_of(user))?;
            session::end_all(context, user)?;
            Ok(factor::remove_all(&context.tx, id_of(user))?)
        }
        Occasion::UserDeleted(user) => {
            group_member::user_left(context, user)?;
            linked_object::forget_user(context, id_of(user))?;
            user_client::forget_user(context, id_of(user))?;
            group_owner::forget(context, id_of(user))
        }
        Occasion::MemberAdded { group, user } => {
            app_group::member_added(context, id_of(group), id_of(user))?;
            provisioning::group_changed(context, id_of(group))?;
            group_rule::reevaluate(context, id_of(user))
        }
        Occasion::MemberAddedByRule { group, user } => {
            app_group::member_added(context, id_of(group), id_of(user))?;
            provisioning::group_changed(context, id_of(group))
        }
        Occasion::MemberRemoved { group, user } => {
            app_group::member_removed(context, id_of(group), id_of(user))?;
            provisioning::group_changed(context, id_of(group))
        }
        Occasion::GroupChanged(group) => provisioning::group_changed(context, id_of(group)),
        Occasion::PasswordChosen { user, password } => provisioning::password_chosen(context, user, password),
        Occasion::MemberTakenOut { group, user } => group_rule::removed_by_hand(context, id_of(group), user),
        Occasion::GroupDeleted(group) => {
            group_member::remove_all(context, group)?;
            app_group::forget_group(context, id_of(group))?;
            group_rule::group_deleted(context, id_of(group))?;
            group_owner::forget(context, id_of(group))?;
            role::assignee_left(context, id_of(group))?;
            Ok(role_target::group_deleted(&context.tx, id_of(group))?)
        }
        Occasion::AppDeleted(app) => {
            app_user::forget_app(context, id_of(app))?;
            profile_mapping::forget_app(context, id_of(app))?;
            role::assignee_left(context, id_of(app))?;
            app_group::forget_app(context, id_of(app))?;
            app_grant::forget_app(context, id_of(app))?;
            app_interclient::forget_app(context, id_of(app))
        }
        Occasion::PolicyDeleted(policy) => app_policy::policy_deleted(context, policy),
        Occasion::RoleAssigned { assignment, assignee, path } => {
            binding::keep_member(context, assignment, assignee, path)
        }
        Occasion::RoleUnassigned(assignment) => Ok(binding::forget_member(&context.tx, assignment)?),
        Occasion::RoleDeleted(role) => binding::remove_all_of_role(context, id_of(role)),
        Occasion::ResourceSetDeleted(set) => binding::remove_all_of_set(context, id_of(set)),
    }
}
