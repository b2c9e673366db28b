--@script readPage
--[[ Reads a page of a leaderboard, the member's own rank with the entries around it, and the streaks of all of them.
  Ranks are 0-based here. A member who was just hidden may still have an entry, which is excluded.
  KEYS  leaderboard, streaks, hidden members     ARGV  user id, rank to show or "own", entries per page
  Reply {number of members, own rank or -1, first rank of the page, page, around}; page and around are lists of
        {user id, score, streak or ""}; an own rank of -2 means the member is hidden ]]
local user, shown, size = ARGV[1], ARGV[2], tonumber(ARGV[3])
local members = redis.call("ZCARD", KEYS[1])
local own = redis.call("ZREVRANK", KEYS[1], user) or -1
if redis.call("SISMEMBER", KEYS[3], user) == 1 then own = -2 end

local rank = shown == "own" and math.max(own, 0) or tonumber(shown)
local last = math.max(members - 1, 0)
local first = math.floor(math.min(rank, last) / size) * size

local function entries(from, to)
  local found = {}
  local flat = redis.call("ZREVRANGE", KEYS[1], from, to, "WITHSCORES")
  for i = 1, #flat, 2 do
    if redis.call("SISMEMBER", KEYS[3], flat[i]) == 0 then
      found[#found + 1] = { flat[i], flat[i + 1], redis.call("HGET", KEYS[2], flat[i]) or "" }
    end
  end
  return found
end

local around = own >= 0 and entries(math.max(own - 1, 0), own + 1) or {}
return { members, own, first, entries(first, first + size - 1), around }

--@script credit
--[[ Credits points to a member, once per reason and within the day's cap; a repeated call returns the first credit.
  Withheld points are credited only while the answer they come from is worth them. Hidden members get no entries.
  KEYS  credits of the season or of all time, credited on the day, totals, hidden members, answers to the post the points
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

--@script closeSeason
--[[ Ends a season immediately: anything recorded later counts toward the next one. A repeated call changes nothing.
  KEYS  settings, totals     ARGV  season number, at
  Reply when it ended ]]
--@include ./score.lua
local closings = cjson.decode(redis.call("HGET", KEYS[1], "closings") or "[]")
local season = tonumber(ARGV[1])
if closings[season] then return closings[season].at end

closings[#closings + 1] = { at = tonumber(ARGV[2]), sequence = last_sequence(KEYS[2]) }
redis.call("HSET", KEYS[1], "closings", cjson.encode(closings))
return closings[#closings].at
