--@script readPage
--[[ Reads a page of a leaderboard, the member's own rank with the entries around it, and the streaks of all of them.
  Ranks count from 0 here. A member who was just hidden may still have an entry, which is left out.
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
