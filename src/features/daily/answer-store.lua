--@script recordAnswer
--[[ Records a member's first answer to a post with its points and streak. Later answers change nothing.
  Hidden members get no leaderboard entry.
  KEYS  post, answers, streaks, totals, hidden members, settings, deleted answers, then the leaderboards, today's first
  ARGV  user id, at, answer as JSON without its sequence, points, correct (1 or 0), streak before or "", streak after,
        number of closed seasons, then each leaderboard's time to live in seconds, or 0 for none
  Reply {"recorded", sequence, rank today or -1} | {"already", answer} | {"closed"} | {"stale", streak or ""}
        | {"season-closed"} | {"deleted"} ]]
--@include ../boards/score.lua
--@include answer-mark.lua
local user, at, answer, points, correct, before, after, seasons = unpack(ARGV, 1, 8)

local earlier = redis.call("HGET", KEYS[2], user)
if earlier then return { "already", earlier } end

local state, closes_at = unpack(redis.call("HMGET", KEYS[1], "state", "closesAt"))
local takes_answers = state == "sent" or state == "claimed"
if not takes_answers or tonumber(at) >= tonumber(closes_at) then return { "closed" } end

local has_deleted = redis.call("EXISTS", KEYS[7]) == 1
if has_deleted and redis.call("SISMEMBER", KEYS[7], answer_mark(KEYS[1], user)) == 1 then return { "deleted" } end

local streak = redis.call("HGET", KEYS[3], user) or ""
if streak ~= before then return { "stale", streak } end
if closed_seasons(KEYS[6]) ~= tonumber(seasons) then return { "season-closed" } end

local sequence = next_sequence(KEYS[4], "answered")
if correct == "1" then redis.call("HINCRBY", KEYS[4], "correct", 1) end
redis.call("HSET", KEYS[2], user, '{"sequence":' .. sequence .. "," .. string.sub(answer, 2))
redis.call("HSET", KEYS[3], user, after)
if redis.call("SISMEMBER", KEYS[5], user) == 1 then return { "recorded", sequence, -1 } end

add_points(user, tonumber(points), sequence, 8, 9)
return { "recorded", sequence, redis.call("ZREVRANK", KEYS[8], user) }

--@script answerContext
--[[ Reads what a click on a post needs to know.
  KEYS  post, answers, streaks, settings, bank     ARGV  user id, then the names of the post's fields
  Reply {values of the post's fields, answer or "", streak or "", settings, bank version or "0"} ]]
return {
  redis.call("HMGET", KEYS[1], unpack(ARGV, 2)),
  redis.call("HGET", KEYS[2], ARGV[1]) or "",
  redis.call("HGET", KEYS[3], ARGV[1]) or "",
  redis.call("HGETALL", KEYS[4]),
  redis.call("HGET", KEYS[5], "version") or "0",
}
