-- title: Global session rules look at the network
-- severity: medium
-- stig: OKTA-APP-003242 V-279691 SV-279691r1155072_rule CCI-000213
-- why: Somebody who signs in from a place where none of your people are is seldom one of them.
-- fix: In each global session policy, give the first rule a condition on network zones.
-- reads: policies, policy_rules
-- applies: select 1 from policies where type = 'OKTA_SIGN_ON' and status = 'ACTIVE'
select 'policy_rules' as kind, rule_id as id, policy || ' / ' || rule as name,
    'it holds from any network' as detail
from first_rules
where policy_type = 'OKTA_SIGN_ON' and (json ->> '$.conditions.network.connection') is not 'ZONE'
