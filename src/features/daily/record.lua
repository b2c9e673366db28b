--[[ Records a member's first answer to a post with all that follows from it; later ones change nothing.
  A board's score is points * 2^32 + (2^32 - 1 - sequence): more points stand higher, and of equals who got there first.
  Who is hidden stands on no board.
  KEYS  post, answers, streaks, totals, hidden members, then the boards, today's first
  ARGV  user id, at, answer without its sequence, points, right (1|0), streak before or "", streak after,
        then for each board the seconds it is kept, or 0 for ever
  Reply {"recorded", sequence, rank today or -1} | {"already", answer} | {"closed"} | {"stale", streak or ""} ]]
local user, at, answer, points, right, before, after = unpack(ARGV, 1, 7)

local earlier = redis.call("HGET", KEYS[2], user)
if earlier then return { "already", earlier } end

local post = redis.call("HMGET", KEYS[1], "state", "closesAt")
local takes_answers = post[1] == "sent" or post[1] == "claimed"
if not takes_answers or tonumber(at) >= tonumber(post[2]) then return { "closed" } end

local streak = redis.call("HGET", KEYS[3], user) or ""
if streak ~= before then return { "stale", streak } end

-- Answers and credits share one sequence; see credit.lua.
local others = redis.call("HMGET", KEYS[4], "credited", "forgotten")
local sequence = redis.call("HINCRBY", KEYS[4], "answered", 1) + tonumber(others[1] or "0") + tonumber(others[2] or "0")
if right == "1" then redis.call("HINCRBY", KEYS[4], "right", 1) end
redis.call("HSET", KEYS[2], user, "[" .. sequence .. "," .. answer .. "]")
redis.call("HSET", KEYS[3], user, after)
if redis.call("SISMEMBER", KEYS[5], user) == 1 then return { "recorded", sequence, -1 } end

local unit = 4294967296
for i = 6, #KEYS do
  local score = redis.call("ZSCORE", KEYS[i], user)
  if not score or points ~= "0" then
    local total = math.floor(tonumber(score or 0) / unit) + tonumber(points)
    redis.call("ZADD", KEYS[i], total * unit + unit - 1 - sequence, user)
  end
  -- Only where this made the board: a second EXPIRE would but be written to the log again.
  local expires = not score and ARGV[i + 2] ~= "0"
  if expires and redis.call("ZCARD", KEYS[i]) == 1 then redis.call("EXPIRE", KEYS[i], ARGV[i + 2]) end
end
return { "recorded", sequence, redis.call("ZREVRANK", KEYS[6], user) }
