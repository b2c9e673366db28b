--@script credit
--[[ Credits points to a member, once per reason and within the day's cap; a repeated call returns the first credit.
  Withheld points are credited only while the answer they come from is worth them. Hidden members get no entries.
  KEYS  credits of the season or for ever, credited on the day, totals, hidden members, answers to the post the points
        are for (its reason, if points were withheld), settings, then the leaderboards
  ARGV  user id, reason, points, credit as JSON without sequence and points, cap of the day or "", sequence of the
        answer whose points were withheld or "", number of closed seasons, then each leaderboard's time to live in seconds,
        or 0 for none
  Reply the credit as JSON; sequence and points are 0 if nothing was credited | "season-closed" ]]
--@include ./score.lua
local user, reason, points, details, cap, withheld, seasons = unpack(ARGV, 1, 7)
points = tonumber(points)

local function encode(sequence, credited)
  return string.format('{"sequence":%d,"points":%d,', sequence, credited) .. string.sub(details, 2)
end

local function is_worth_the_points()
  local stored = redis.call("HGET", KEYS[5], user)
  local answer = stored and cjson.decode(stored)
  return answer and answer.sequence == tonumber(withheld) and answer.base + answer.bonus == points
end

local field = user .. ":" .. reason
local earlier = redis.call("HGET", KEYS[1], field)
if earlier then return earlier end
if closed_seasons(KEYS[6]) ~= tonumber(seasons) then return "season-closed" end
if withheld ~= "" and not is_worth_the_points() then return encode(0, 0) end

if cap ~= "" then
  local spent = tonumber(redis.call("HGET", KEYS[2], user) or "0")
  points = math.max(0, math.min(points, tonumber(cap) - spent))
  redis.call("HINCRBY", KEYS[2], user, points)
  redis.call("EXPIRE", KEYS[2], 40 * 86400)
end

local sequence = next_sequence(KEYS[3], "credited")
local credit = encode(sequence, points)
redis.call("HSET", KEYS[1], field, credit)
if redis.call("SISMEMBER", KEYS[4], user) == 0 then add_points(user, points, sequence, 7, 8) end
return credit
