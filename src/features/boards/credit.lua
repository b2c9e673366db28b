--[[ Credits points to a member, once per reason and within the day's cap; a repeated call returns the first credit.
  Points held until the reveal are credited only if their answer is still the one the caller read.
  Hidden members are on no board.
  KEYS  credits of the season or for ever, credited on the day, totals, hidden members, answers to the post the points
        are for (its reason, if points were held), then the boards
  ARGV  user id, reason, points, at, day, topic or "", cap of the day or "", the answer whose points were held or "",
        then the lifetime of each board in seconds, or 0 for ever
  Reply the credit: [sequence, points, at, day, topic] ]]
--@include ./score.lua
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

local sequence = next_sequence(KEYS[3], "credited")
local credit = string.format('[%d,%d,%s,"%s","%s"]', sequence, points, at, day, topic)
redis.call("HSET", KEYS[1], field, credit)
if redis.call("SISMEMBER", KEYS[4], user) == 0 then add_points(user, points, sequence, 6, 9) end
return credit
