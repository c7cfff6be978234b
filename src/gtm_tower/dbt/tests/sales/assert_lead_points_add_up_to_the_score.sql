{# a row of the result is a scored lead whose points do not add up to its score, or whose score is
   not the sum held between 0 and 100 and rounded half up; or a lead without a score that has
   points #}
with

scores as (

    select
        fct_lead_scores.*,
        50 + cuisine_points + locations_points + ordering_tool_points + marketplace_points
        + channel_points as added
    from {{ ref('fct_lead_scores') }} as fct_lead_scores

)

select * from scores
where
    (icp_profile_score is null) <> (score_state <> 'scored')
    or (added is null) <> (score_state <> 'scored')
    or added <> unclamped_score
    or icp_profile_score <> case
        when unclamped_score <= 0 then 0
        when unclamped_score >= 100 then 100
        else floor(unclamped_score + 0.5)
    end
