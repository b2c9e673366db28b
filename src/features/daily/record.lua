--[[ Records a member's first answer to a post and everything that follows from it; a later answer changes nothing.
  Hidden members are on no board.
  KEYS  post, answers, streaks, totals, hidden members, then the boards, today's first
  ARGV  user id, at, answer without its sequence, points, right (1|0), streak before or "", streak after,
        then the lifetime of each board in seconds, or 0 for ever
  Reply {"recorded", sequence, rank today or -1} | {"already", answer} | {"closed"} | {"stale", streak or ""} ]]
--@include ../boards/score.lua
local user, at, answer, points, right, before, after = unpack(ARGV, 1, 7)

local earlier = redis.call("HGET", KEYS[2], user)
if earlier then return { "already", earlier } end

local post = redis.call("HMGET", KEYS[1], "state", "closesAt")
local takes_answers = post[1] == "sent" or post[1] == "claimed"
if not takes_answers or tonumber(at) >= tonumber(post[2]) then return { "closed" } end

local streak = redis.call("HGET", KEYS[3], user) or ""
if streak ~= before then return { "stale", streak } end

local sequence = next_sequence(KEYS[4], "answered")
if right == "1" then redis.call("HINCRBY", KEYS[4], "right", 1) end
redis.call("HSET", KEYS[2], user, "[" .. sequence .. "," .. answer .. "]")
redis.call("HSET", KEYS[3], user, after)
if redis.call("SISMEMBER", KEYS[5], user) == 1 then return { "recorded", sequence, -1 } end

add_points(user, tonumber(points), sequence, 6, 8)
return { "recorded", sequence, redis.call("ZREVRANK", KEYS[6], user) }
