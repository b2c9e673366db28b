--@script writeEntries
--[[ Replaces the leaderboard entries of members who have earned nothing since their entries were computed. Hidden
  members are removed.
  KEYS  leaderboard, totals, hidden members, settings
  ARGV  sequence and revision when the entries were computed, the leaderboard's time to live in seconds or 0 for none, "1"
        if a missing leaderboard may be created, then for each member user id, points, sequence
  Reply user ids of the members whose entries were not replaced ]]
--@include ./score.lua
local computed_at, revision, lifetime, may_create = tonumber(ARGV[1]), unpack(ARGV, 2, 4)
local rescored, deleted = unpack(redis.call("HMGET", KEYS[2], "rescored", "deleted"))
local stale = table.concat({ rescored or 0, deleted or 0, closed_seasons(KEYS[4]) }, "/") ~= revision
local exists = redis.call("EXISTS", KEYS[1]) == 1

local unchanged = {}
for i = 5, #ARGV, 3 do
  local user, points, sequence = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
  local score = redis.call("ZSCORE", KEYS[1], user)
  if stale or (score and sequence_of(tonumber(score)) > computed_at) then
    unchanged[#unchanged + 1] = user
  elseif redis.call("SISMEMBER", KEYS[3], user) == 1 then
    redis.call("ZREM", KEYS[1], user)
  elseif exists or may_create == "1" then
    redis.call("ZADD", KEYS[1], encode_score(points, sequence), user)
  end
end
if not exists and lifetime ~= "0" and redis.call("EXISTS", KEYS[1]) == 1 then
  redis.call("EXPIRE", KEYS[1], lifetime)
end
return unchanged
