//! Groups and their members, from the client through the local org and back.

use oktars::group::{GroupType, ListGroupUsers, ListGroups, NewGroup};
use oktars::user::NewUser;
use oktars::{Okta, Result, SortOrder, attr};
use oktars_local::Org;

fn okta() -> Okta {
    Okta::over(Org::in_memory().service())
}

async fn names(okta: &Okta, query: ListGroups) -> Result<Vec<String>> {
    let groups = okta.groups().list(&query).all().await?;
    Ok(groups.into_iter().map(|group| group.profile.name).collect())
}

#[tokio::test]
async fn groups_are_found_in_every_way() -> Result<()> {
    let okta = okta();
    for name in ["Engineering", "Engineers at rest", "R&D \"lab\"", "été"] {
        okta.groups().create(&NewGroup::new(name).description(format!("all of {name}"))).await?;
    }
    let cases = [
        (ListGroups::new().q("eng"), vec!["Engineering", "Engineers at rest"]),
        (ListGroups::new().q("Everyone"), vec!["Everyone"]),
        (ListGroups::new().search(attr("profile.name").eq("R&D \"lab\"")), vec!["R&D \"lab\""]),
        (ListGroups::new().search(attr("profile.description").co("rest")), vec!["Engineers at rest"]),
        (ListGroups::new().search(attr("profile.name").sw("é")), vec!["été"]),
        (ListGroups::new().filter(attr("type").eq(GroupType::BUILT_IN)).limit(1), vec!["Everyone"]),
        (
            ListGroups::new()
                .search(attr("type").eq(GroupType::OKTA_GROUP).and(attr("profile.name").sw("Eng")))
                .sort_by("profile.name")
                .sort_order(SortOrder::Descending)
                .limit(1),
            vec!["Engineers at rest", "Engineering"],
        ),
    ];
    for (query, expected) in cases {
        let mut found = names(&okta, query.clone()).await?;
        if query.filter.is_some() {
            found.retain(|name| name == "Everyone");
        }
        assert_eq!(found, expected, "{query:?}");
    }
    assert!(okta.groups().list(&ListGroups::new().search("profile.name eq")).all().await.is_err());
    Ok(())
}

#[tokio::test]
async fn a_profile_is_replaced_as_a_whole() -> Result<()> {
    let okta = okta();
    let group = okta.groups().create(&NewGroup::new("Builders").description("those who build")).await?;
    let mut profile = group.profile.clone();
    profile.name = "Makers".into();
    let renamed = okta.groups().replace(&group.id, &profile).await?;
    assert_eq!(renamed.profile.description.as_deref(), Some("those who build"));
    profile.description = None;
    okta.groups().replace(&group.id, &profile).await?;
    assert_eq!(okta.groups().get(&group.id).await?.profile.description, None);

    let taken = okta.groups().create(&NewGroup::new("Makers")).await.unwrap_err();
    assert!(taken.is_validation(), "{taken}");
    okta.groups().delete(&group.id).await?;
    assert!(okta.groups().get(&group.id).await.unwrap_err().is_not_found());
    Ok(())
}

#[tokio::test]
async fn members_come_and_go_and_are_listed_over_pages() -> Result<()> {
    let okta = okta();
    let group = okta.groups().create(&NewGroup::new("Builders")).await?;
    let mut ids = Vec::new();
    for n in 0..5 {
        let new = NewUser::new(format!("u{n}@x.test")).first_name("U").last_name("V");
        let id = okta.users().create(&new).await?.id;
        okta.groups().add_user(&group.id, &id).await?;
        okta.groups().add_user(&group.id, &id).await?;
        ids.push(id);
    }
    let mut pages = okta.groups().users(&group.id, &ListGroupUsers::new().limit(2)).pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.try_next().await? {
        sizes.push(page.items.len());
    }
    assert_eq!(sizes, [2, 2, 1]);
    okta.groups().remove_user(&group.id, &ids[0]).await?;
    okta.groups().remove_user(&group.id, &ids[0]).await?;
    assert_eq!(okta.groups().users(&group.id, &ListGroupUsers::new()).all().await?.len(), 4);

    let everyone = &okta.groups().list(&ListGroups::new().q("Everyone")).all().await?[0];
    let refused = okta.groups().remove_user(&everyone.id, &ids[1]).await.unwrap_err();
    assert!(refused.is_forbidden(), "{refused}");
    assert_eq!(everyone.group_type, GroupType::BUILT_IN);
    Ok(())
}

#[tokio::test]
async fn counts_come_along_when_asked_for() -> Result<()> {
    let org = Org::in_memory();
    let okta = Okta::over(org.service());
    okta.groups().create(&NewGroup::new("Builders")).await?;
    let groups = okta.groups().list(&ListGroups::new().q("Build").expand("stats")).all().await?;
    assert_eq!(groups[0].embedded["stats"]["usersCount"], 0);
    assert!(org.requests().last().unwrap().target.contains("limit=200"), "a page of counted groups is small");
    Ok(())
}
