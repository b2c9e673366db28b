--[[ Credits points to a member, once for one reason, and within the day's cap; a later call tells the first. Points of
  an answer that were held back are credited only while it is recorded as the caller read it; else nothing is done.
  Boards score as record.lua says; answers and credits share one sequence. Who is hidden stands on no board.
  KEYS  credits of the season or for ever, credited on the day, totals, hidden members, answers to the post it is for
        (its reason, where points were held), then the boards
  ARGV  user id, reason, points, at, day, topic or "", cap of the day or "", the answer whose points were held or "",
        then for each board the seconds it is kept, or 0 for ever
  Reply the credit: [sequence, points, at, day, topic] ]]
local user, reason, points, at, day, topic, cap, held = unpack(ARGV, 1, 8)

local field = user .. ":" .. reason
local earlier = redis.call("HGET", KEYS[1], field)
if earlier then return earlier end
if held ~= "" and redis.call("HGET", KEYS[5], user) ~= held then
  return string.format('[0,0,%s,"%s","%s"]', at, day, topic)
end

points = tonumber(points)
if cap ~= "" then
  local spent = tonumber(redis.call("HGET", KEYS[2], user) or "0")
  points = math.max(0, math.min(points, tonumber(cap) - spent))
  redis.call("HINCRBY", KEYS[2], user, points)
  redis.call("EXPIRE", KEYS[2], 40 * 86400)
end

local others = redis.call("HMGET", KEYS[3], "answered", "forgotten")
local sequence = redis.call("HINCRBY", KEYS[3], "credited", 1) + tonumber(others[1] or "0") + tonumber(others[2] or "0")
local credit = string.format('[%d,%d,%s,"%s","%s"]', sequence, points, at, day, topic)
redis.call("HSET", KEYS[1], field, credit)
if redis.call("SISMEMBER", KEYS[4], user) == 1 then return credit end

local unit = 4294967296
for i = 6, #KEYS do
  local score = redis.call("ZSCORE", KEYS[i], user)
  if not score or points > 0 then
    local total = math.floor(tonumber(score or 0) / unit) + points
    redis.call("ZADD", KEYS[i], total * unit + unit - 1 - sequence, user)
  end
  if not score and ARGV[i + 3] ~= "0" then redis.call("EXPIRE", KEYS[i], ARGV[i + 3]) end
end
return credit
