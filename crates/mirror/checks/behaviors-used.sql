-- title: A sign-in rule looks at behavior or risk
-- severity: low
-- why: A new device in a new country is a question that costs little to ask.
-- fix: Give a rule of a global session policy or an app policy a condition on behavior or risk.
-- reads: policies, policy_rules
-- applies: select 1 from policy_rules where type in ('SIGN_ON', 'ACCESS_POLICY')
select 'policy_rules' as kind, 'org' as id, 'org' as name, 'no active rule looks at behavior or risk' as detail
where not exists (
    select 1 from policy_rules where status = 'ACTIVE' and type in ('SIGN_ON', 'ACCESS_POLICY') and (
        coalesce(json_array_length(json, '$.conditions.risk.behaviors'), 0) > 0
        or coalesce(json ->> '$.conditions.riskScore.level', 'ANY') <> 'ANY'
        or (json ->> '$.conditions.elCondition.condition') like '%security.%'))
