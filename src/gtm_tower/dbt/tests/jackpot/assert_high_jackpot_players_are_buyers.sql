{# a row of the result is a group with more players of high jackpots than players, or more players
   than members, or more revenue of high jackpots than revenue #}
select
    touch,
    campaign,
    channel
from {{ ref('high_jackpot_analysis') }}
where
    high_jackpot_player_count > buyer_count
    or buyer_count > member_count
    or high_jackpot_revenue > total_revenue
    or (buyer_count = 0 and total_revenue > 0)
    or (high_jackpot_player_count = 0 and high_jackpot_revenue > 0)
